import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { StopRequest } from '../../../src/runtime/training/stop-request';
import { baseFolder, type Files } from '../support/base-folder';
import { all } from '../support/channels';
import { feed, feeder, feedForEver, makeFifo } from '../support/fifo';
import { live } from '../support/live';
import { bundle, start, trainingProgram } from '../support/program';

const CONFIG: Files = { 'input/config/inputdataconfig.json': { training: { TrainingInputMode: 'Pipe', ContentType: 'text/csv' } } };

describe('a job in Pipe mode', () => {
  it('reads as many epochs as it likes', async () => {
    let rows = 0;
    const { exitCode, log, failure } = await live(CONFIG, async (job) => {
      for (let epoch = 0; epoch < 3; epoch++) {
        feed(`${job.channels.training.path}_${epoch}`, '1,2\n3,4\n');
        for await (const batch of job.channels.training.numbers({ epoch })) rows += batch.rows;
      }
      await job.model.write('model.json', '{}');
    });

    expect({ exitCode, failure, rows }).toEqual({ exitCode: 0, failure: undefined, rows: 6 });
    expect(log).toContain('INFO channel training: a stream of text/csv, Pipe mode\n');
  });

  it('fails with the reason when its data is no data', async () => {
    const { exitCode, failure, log } = await live(CONFIG, async (job) => {
      feed(`${job.channels.training.path}_0`, '1,2\n3,SECRET\n');
      await all(job.channels.training.numbers());
    });

    expect({ exitCode, failure }).toEqual({ exitCode: 2, failure: 'channel training, epoch 0 has no number in record 2, column 2\nfix: mend the data (SMA_RUN_RECORD)' });
    expect(log).not.toContain('SECRET');
  });

  it('ends well when it is asked to stop while it waits, and its handler lets the error through', async () => {
    const stop = new StopRequest(10_000);
    const { exitCode, failure } = await live(CONFIG, async (job) => {
      setTimeout(() => stop.make(), 20);
      await all(job.channels.training.records());
    }, { stop });

    expect({ exitCode, failure }).toEqual({ exitCode: 0, failure: undefined });
  });

  it('ends well when it is stopped with a stream that nobody reads', async () => {
    const stop = new StopRequest(10_000);
    const { exitCode } = await live(CONFIG, (job) => {
      job.channels.training.open();
      stop.make();
    }, { stop });

    expect(exitCode).toBe(0);
  });
});

describe('a program in Pipe mode', () => {
  const reading = `
    console.log('reading');
    for await (const batch of job.channels.training.numbers({ batchRows: 2 })) console.log('rows ' + batch.rows);
    await job.model.write('model.json', '{}');
  `;

  it('waits for its FIFO, takes what comes, and ends by itself', async () => {
    const base = baseFolder({ ...CONFIG, 'input/data/': {} });
    const program = start(await bundle(trainingProgram(reading)), { SAGEMAKER_BASE_DIR: base });
    await program.says(/reading/);
    const fed = feeder(makeFifo(`${base}/input/data/training_0`));
    fed.input.write('1,2\n3,4\n5');
    await program.says(/rows 2/);
    fed.input.end(',6\n');

    expect(await program.ended).toEqual({ exitCode: 0, signal: null });
    expect(program.output()).toContain('rows 1');
    expect(readFileSync(`${base}/model/model.json`, 'utf8')).toBe('{}');
  });

  it.each<[string, (fifo: string) => unknown]>([
    ['no FIFO is there', () => {}],
    ['no writer is there', makeFifo],
    ['no more comes', (fifo) => feeder(makeFifo(fifo)).input.write('1,2\n3')],
    ['it comes without end', feedForEver],
  ])('ends with 0 on SIGTERM while %s', async (_case, prepare) => {
    const base = baseFolder({ ...CONFIG, 'input/data/': {} });
    prepare(`${base}/input/data/training_0`);
    const program = start(await bundle(trainingProgram(reading)), { SAGEMAKER_BASE_DIR: base });
    await program.says(/reading/);
    program.child.kill('SIGTERM');

    expect(await program.ended).toEqual({ exitCode: 0, signal: null });
    expect(program.output()).toMatch(/INFO stopped as asked after/);
  });
});
