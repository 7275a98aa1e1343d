import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { baseFolder, ONE_CHANNEL } from '../support/base-folder';
import { bundle, trainingProgram } from '../support/program';

const SAVE = "await job.model.write('m', '1');";

describe('the output of a process that ends', () => {
  it('reaches a slow reader to its last line', async () => {
    const base = baseFolder(ONE_CHANNEL);
    const burst = trainingProgram(`for (let i = 1; i <= 50000; i++) job.log.info('line ' + i); ${SAVE} job.metrics.emit('validation:accuracy', 0.75);`);
    const child = spawn(process.execPath, [await bundle(burst)], { env: { SAGEMAKER_BASE_DIR: base }, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    await sleep(300);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      child.stdout.pause();
      setTimeout(() => child.stdout.resume(), 2);
    });

    const [exitCode] = await once(child, 'close');

    expect(exitCode).toBe(0);
    expect(output.match(/ INFO line \d+\n/g)).toHaveLength(50_000);
    expect(output).toContain('\nmetric validation:accuracy=0.75;\n');
    expect(output).toMatch(/finished after .* s\n$/);
  });

  it('has the lines of the log and those of the author in the order in which they were written', async () => {
    const base = baseFolder(ONE_CHANNEL);
    const both = trainingProgram(`job.log.info('1'); console.log('2'); job.log.info('3'); process.stdout.write('4\\n'); job.log.info('5'); ${SAVE}`);
    const child = spawn(process.execPath, [await bundle(both)], { env: { SAGEMAKER_BASE_DIR: base }, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => { output += text; });

    await once(child, 'close');

    expect(output.split('\n').map((line) => line.replace(/^.* INFO /, '')).filter((line) => /^\d$/.test(line))).toEqual(['1', '2', '3', '4', '5']);
  });

  it('may be closed by its reader without harm', async () => {
    const base = baseFolder(ONE_CHANNEL);
    const chatty = trainingProgram(`for (let i = 0; i < 2000; i++) { job.log.info('line ' + i); await sleep(0); } ${SAVE}`);
    const child = spawn(process.execPath, [await bundle(chatty)], { env: { SAGEMAKER_BASE_DIR: base }, stdio: ['ignore', 'pipe', 'pipe'] });
    await once(child.stdout, 'data');

    child.stdout.destroy();
    child.stderr.destroy();

    expect((await once(child, 'exit'))[0]).toBe(0);
    expect(existsSync(`${base}/model/m`)).toBe(true);
    expect(existsSync(`${base}/output/failure`)).toBe(false);
  });
});
