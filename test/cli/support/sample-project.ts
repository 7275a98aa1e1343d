import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FIXTURE_PLAN, fixtureProject } from './fixture-project';
import type { AlgorithmSpec, ChannelSpec } from '../../../src/contract/algorithm-spec';
import type { AlgorithmPlan } from '../../../src/contract/plan';
import { tmpDir } from '../../support/tmp-dir';
import { bundleSample } from '../conformance/sample-programs';

const ROOT = join(__dirname, '../../..');

/** A generated project with the code, the definition and the data of a sample, whose training channel may differ. */
export async function sampleProject(
  sample: string, training: Partial<ChannelSpec> = {}, plan: Partial<AlgorithmPlan> = {},
): Promise<string> {
  const { algorithm } = await import(`../../../samples/${sample}/src/algorithm.ts`) as { algorithm: AlgorithmSpec };
  const channels = algorithm.training.channels.map((channel) => (channel.name === 'training' ? { ...channel, ...training } : channel));
  const work = tmpDir('sma-sample-');
  const program = async (word: 'train' | 'serve') => readFileSync(await bundleSample(sample, word, work), 'utf8');
  const dir = fixtureProject({
    plan: {
      algorithm: { ...algorithm, training: { ...algorithm.training, channels } },
      local: { ...FIXTURE_PLAN.local, dataDir: 'sample/data', payloadDir: 'sample/payloads' },
      ...plan,
    },
    files: {
      'container/training/program/train.js': await program('train'),
      'container/inference/program/serve.js': await program('serve'),
    },
  });
  for (const folder of ['data', 'payloads']) cpSync(join(ROOT, 'samples', sample, 'test', folder), join(dir, 'sample', folder), { recursive: true });
  return dir;
}
