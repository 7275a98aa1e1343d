/** The server that soak and fuzz run against: a bundle, as a process of its own. */
import type { ServingSpec } from '../../../../src/contract/algorithm-spec';
import { baseFolder } from '../../support/base-folder';
import { bundle, start, type Program } from '../../support/program';

export type Concurrency = NonNullable<ServingSpec['concurrency']>;

/** Where predictions may run. */
export const PLACES: ReadonlyArray<readonly [place: string, concurrency: Concurrency]> = [
  ['inline', { kind: 'inline' }], ['workers', { kind: 'workers' }], ['2 processes', { kind: 'inline', processes: 2 }],
];

/** What each value is multiplied by: shows that the model has answered. */
export const FACTOR = 3;

/** Records are `[id, value]`; an answer holds both, so that it cannot be taken for another one's. */
const program = (concurrency: Concurrency): string => `
  import { BadRecordError, defineInference, runInference } from '$runtime/inference';
  import { SPEC } from '$spec';

  const inference = defineInference({
    loadModel: () => ${FACTOR},
    async predict(model, records) {
      // Some wait, so that answers come in another order than requests.
      for (let turn = records.length % 4; turn > 0; turn--) await new Promise(setImmediate);
      return records.map(([id, value], index) => {
        const number = value === '' ? NaN : Number(value);
        if (!Number.isFinite(number)) throw new BadRecordError('the value is no number', index);
        return [id, number * model];
      });
    },
  });
  const TYPES = ['text/csv', 'application/json', 'application/jsonlines', 'application/x-npy'];
  const spec = {
    ...SPEC,
    inference: { contentTypes: TYPES, responseTypes: TYPES, concurrency: ${JSON.stringify(concurrency)} },
  };
  void runInference(async () => ({ default: inference }), spec);
`;

export interface LoadServer extends Program {
  readonly port: number;
}

/** Starts it, waits until it is ready. It is killed when the test ends. */
export async function startLoadServer(concurrency: Concurrency): Promise<LoadServer> {
  const running = start(await bundle(program(concurrency)), { SAGEMAKER_BASE_DIR: baseFolder({ 'model/': '' }), SAGEMAKER_BIND_TO_PORT: '0' });
  const port = Number((await running.says(/on 0\.0\.0\.0:(\d+);/))[1]);
  await running.says(/ready; loading took/);
  return { ...running, port };
}

/** What of an answer a caller must never see. */
export const STACK_TRACE = /(\n|\\n)\s+at \S|node:internal|\.[cm]?[jt]s:\d+/;
