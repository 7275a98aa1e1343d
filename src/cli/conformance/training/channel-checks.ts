import { readFile } from 'node:fs/promises';
import type { SampledChannel } from './facts';
import type { ChannelChange } from './job-input';
import { IN_CONTAINER, sampleFiles } from './job-input';
import { culprit, endOf, evidenceOf, expectSameModel, expectSuccess, failureOf, modelFiles, succeeded, worked } from './outcomes';
import { SOURCE } from './sources';
import type { TrainingSubject } from './subject';
import { MEDIA_TYPE } from '../../../contract/media-types';
import type { HostOutcome } from '../../engine/hosts/hosts-job';
import { folderDigest } from '../../simulator/folder-digest';
import type { FileContent } from '../../simulator/host-input';
import { fail, pass, skip, type Check, type Verdict } from '../check';

/** What is said of an attempt to write where only reading is possible. */
const NOT_WRITABLE = new RegExp(`(EROFS|read-only file system).*${IN_CONTAINER.input}|${IN_CONTAINER.input}.*(EROFS|read-only file system)`, 'i');

/** Content types of which a file can be cut between lines. */
const OF_LINES: readonly string[] = [MEDIA_TYPE.csv, MEDIA_TYPE.jsonLines, 'text/libsvm', 'text/plain'];
const PIECES = 30;

/** What tools leave in S3 beside the data. */
const MARKERS: Readonly<Record<string, string>> = { '_SUCCESS': '', '.part-00000.csv.crc': 'crc', 'empty/': '', 'deep/.hidden/x': 'hidden', 'deep/zero.csv': '' };

/** The sample data as many small files, most of them in folders below; the order of the names is the order of the lines. */
async function scattered(channel: SampledChannel): Promise<Record<string, FileContent>> {
  const pieces: Record<string, FileContent> = {};
  for (const [name, content] of Object.entries(sampleFiles(channel))) pieces[`a/deep/${name}`] = content;
  if (!channel.spec.contentTypes.some((type) => OF_LINES.includes(type))) return pieces;
  const names = Object.keys(channel.files).sort();
  const texts = await Promise.all(names.map((name) => readFile(channel.files[name], 'utf8')));
  const lines = texts.flatMap((text) => text.split('\n').filter(Boolean));
  const size = Math.ceil(lines.length / PIECES);
  return Object.fromEntries(Array.from({ length: Math.ceil(lines.length / size) }, (_, at) => {
    const folder = at === 0 ? '' : `part-${String(Math.floor(at / 5)).padStart(3, '0')}/deep/`;
    return [`${folder}part-${String(at).padStart(5, '0')}.csv`, `${lines.slice(at * size, (at + 1) * size).join('\n')}\n`];
  }));
}

type Layouts = Readonly<Record<string, Record<string, FileContent>>>;

async function expectAllRead(subject: TrainingSubject, outcome: HostOutcome, layouts: Layouts): Promise<Verdict> {
  const fix = 'read all files of a channel at any depth; leave out names that begin with a dot, and empty files';
  const ended = await expectSuccess([['many files in folders, hidden and empty ones among them', outcome]], fix);
  if (ended.verdict !== 'pass') return ended;
  const compared = await subject.comparedWithBaseline(outcome);
  if (compared === 'same') return pass(...ended.evidence, 'the model is that of an ordinary job');
  if (compared === 'varies') return pass(...ended.evidence, 'ordinary jobs differ in their models too, so these were not compared');
  // The model may depend on names and order. It may not stay the same when the files in folders are taken away.
  const top = Object.fromEntries(Object.entries(layouts).map(([name, files]) =>
    [name, { files: Object.fromEntries(Object.entries(files).filter(([path]) => !path.includes('/'))) }]));
  const less = await subject.job({ channels: top });
  if (succeeded(less) && await folderDigest(less.paths.model) === await folderDigest(outcome.paths.model)) {
    return fail(fix, ...ended.evidence, 'the model is the same without the files in folders: they were not read');
  }
  return pass(...ended.evidence, 'the model depends on the layout of the files, and changes when those in folders are missing');
}

const writtenInput = (what: string, { writtenElsewhere }: HostOutcome): string[] =>
  writtenElsewhere.filter((path) => path.includes('input/')).map((path) => `${what}: ${path} was written`);

