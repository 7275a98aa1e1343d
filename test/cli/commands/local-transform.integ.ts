import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { recordIo } from '../conformance/record-io';
import { batchProject, newestRun, transformed } from '../support/batch-project';
import { cli, lives, seen, startCli } from '../support/cli';

const TRANSFORM = ['local:transform', '--engine', 'process', '--model', 'model.tar.gz'];
const LINES = ['--split-type', 'Line', '--assemble-with', 'Line'];
const MODE = (mode: string) => ['--env', `MODE=${mode}`];
const transform = (dir: string, ...args: string[]) => cli(dir, [...TRANSFORM, ...args]);
const requests = (stderr: string) => stderr.split('\n').flatMap((line) => /request (.*)$/.exec(line)?.[1] ?? []);

describe('local:transform', () => {
  it('transforms every file below a folder to one of its name and .out, and counts the records', async () => {
    const dir = batchProject({ 'a.csv': '1\n22\n', 'deep/er/b.csv': '333', '.hidden': 'x' });

    const { exitCode, stdout, stderr } = await transform(dir, 'input', ...LINES);

    expect(exitCode, stderr).toBe(0);
    const { outputs, record } = transformed(dir);
    expect(outputs).toEqual({ 'a.csv.out': '1\n2\n', 'deep/er/b.csv.out': '3\n' });
    expect(stdout).toMatch(/parameters +MULTI_RECORD, 1 request at once, 6 MB each\n/);
    expect(stdout).toMatch(/objects +a\.csv {2}Completed {2}1 request {2}2 records in, 2 out {2}→ a\.csv\.out\n +deep\/er\/b\.csv {2}Completed/);
    expect(stderr).toContain('    [sagemaker logs]: MaxConcurrentTransforms=1, MaxPayloadInMB=6, BatchStrategy=MULTI_RECORD');
    expect(readFileSync(join(newestRun(dir), 'transform.log'), 'utf8')).toMatch(/^\d{4}-\S+T[\d:.]+:\[sagemaker logs\]: MaxConcurrentTransforms=1/);
    expect(record).toMatchObject({ status: 'Completed', request: { splitType: 'Line' }, parameters: { batchStrategy: 'MultiRecord' } });
    expect(record.objects).toMatchObject([{ key: 'a.csv', requests: 1, recordsIn: 2, recordsOut: 2 }, { key: 'deep/er/b.csv' }]);
  });

  it('takes the sample payloads of one type where no input is named, and prints a document', async () => {
    const dir = batchProject({});

    const { stdout, stderr, exitCode } = await transform(dir, '--json');

    expect(exitCode).toBe(0);
    expect(stderr).not.toContain('went in');
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true, engine: 'process', transform: { status: 'Completed', objects: [{ key: 'two.csv', requests: 1, recordsOut: 2 }] },
    });
    expect(transformed(dir).outputs).toEqual({ 'two.csv.out': '1\n1\n' });
  });

  it('gives the container the documented environment and headers, of the job\'s parameters those that it set', async () => {
    const dir = batchProject({ 'a.csv': '1\n' });
    const reported = () => JSON.parse(transformed(dir).outputs['a.csv.out']) as { env: Record<string, string>; headers: object };
    const batch = (env: Record<string, string>) => Object.fromEntries(Object.entries(env).filter(([name]) => /BATCH|MAX|EXTRA/.test(name)));

    await transform(dir, 'input', ...MODE('report'));
    const plain = reported();
    await transform(dir, 'input', '--max-payload-in-mb', '3', '--batch-strategy', 'SingleRecord', '--max-concurrent-transforms', '2', '--split-type', 'Line', ...MODE('report'), '--env', 'EXTRA=a=b');

    expect(batch(plain.env)).toEqual({ SAGEMAKER_BATCH: 'true' });
    expect(Object.keys(plain.headers).sort()).toEqual(['accept', 'connection', 'content-length', 'content-type', 'host']);
    expect(batch(reported().env)).toEqual({
      SAGEMAKER_BATCH: 'true', SAGEMAKER_MAX_PAYLOAD_IN_MB: '3', SAGEMAKER_BATCH_STRATEGY: 'SINGLE_RECORD',
      SAGEMAKER_MAX_CONCURRENT_TRANSFORMS: '2', EXTRA: 'a=b',
    });
  });

  it('does what the container says of itself, and the job\'s word goes first', async () => {
    const dir = batchProject({ 'a.csv': '1\n22\n' });
    const said = ['--env', 'PARAMETERS={"MaxConcurrentTransforms": 2, "BatchStrategy": "SINGLE_RECORD", "MaxPayloadInMB": 1}'];

    const asSaid = await transform(dir, 'input', ...LINES, ...said);
    const asked = await transform(dir, 'input', ...LINES, '--batch-strategy', 'MultiRecord', ...said);

    expect(asSaid.stderr).toContain('MaxConcurrentTransforms=2, MaxPayloadInMB=1, BatchStrategy=SINGLE_RECORD');
    expect(requests(asSaid.stderr)).toHaveLength(2);
    expect(asked.stderr).toContain('BatchStrategy=MULTI_RECORD');
    expect(transformed(dir).outputs).toEqual({ 'a.csv.out': '1\n2\n' });
  });

  it('sends several requests at once and keeps the order of the records', async () => {
    const dir = batchProject({ 'a.csv': '1\n22\n', 'b.csv': '333\n4444\n' });

    const { exitCode, stderr } = await transform(dir, 'input', ...LINES, '--batch-strategy', 'SingleRecord', '--max-concurrent-transforms', '2', ...MODE('pairs'));

    expect(exitCode, stderr).toBe(0);
    expect(transformed(dir).outputs).toEqual({ 'a.csv.out': '1\n2\n', 'b.csv.out': '3\n4\n' });
  });

  it('fills requests up to the limit, and sends in chunks where there is none', async () => {
    const line = `${'x'.repeat(600_000)}\n`;
    const dir = batchProject({ 'a.csv': line.repeat(4) });

    const limited = await transform(dir, 'input', ...LINES, '--max-payload-in-mb', '2');
    const unlimited = await transform(dir, 'input', ...LINES, '--max-payload-in-mb', '0');

    expect(requests(limited.stderr).map((text) => text.split(':')[0])).toEqual(['1800003 bytes', '600001 bytes']);
    expect(requests(unlimited.stderr).map((text) => text.split(':')[0])).toEqual(['chunked']);
    expect(transformed(dir).record.objects).toMatchObject([{ recordsIn: 4, recordsOut: 4 }]);
  });

  it('takes framing off for SingleRecord and leaves it on for MultiRecord', async () => {
    const file = Buffer.concat([recordIo(Buffer.from('abcde')), recordIo(Buffer.from('fg'))]);
    const dir = batchProject({ 'a.rec': file });
    const framed = ['input', '--split-type', 'RecordIO', '--content-type', 'application/x-recordio', ...MODE('echo')];

    await transform(dir, ...framed, '--batch-strategy', 'SingleRecord');
    const single = transformed(dir).outputs;
    await transform(dir, ...framed);

    expect(single).toEqual({ 'a.rec.out': 'abcdefg' });
    expect(readFileSync(join(newestRun(dir), 'transform/a.rec.out'))).toEqual(file);
  });

  it('inflates objects', async () => {
    const dir = batchProject({ 'a.csv.gz': gzipSync('1\n22\n') });

    await transform(dir, 'input', ...LINES, '--compression-type', 'Gzip');

    expect(transformed(dir).outputs).toEqual({ 'a.csv.gz.out': '1\n2\n' });
  });

  it('filters what is sent, joins and filters what is kept', async () => {
    const dir = batchProject({ 'a.csv': 'id1,22\nid2,333\n' });

    const { stderr } = await transform(dir, 'input', ...LINES, '--input-filter', '$[1:]', '--join-source', 'Input', '--output-filter', '$[0,-1]');

    expect(requests(stderr)).toEqual(['7 bytes: "22\\n333\\n"']);
    expect(transformed(dir).outputs).toEqual({ 'a.csv.out': 'id1,2\nid2,3\n' });
  });

  it('sends a request again that was not answered well', async () => {
    const dir = batchProject({ 'a.csv': '1\n' });

    const patient = await transform(dir, 'input', ...LINES, ...MODE('flaky'));
    const impatient = await transform(dir, 'input', ...LINES, '--invocations-max-retries', '0', ...MODE('flaky'));

    expect([patient.exitCode, impatient.exitCode]).toEqual([0, 1]);
    expect(impatient.stderr).toMatch(/SMA_CLI_TRANSFORM_FAILED[^]*FailureReason: AlgorithmError[^]*a\.csv: Bad HTTP status received from algorithm: 503/);
  });

  it('warns of an answer with another number of results', async () => {
    const { exitCode, stderr } = await transform(batchProject({ 'a.csv': '1\n2\n' }), 'input', ...LINES, ...MODE('one-missing'));

    expect(exitCode).toBe(0);
    expect(stderr).toContain('a.csv: 2 records went in and 1 result came back');
  });
});

