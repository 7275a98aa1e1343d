import { endOf, expectSameModel, worked } from './outcomes';
import { SOURCE } from './sources';
import type { TrainingSubject } from './subject';
import { CONFIG, json, resourceConfig } from '../../simulator/input/config-files';
import { DECOY_CONFIG, DECOY_RESOURCES, decoyData } from '../../simulator/input/decoys';
import { skip, type Check } from '../check';

const HOST = 'algo-1';

export const configChecks: ReadonlyArray<Check<TrainingSubject>> = [
  {
    number: 25, kind: 'T', source: SOURCE.input, recommended: true,
    name: 'both spellings of the resource file are understood',
    async run(subject) {
      const text = json(resourceConfig(HOST, [HOST], subject.facts.instanceType));
      const usual = await subject.baseline();
      const camel = await subject.job({ config: { [CONFIG.resources]: undefined, [CONFIG.resourcesCamel]: text } });
      if (!await worked(usual) && !await worked(camel)) return skip(`a job makes no model with either of them (checks 15 and 16): ${endOf(usual)}`);
      return expectSameModel(subject, [
        ['resourceconfig.json only', usual],
        ['resourceConfig.json only', camel],
      ], 'read resourceconfig.json, and resourceConfig.json where that one is missing');
    },
  },
  {
    number: 26, kind: 'T', source: SOURCE.input,
    name: 'a resource file works with the three documented keys only, and with unknown ones',
    async run(subject) {
      const { current_host, hosts, network_interface_name } = resourceConfig(HOST, [HOST], subject.facts.instanceType);
      const more = { ...resourceConfig(HOST, [HOST], subject.facts.instanceType), ...DECOY_RESOURCES };
      return expectSameModel(subject, [
        ['three keys', await subject.job({ config: { [CONFIG.resources]: json({ current_host, hosts, network_interface_name }) } })],
        ['unknown keys', await subject.job({ config: { [CONFIG.resources]: json(more) } })],
      ], 'rely on current_host and hosts only, and ignore keys that you do not know');
    },
  },
  {
    number: 27, kind: 'T', source: SOURCE.input,
    name: 'unknown files beside the configuration and the channels are ignored',
    async run(subject) {
      const data = decoyData(subject.fed.map(({ spec }) => spec.name));
      return expectSameModel(subject, [['undocumented files', await subject.job({ config: DECOY_CONFIG, data })]],
        'take the channels from inputdataconfig.json and read no other files of input/config than the documented three');
    },
  },
  {
    number: 28, kind: 'T', source: SOURCE.input,
    name: 'a channel of one content type works without ContentType',
    async run(subject) {
      const names = subject.fed.filter(({ spec }) => spec.contentTypes.length <= 1).map(({ spec }) => spec.name);
      if (names.length === 0) return skip('every channel takes several content types');
      const channels = Object.fromEntries(names.map((name) => [name, { entry: { ContentType: undefined } }]));
      return expectSameModel(subject, [[`no ContentType for ${names.join(', ')}`, await subject.job({ channels })]], 'assume the only content type of the channel where the job states none');
    },
  },
];
