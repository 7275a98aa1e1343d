import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, type CliResult } from '../support/cli';
import { fixtureProject } from '../support/fixture-project';
import { sampleProject } from '../support/sample-project';

const DRILL = ['drill:pipe', '--engine', 'process'];

/** Reads its FIFOs as simply as can be; what it learns is how many bytes there were. */
const SIMPLE = `
const { readFileSync, writeFileSync } = require('node:fs');
const base = process.env.SAGEMAKER_BASE_DIR;
const text = readFileSync(base + '/input/data/training_0', 'utf8') + readFileSync(base + '/input/data/training_1', 'utf8');
if (/[^0-9\\n]/.test(text)) throw new Error('there is more than numbers');
writeFileSync(base + '/model/model.txt', text);
`;

function simpleProject(program: string = SIMPLE): string {
  const dir = fixtureProject();
  writeFileSync(join(dir, 'container/training/program/train.js'), program);
  return dir;
}
const verdicts = ({ stdout }: CliResult): string[] => stdout.split('\n').filter((line) => /^(PASS|FAIL|note) /.test(line));

describe('drill:pipe', () => {
  it('passes samples/streaming-linear under every condition', async () => {
    const dir = await sampleProject('streaming-linear');

    const result = await cli(dir, [...DRILL, '--hyperparameter', 'epochs=2', '--late-fifos', '300']);

    expect(result.exitCode, `${result.stdout}\n${result.stderr}`).toBe(0);
    expect(verdicts(result)).toEqual([
      'PASS  a job in Pipe mode completes; each FIFO is closed before the next one is opened',
      'PASS  each further pass over the data has a FIFO of its own',
      'PASS  a FIFO that is not there yet is waited for',
      'PASS  data that comes slowly, in pieces that end anywhere, makes the same model',
      'PASS  objects in RecordIO frames are read as the objects that they are',
    ]);
    expect(result.stdout).toMatch(/training: epochs 0 to 2, opened at /);
    expect(result.stderr).toMatch(/✔ train {2}process, each FIFO 300 ms late/);
  });

  it('names what a simple program does not stand, with the fix', async () => {
    const result = await cli(simpleProject(), [...DRILL, '--late-fifos', '300']);

    expect(result.exitCode).toBe(1);
    expect(verdicts(result).map((line) => line.slice(0, 4))).toEqual(['PASS', 'PASS', 'FAIL', 'PASS', 'FAIL']);
    expect(result.stdout).toMatch(/FAIL {2}a FIFO that is not there yet[^]*ENOENT[^]*fix: look for the FIFO again until it is there/);
    expect(result.stdout).toMatch(/FAIL {2}objects in RecordIO frames[^]*more than numbers[^]*fix: unwrap the frames/);
    expect(result.stderr).toMatch(/SMA_CLI_DRILL {2}drill:pipe failed: 2 things of 5/);
  });

  it('stops at a program that does not stand Pipe mode at all', async () => {
    const result = await cli(fixtureProject(), DRILL);

    expect(result.exitCode).toBe(1);
    expect(verdicts(result)).toEqual([
      'FAIL  a job in Pipe mode completes; each FIFO is closed before the next one is opened',
      'note  each further pass over the data has a FIFO of its own: not seen, since the program reads its data once',
      'note  late FIFOs, a slow writer and RecordIO frames: not judged, since the job fails without them',
    ]);
    expect(result.stdout).toContain('training_0 was never opened');
  });

  it('says why it does not apply, and runs nothing', async () => {
    const dir = await sampleProject('streaming-linear', { inputModes: ['File'] });
    const onlyFiles = ['--input-mode', 'validation=File'];

    const { exitCode, stdout } = await cli(dir, [...DRILL, ...onlyFiles, '--json']);

    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, drill: 'pipe', judged: false, findings: [{ verdict: 'note', what: expect.stringContaining('does not apply') as unknown }] });
    expect(existsSync(join(dir, '.sm-algorithm/runs'))).toBe(false);
  });

  it('leaves channels alone that do not take Pipe mode, and names them', async () => {
    const dir = await sampleProject('streaming-linear', { inputModes: ['File'] });

    const result = await cli(dir, [...DRILL, '--hyperparameter', 'epochs=1', '--late-fifos', '50']);

    expect(result.exitCode, result.stderr).toBe(0);
    expect(verdicts(result)[0]).toBe('note  training is left as it is: it takes File mode, not Pipe');
  });
});