export const channelChecks: ReadonlyArray<Check<TrainingSubject>> = [
  {
    number: 29, kind: 'T', source: SOURCE.input,
    name: 'File and FastFile mode both work, and the input is left as it is',
    async run(subject) {
      const fast = subject.fed.filter(({ spec }) => spec.inputModes.includes('FastFile')).map(({ spec }) => spec.name);
      const channels = Object.fromEntries(fast.map((name) => [name, { entry: { TrainingInputMode: 'FastFile' } satisfies ChannelChange['entry'] }]));
      const usual = await subject.baseline();
      if (!await worked(usual) && writtenInput('File', usual).length === 0) {
        const refused = usual.lines.find(({ text }) => NOT_WRITABLE.test(text));
        return refused ? fail(`treat ${IN_CONTAINER.input} as read-only`, ...await evidenceOf(usual, 'File'))
          : skip(`an ordinary job makes no model (checks 15 and 16): ${endOf(usual)}`);
      }
      const jobs: Array<readonly [string, HostOutcome]> = [['File', usual]];
      // FastFile channels read "File" on the service since 2025, so the first job is one of them, too.
      if (fast.length > 0) jobs.push([`FastFile for ${fast.join(', ')}`, await subject.job({ channels })]);
      const touched = jobs.flatMap(([what, outcome]) => writtenInput(what, outcome));
      if (touched.length > 0) return fail(`treat ${IN_CONTAINER.input} as read-only`, ...touched);
      return expectSameModel(subject, jobs, `take TrainingInputMode File and FastFile alike, and write nothing below ${IN_CONTAINER.input}`);
    },
  },
  {
    number: 30, kind: 'T', source: SOURCE.input,
    name: 'a job without an optional channel works, one without a required channel fails and says so',
    async run(subject) {
      const optional = subject.fed.filter(({ spec }) => !spec.required).map(({ spec }) => spec.name);
      const evidence: string[] = [];
      if (optional.length > 0) {
        const outcome = await subject.job({ channels: Object.fromEntries(optional.map((name) => [name, 'absent' as const])) });
        const verdict = await expectSuccess([[`without ${optional.join(', ')}`, outcome]], 'do without channels that are declared optional');
        if (verdict.verdict !== 'pass') return verdict;
        evidence.push(...verdict.evidence);
      }
      for (const { spec: { name }, guessed } of subject.fed.filter(({ spec }) => spec.required)) {
        const outcome = await subject.once(`without channel ${name}`, { channels: { [name]: 'absent' } });
        const seen = await evidenceOf(outcome, `without ${name}`);
        if (guessed && succeeded(outcome) && (await modelFiles(outcome)).length > 0) {
          evidence.push(...seen, `so ${name} is optional`);
          continue;
        }
        if (outcome.timedOut || succeeded(outcome)) return fail(`fail a job that has no channel ${name}, or declare it optional`, ...seen);
        const failure = await failureOf(outcome);
        if (!failure?.text.includes(name)) return fail(`name the missing channel ${name} in ${IN_CONTAINER.failure}`, ...seen, ...(failure ? [] : ['no failure file']));
        evidence.push(...seen);
      }
      return evidence.length > 0 ? pass(...evidence) : skip('no channel is known');
    },
  },
  {
    number: 31, kind: 'T', source: SOURCE.input,
    name: 'all files of a channel are read at any depth, and hidden or empty ones do no harm',
    async run(subject) {
      const layouts: Record<string, Record<string, FileContent>> = {};
      for (const channel of subject.fed) layouts[channel.spec.name] = await scattered(channel);
      if (Object.keys(layouts).length === 0) return skip('no channel is known');
      const channels = Object.entries(layouts).map(([name, files]) => [name, { files: { ...files, ...MARKERS } }] as const);
      const outcome = await subject.job({ channels: Object.fromEntries(channels) });
      return expectAllRead(subject, outcome, layouts);
    },
  },
  {
    number: 32, kind: 'T', source: SOURCE.input,
    name: 'a host whose share of a sharded channel is empty does not crash',
    async run(subject) {
      if (!subject.facts.distributed) return skip('jobs of several hosts are not declared');
      const reason = subject.unable('hosts');
      if (reason) return skip(reason);
      const hosts = subject.target.hostNames(2);
      const outcomes = await subject.cluster({
        hosts,
        change: (_, index) => ({
          channels: Object.fromEntries(subject.fed.map((channel) =>
            [channel.spec.name, { entry: { S3DistributionType: 'ShardedByS3Key' as const }, files: index === 0 ? sampleFiles(channel) : {} }])),
        }),
      });
      const bad = culprit(outcomes);
      if (bad) return fail('let a host without data take part in the job and end with 0', ...await evidenceOf(bad, `${bad.name} (host 2 has no data)`));
      return pass(...outcomes.map((outcome, index) => `${outcome.name}, ${index === 0 ? 'all data' : 'no data'}: ${endOf(outcome)}`));
    },
  },
];