describe('local:transform, when an object fails,', () => {
  it('leaves it without output, goes on with the others and ends as Failed, in the words of the service', async () => {
    const dir = batchProject({ 'a.csv': '1\nbad\n22\n', 'b.csv': '1\n', 'c.csv': 'broken\n' });

    const { exitCode, stdout, stderr } = await transform(dir, 'input', ...LINES, '--batch-strategy', 'SingleRecord', '--invocations-max-retries', '1');

    expect(exitCode).toBe(1);
    expect(transformed(dir).outputs).toEqual({ 'b.csv.out': '1\n' });
    expect(stderr).toMatch(/\[sagemaker logs\]: a\.csv: ClientError: 400\n +\[sagemaker logs\]: a\.csv: \n +\[sagemaker logs\]: a\.csv: Message:\n +\[sagemaker logs\]: a\.csv: record 1 is bad\n/);
    expect(stderr).toMatch(/SMA_CLI_TRANSFORM_FAILED {2}transform job \S+ failed: 2 objects of 3 got no output\.\n +FailureReason: ClientError: See job logs/);
    expect(stdout).toMatch(/a\.csv {2}Failed {2}ClientError: 400\n +b\.csv {2}Completed/);
    expect(transformed(dir).record).toMatchObject({
      status: 'Failed', failureReason: 'ClientError: See job logs for more information',
      objects: [{ key: 'a.csv', status: 'Failed' }, { key: 'b.csv', status: 'Completed' }, { key: 'c.csv', status: 'Failed' }],
    });
  });

  it.each<[string, Record<string, string | Buffer>, string[], RegExp]>([
    ['a record above the limit', { 'a.csv': `1\n${'x'.repeat(1_048_577)}\n` }, [...LINES, '--max-payload-in-mb', '1'], /a\.csv: record 2 has 1048577 bytes or more; one request takes 1048576 bytes/],
    ['an object that is not gzip', { 'a.csv.gz': '1\n' }, [...LINES, '--compression-type', 'Gzip'], /a\.csv\.gz: the object is not gzip/],
    ['an object that is not gzip, streamed', { 'a.csv.gz': '1\n' }, ['--max-payload-in-mb', '0', '--compression-type', 'Gzip'], /a\.csv\.gz: the object is not gzip/],
    ['too few results for a join', { 'a.csv': '1\n2\n' }, [...LINES, '--join-source', 'Input', ...MODE('one-missing')], /a\.csv: 2 records went in and 1 result came back/],
    ['no answer in time', { 'a.csv': 'hang\n' }, ['--invocations-timeout-in-seconds', '1', '--invocations-max-retries', '0'], /a\.csv: Unable to get response from algorithm[^]*no complete answer within 1 s/],
  ])('names it: %s', async (_, input, args, message) => {
    const dir = batchProject(input);

    const { exitCode, stderr } = await transform(dir, 'input', ...args);

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(message);
    expect(transformed(dir).outputs).toEqual({});
  });

  it('notices a server that dies', async () => {
    const dir = batchProject({ 'a.csv': '1\n', 'b.csv': 'crash\n' });

    const { exitCode, stderr } = await transform(dir, 'input', ...LINES);

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/SMA_CLI_SERVER {2}the server ended by itself; exit code 9/);
    expect(transformed(dir)).toMatchObject({ outputs: { 'a.csv.out': '1\n' }, record: { status: 'Failed', objects: [{ key: 'a.csv' }] } });
  });
});

