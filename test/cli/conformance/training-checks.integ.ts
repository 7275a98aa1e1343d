import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { byHand, byHandFacts, byHandTarget, HASTY, IMAGE_FAULTS, processTarget, TIMES, type Fault } from './by-hand';
import { describeChecks, IMAGE_ONLY, NOT_OF_IRIS } from './describe-checks';
import { recordIo } from './record-io';
import { sampleSubject } from './sample-programs';
import { TrainingSubject } from '../../../src/cli/conformance/training/subject';
import { TRAINING_CHECKS } from '../../../src/cli/conformance/training/training-checks';
import type { AlgorithmSpec } from '../../../src/contract/algorithm-spec';
import { bundle } from '../../runtime/support/program';
import { SPEC } from '../../runtime/support/spec';
import { tmpDir } from '../../support/tmp-dir';

describeChecks('a program written by hand without a fault, as a process', TRAINING_CHECKS, async (dir) => byHand(await byHandTarget([], dir), dir), [...IMAGE_ONLY, 22, 51]);
describeChecks('the bundle of samples/iris-decision-tree as a process', TRAINING_CHECKS, (dir) => sampleSubject('iris-decision-tree', dir), [...IMAGE_ONLY, ...NOT_OF_IRIS]);

// No required hyperparameter, no text among them, no encryption.
describeChecks(
  'the bundle of samples/streaming-linear as a process',
  TRAINING_CHECKS,
  (dir) => sampleSubject('streaming-linear', dir, { given: { epochs: '5' }, longJob: { epochs: '10000' } }),
  [...IMAGE_ONLY, 20, 22, 51, 54],
);

describeChecks(
  'the bundle of samples/streaming-linear with encryption as a process',
  TRAINING_CHECKS.filter(({ number }) => [18, 44, 47, 48, 53, 54].includes(number)),
  (dir) => sampleSubject('streaming-linear', dir, { given: { epochs: '3' }, encrypted: 'model and checkpoints' }, { keyId: 'a', rotatedKeyIds: [], checkpoints: true }),
  [],
);

const FAULTY: ReadonlyArray<Fault> = [
  { check: 15, faults: '15', evidence: /exit code 3/ },
  { check: 16, faults: '16', evidence: /no file in the model folder/ },
  { check: 17, faults: '17', evidence: /link/ },
  { check: 18, faults: '18', evidence: /format 2 is not known/ },
  { check: 19, faults: '19', evidence: /epochs is no number/ },
  { check: 20, faults: '20', evidence: /mode is "mean"/ },
  { check: 21, faults: '21', evidence: /cannot read epochs/, facts: { given: { epochs: '6' } } },
  { check: 22, faults: 'owner 22', evidence: /without owner: exit code 0/, facts: { hyperparameters: [{ type: 'FreeText', name: 'owner', required: true, tunable: false }], given: { owner: 'me' } } },
  { check: 23, faults: '23', evidence: /epochs = "2000000" \(out of range\): exit code 0/ },
  { check: 24, faults: '24', evidence: /unknown hyperparameter sagemaker_program/ },
  { check: 25, faults: '25', evidence: /no resource configuration/ },
  { check: 26, faults: '26', evidence: /no instance type/ },
  { check: 27, faults: '27', evidence: /ENOTDIR/ },
  { check: 28, faults: '28', evidence: /has no content type/ },
  { check: 29, faults: '29', evidence: /FastFile is not known/ },
  { check: 29, faults: '29-write', evidence: /input\/data\/extra\/cache\.bin was written/ },
  { check: 30, faults: '30', evidence: /without training: exit code 0/ },
  { check: 31, faults: '31', evidence: /they were not read|no rows/ },
  { check: 31, faults: '31-hidden', evidence: /has no number|is empty/ },
  { check: 32, faults: '32', evidence: /no data on this host/ },
  { check: 35, faults: '35', evidence: /AWS_REGION is not set/ },
  { check: 36, faults: '36', evidence: /training_1 was opened before training_0 was closed/ },
  { check: 37, faults: '37', evidence: /training_[01] does not exist/ },
  { check: 38, faults: '38', evidence: /did not end within/ },
  { check: 39, faults: '39', evidence: /has no data/ },
  { check: 39, faults: '39-split', evidence: /has no number|models differ/ },
  { check: 40, faults: '40', evidence: /no failure file/ },
  { check: 40, faults: '40-folder', evidence: /not a regular file/ },
  { check: 41, faults: '41', evidence: /nothing went wrong/ },
  { check: 42, faults: '42', evidence: /a stack trace of JavaScript/ },
  { check: 43, faults: '43', evidence: /was killed/ },
  { check: 43, faults: '43-default', evidence: /does not handle the signal/ },
  { check: 44, faults: '44', evidence: /model\.json is not whole/ },
  { check: 45, faults: '45', evidence: /loss: group 1 is "NaN"/ },
  { check: 46, faults: '46', evidence: /no two metrics while the job ran/ },
  // Any job is long enough: that none lasts on a fast machine is no matter here.
  { check: 46, faults: '46', evidence: /6 values of a metric within/, facts: { longJob: undefined }, times: { lastingMs: 0 } },
  { check: 46, faults: '46-join', evidence: /loss, rows on one line/ },
  { check: 47, faults: '47', evidence: /neither its log nor the number of its lines of progress/ },
  { check: 48, faults: '48', evidence: /JSON/ },
  { check: 48, faults: '48-cut', evidence: /cut in half.*JSON/s },
  { check: 49, faults: '49', evidence: /checkpointconfig\.json moved them/ },
  { check: 50, faults: '50', evidence: /model\.json is written by 127\.\S+\.1 and by 127\.\S+\.2/ },
  { check: 51, faults: '51', evidence: /strange host algo-1-x7k2q/, facts: { distributed: false } },
  { check: 52, faults: '52', evidence: /scratch\.txt/ },
  { check: 53, faults: '53', evidence: /the models differ although both jobs have the same seed/, facts: { encrypted: undefined } },
  { check: 54, faults: '54', evidence: /label-versicolor/ },
  { check: 55, faults: '55', evidence: /the job has no name/ },
  { check: 56, faults: '56', evidence: /did not end within/ },
];

