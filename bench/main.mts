/*
 * Paired measurements: `npm run bench -- <name>`. Both sides of a ratio are measured in one run, turn by turn, so that
 * whatever else the machine does falls on both.
 */
import { benchDefinition } from './definition.mjs';
import { benchImages } from './images.mjs';
import { benchInference } from './inference.mjs';
import { benchLocal } from './local.mjs';
import { benchSynth } from './synth.mjs';
import { benchTraining } from './training.mjs';

const BENCHES: Readonly<Record<string, (part?: string) => Promise<void>>> = {
  synth: benchSynth, definition: benchDefinition, training: benchTraining, inference: benchInference,
  images: benchImages, local: benchLocal,
};

const name = process.argv[2];
const bench = BENCHES[name];
if (bench) {
  bench(process.argv[3]).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
} else {
  process.stderr.write(`usage: npm run bench -- ${Object.keys(BENCHES).join('|')} [part]\n`);
  process.exitCode = 1;
}
