import { test } from 'vitest';
import { sampleServing } from '../cli/conformance/sample-programs';
import { INFERENCE_CHECKS } from '../../src/cli/conformance/inference/inference-checks';
import { tmpDir } from '../support/tmp-dir';
test.each((process.env.SAMPLES ?? 'iris-decision-tree').split(','))('x %s', async (name) => {
  const dir = tmpDir('sma-kit-');
  const s = await sampleServing(name, dir, name.startsWith('st') ? { given: { epochs: '3' } } : {});
  for (const n of (process.env.NUM ?? '74').split(',').map(Number)) console.log(n, JSON.stringify(await INFERENCE_CHECKS.find((c) => c.number === n)!.run(s), null, 1));
  await s.target.close();
});