describe('a program with one fault', () => {
  test.each(FAULTY)('fails check $check: $faults', async ({ check: number, faults, evidence, facts, times: given }) => {
    const dir = tmpDir('sma-kit-');
    const check = TRAINING_CHECKS.find((one) => one.number === number)!;
    // Only who hangs is waited for in vain.
    const times = { .../did not end|was killed|no two/.test(evidence.source) ? HASTY : TIMES, ...given };

    const verdict = await check.run(byHand(await byHandTarget(faults.split(' '), dir), dir, facts, times));

    expect(verdict, JSON.stringify(verdict, null, 2)).toMatchObject({ verdict: 'fail' });
    expect('evidence' in verdict && verdict.evidence.join('\n')).toMatch(evidence);
  });
});

describe('a program of RecordIO frames that is built on the runtime', () => {
  const spec: AlgorithmSpec = {
    ...SPEC,
    training: {
      ...SPEC.training,
      hyperparameters: [],
      channels: [{ name: 'training', required: true, contentTypes: ['application/x-recordio'], inputModes: ['Pipe'], compressionTypes: [] }],
      metrics: [],
    },
  };
  const source = `
    import { defineTraining, runTraining } from '$runtime/training';
    void runTraining(async () => ({ default: defineTraining(async (job) => {
      const seen = [];
      for (let epoch = 0; epoch < 2; epoch++) {
        for await (const record of job.channels.training.records({ epoch })) seen.push(record.toString('base64'));
      }
      await job.model.write('model.json', JSON.stringify(seen));
    }) }), ${JSON.stringify(spec)});`;

  test.each(TRAINING_CHECKS.filter(({ number }) => number === 39))('passes check $number: $name', async (check) => {
    const dir = tmpDir('sma-kit-');
    const facts = byHandFacts(dir);
    const target = processTarget([process.execPath, await bundle(source)], dir);
    const frames = join(dir, 'frames.rec');
    writeFileSync(frames, Buffer.concat([1, 7, 0, 1_000].map((length) => recordIo(Buffer.alloc(length, length)))));
    const framed = { ...facts, ...spec.training, channels: [{ spec: spec.training.channels[0], files: { 'frames.rec': frames } }] };

    const verdict = await check.run(new TrainingSubject(framed, target, undefined, TIMES));

    expect(verdict, JSON.stringify(verdict, null, 2)).toMatchObject({ verdict: 'pass' });
    expect('evidence' in verdict && verdict.evidence.join('\n')).toContain('pieces of 1 to 8191 bytes');
  });
});

describe('the registry', () => {
  test('has every check from 15 to 56 once', () => {
    expect(TRAINING_CHECKS.map(({ number }) => number)).toEqual(Array.from({ length: 42 }, (_, at) => at + 15));
  });

  test('has a faulty program for each, here or among those in images', () => {
    const shown = new Set([...FAULTY.map(({ check }) => check), ...IMAGE_FAULTS.map(({ check }) => check)]);

    expect(TRAINING_CHECKS.map(({ number }) => number).filter((number) => !shown.has(number))).toEqual([]);
  });
});
