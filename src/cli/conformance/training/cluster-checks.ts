import { culprit, expectSuccess, modelFiles } from './outcomes';
import { SOURCE } from './sources';
import type { TrainingSubject } from './subject';
import type { HostOutcome } from '../../engine/hosts/hosts-job';
import { endOf, evidenceOf } from '../../engine/hosts/outcome-words';
import { fail, pass, skip, type Check, type Verdict } from '../check';

/** So many that their names sort otherwise as text than as numbers. */
const MANY_HOSTS = 11;
/** As the SDK's local mode names them. */
const SUFFIX = 'x7k2q';

/** All hosts end well, and no two of them leave a file of the same name in the model, which is made of all. */
async function expectOneModel(outcomes: readonly HostOutcome[], what: string): Promise<Verdict> {
  const bad = culprit(outcomes);
  if (bad) return fail('let every host end with 0 when the job is done, and wait for peers whose names cannot be resolved yet', ...await evidenceOf(bad, `${what}: ${bad.name}`));
  const owners = new Map<string, string>();
  for (const outcome of outcomes) {
    for (const file of await modelFiles(outcome)) {
      const owner = owners.get(file);
      if (owner) return fail('let one host write the model, or give the files of each host names of their own', `${file} is written by ${owner} and by ${outcome.name}`);
      owners.set(file, outcome.name);
    }
  }
  if (owners.size === 0) return fail('let the leader write the model', `${what}: no host leaves a model`);
  return pass(...outcomes.map((outcome) => `${outcome.name}: ${endOf(outcome)}`), ...[...owners].map(([file, owner]) => `${file}: by ${owner}`));
}

function noCluster(subject: TrainingSubject): string | undefined {
  return subject.facts.distributed ? subject.unable('hosts') : 'jobs of several hosts are not declared';
}

export const clusterChecks: ReadonlyArray<Check<TrainingSubject>> = [
  {
    number: 50, kind: 'T', source: SOURCE.input,
    name: 'two hosts train one model, also when one starts before the name of the other can be resolved',
    async run(subject) {
      const reason = noCluster(subject);
      if (reason) return skip(reason);
      const outcomes = await subject.cluster({ hosts: subject.target.hostNames(2), oneAfterTheOther: true });
      return expectOneModel(outcomes, 'two hosts');
    },
  },
  {
    number: 51, kind: 'T', source: SOURCE.input,
    name: 'hosts may have any names, and eleven of them know their order',
    async run(subject) {
      if (!subject.facts.distributed) {
        return expectSuccess([[`the only host is called algo-1-${SUFFIX}`, await subject.job({ host: `algo-1-${SUFFIX}` })]], 'take the names of hosts from resourceconfig.json');
      }
      const reason = noCluster(subject) ?? subject.unable('hostNames');
      if (reason) return skip(reason);
      const named = await expectOneModel(await subject.cluster({ hosts: subject.target.hostNames(2).map((name) => `${name}-${SUFFIX}`) }), 'names with a suffix');
      if (named.verdict !== 'pass') return named;
      // As the service sorts them: algo-1, algo-10, algo-11, algo-2.
      const many = await expectOneModel(await subject.cluster({ hosts: subject.target.hostNames(MANY_HOSTS).sort() }), `${MANY_HOSTS} hosts`);
      return many.verdict === 'pass' ? pass(...named.evidence, ...many.evidence) : many;
    },
  },
];
