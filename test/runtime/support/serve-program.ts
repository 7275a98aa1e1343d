import { writeFileSync } from 'node:fs';
import { request, type ClientRequest } from 'node:http';
import { baseFolder, type Files } from './base-folder';
import { bundle, start, type Program } from './program';
import { call, type Reply } from './serve';
import type { ServingSpec } from '../../../src/contract/algorithm-spec';

/** A model that adds 10. */
export const MODEL: Files = { 'model/model.json': { offset: 10 } };

/** The entry program of a project around a definition; what it says about serving comes from the environment. */
export const servingProgram = (definition: string, limits = '{}'): string => `
  import { BadRecordError, defineInference, defineRawInference } from '$runtime/inference';
  import { runInferenceWithin } from '$runtime/inference/run-inference';
  import { SPEC } from '$spec';
  import { existsSync } from 'node:fs';
  import { threadId } from 'node:worker_threads';
  import { setTimeout as sleep } from 'node:timers/promises';
  const going = async () => { while (!existsSync(process.env.SAGEMAKER_BASE_DIR + '/go')) await sleep(5); };
  const inference = { ...SPEC.inference, ...JSON.parse(process.env.SERVING ?? '{}') };
  void runInferenceWithin(${limits}, async () => ({ default: ${definition} }), { ...SPEC, inference });
`;

/**
 * Does what the first column of each record says; the whole request ends by the first that does not come back.
 * `echo,<text>` · `thread` · `pid` · `size` of the call · `spin,<ms>` computes · `hold` waits for the file \`go\` ·
 * `abort` waits for its signal, `give up` to fail by it ·
 * `forever`, `exit`, `oom`, `crash`, `crash later` harm the thread · `hang` never answers · `throw` · `bad` · `stray` · `say,<text>`
 */
export const OBEDIENT = `defineInference({
  loadModel: (files) => files.readJson('model.json'),
  predict: (model, records, { log, signal }) => Promise.all(records.map(async ([command, value], index) => {
    switch (command) {
      case 'echo': return value;
      case 'thread': return threadId;
      case 'pid': return process.pid;
      case 'size': return records.length;
      case 'spin': { const end = Date.now() + Number(value); log.info('spinning'); while (Date.now() < end); return 'spun'; }
      case 'hold': log.info('holding ' + value); await going(); return value;
      case 'abort':
        log.info('waiting');
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        log.info('aborted by ' + signal.reason.name);
        return 0;
      case 'give up': log.info('waiting'); await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      case 'forever': log.info('forever'); for (;;);
      case 'exit': process.exit(3);
      case 'oom': { const kept = []; for (;;) kept.push(new Array(1e6).fill(index)); }
      case 'crash': setTimeout(() => { throw new Error('a crash'); }); return new Promise(() => {});
      case 'crash later': log.info('crashes later'); setTimeout(() => { throw new Error('a late crash'); }, 500); await going(); return value;
      case 'hang': return new Promise(() => {});
      case 'throw': throw new Error('a secret');
      case 'bad': throw new BadRecordError('is bad', index);
      case 'stray': void Promise.reject(new Error('a stray')); return 'gone on';
      case 'say': log.info(value); console.log(value + ' by console'); return value.length;
      default: return model.offset + Number(command);
    }
  })),
})`;

const CSV = { 'Content-Type': 'text/csv', 'Accept': 'text/csv' };

export interface ServingOptions {
  readonly files?: Files;
  readonly env?: NodeJS.ProcessEnv;
  /** What the definition says about serving. */
  readonly serving?: ServingSpec;
}

export interface ServedProgram extends Program {
  /** Lets a program go on that waits for it with `going`. */
  go(): void;
  /** `model.json` in its folder. */
  readonly modelFile: string;
  /** The port, once it is listened on. */
  listening(): Promise<number>;
  /** Waits until the model is there; returns the port. */
  ready(): Promise<number>;
}

/** Starts a bundled server. */
export function serveBundle(program: string, { files = MODEL, env = {}, serving }: ServingOptions = {}): ServedProgram {
  const base = baseFolder(files);
  const running = start(program, {
    SAGEMAKER_BASE_DIR: base, SAGEMAKER_BIND_TO_PORT: '0', ...(serving && { SERVING: JSON.stringify(serving) }), ...env,
  });
  const listening = async () => Number((await running.says(/on 0\.0\.0\.0:(\d+); the model is loading/))[1]);
  return {
    ...running,
    go: () => writeFileSync(`${base}/go`, ''),
    modelFile: `${base}/model/model.json`,
    listening,
    async ready() {
      await running.says(/ready; loading took \d+ ms/);
      return listening();
    },
  };
}

/** Bundles a server and starts it. */
export async function serveProgram(source: string, options?: ServingOptions): Promise<ServedProgram> {
  return serveBundle(await bundle(source), options);
}

/** One request of CSV. */
export const invokeCsv = (port: number, body: string): Promise<Reply> => call(port, '/invocations', { method: 'POST', headers: CSV, body });

/** Sends a request and lets its answer be; the caller may go away. */
export function beginCsv(port: number, body: string): ClientRequest {
  const req = request({ port, host: '127.0.0.1', path: '/invocations', method: 'POST', headers: CSV, agent: false });
  req.on('error', () => {}).end(body);
  return req;
}