describe('local:transform refuses before anything runs', () => {
  it.each<[string, string[], RegExp]>([
    ['what SageMaker refuses, all at once', ['input', '--max-payload-in-mb', '101', '--join-source', 'Input', '--input-filter', '$..x'], /SMA_CLI_TRANSFORM {2}SageMaker would not run[^]*MaxPayloadInMB is 101[^]*SplitType is None[^]*uses the descent/],
    ['an input that does not exist', ['gone'], /SMA_CLI_PAYLOAD {2}gone cannot be read/],
    ['a folder among several inputs', ['input', 'model.tar.gz'], /SMA_CLI_USAGE {2}input is a folder/],
    ['files of several types', ['test/payloads'], /SMA_CLI_USAGE {2}the input has files of several types[^]*fix: give --content-type/],
    ['a number that is none', ['--max-payload-in-mb', 'many'], /it is a whole number/],
    ['a variable without value', ['--env', 'A'], /SMA_CLI_USAGE {2}--env "A"/],
    ['a type without sample payloads', ['--content-type', 'image/png'], /SMA_CLI_PAYLOAD {2}test\/payloads holds no sample request of type image\/png/],
    ['a model that does not exist', ['input', '--model', 'gone.tar.gz'], /SMA_CLI_MODEL_MISSING/],
  ])('%s', async (_, args, message) => {
    const dir = batchProject({ 'a.csv': '1\n' });

    const { exitCode, stderr } = await transform(dir, ...args);

    expect(stderr).toMatch(message);
    expect(exitCode).toBe(1);
    expect(existsSync(join(dir, '.sm-algorithm/runs'))).toBe(false);
  });

  it('parameters of the container that make too much with the job\'s', async () => {
    const { exitCode, stderr } = await transform(batchProject({ 'a.csv': '1\n' }), 'input', '--max-payload-in-mb', '50', '--env', 'PARAMETERS={"MaxConcurrentTransforms": 3}');

    expect(exitCode).toBe(1);
    expect(stderr).toContain('MaxConcurrentTransforms × MaxPayloadInMB is 3 × 50');
  });
});

describe('Ctrl-C', () => {
  it('stops the server and leaves no half output, and a record that says so', async () => {
    const dir = batchProject({ 'a.csv': '1\n', 'b.csv': '1\nhang\n' });
    const child = startCli(dir, [...TRANSFORM, 'input', ...LINES, '--batch-strategy', 'SingleRecord']);
    const [, pid] = await seen(child, /hanging pid (\d+)/);

    child.kill('SIGINT');
    const { exitCode } = await child.finished;

    expect(exitCode).toBe(130);
    expect(lives(Number(pid))).toBe(false);
    const { outputs, record } = transformed(dir);
    expect(outputs).toEqual({ 'a.csv.out': '1\n' });
    expect(record).toMatchObject({ status: 'Stopped', failureReason: 'interrupted by SIGINT', objects: [{ key: 'a.csv', status: 'Completed' }] });
    expect(readdirSync(newestRun(dir)).filter((name) => name.endsWith('.part') || name === 'tmp')).toEqual([]);
  });
});
