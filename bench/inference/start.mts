import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleRival } from './images.mjs';
import { withIris } from './ours.mjs';
import { PROGRAM_DIR } from '../../src/contract/program.js';
import type { Engine } from '../docker.mjs';
import type { Figure } from '../figures.mjs';
import { median } from '../paired.mjs';
import { startTimes } from '../start-times.mjs';

/** From the start of `serve` to the first `/ping` that is 200, the starter's model loaded, beside a bare server in the same container. */
export async function startFigures(engine: Engine): Promise<Figure[]> {
  const rival = mkdtempSync(join(tmpdir(), 'sm-algorithm-bench-'));
  try {
    await bundleRival('bare', join(rival, 'bare.cjs'));
    const times = await withIris(engine, ({ image, folders }) => startTimes(engine, image, {
      rounds: 41,
      until: 'ping',
      sides: { ours: { command: [`${PROGRAM_DIR}/serve`] }, bare: { command: ['node', '/mnt/bare.cjs'] } },
    }, { ...folders, '/mnt': rival }));
    const [ours, theirs] = [median(times.ours), median(times.bare)];
    return [{
      name: `Start of serve to the first /ping 200 (${ours.toFixed(0)} ms), over bare node:http in the same container`, value: ours / theirs, unit: '×', atMost: 1.3,
      beside: `${theirs.toFixed(0)} ms`,
    }];
  } finally {
    rmSync(rival, { recursive: true, force: true });
  }
}
