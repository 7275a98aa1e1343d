/** Small images of the programs written by hand, one per set of faults. */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BY_HAND } from './by-hand';
import { SERVE_BY_HAND } from './serving-by-hand';
import { docker } from '../support/engine-state';

export const PREFIX = 'issue4-kit';
export const SERVING_PREFIX = 'issue5-kit';

/** An image to start from, and where it has Node. */
export interface NodeBase {
  readonly from: string;
  readonly node: string;
}

/** @returns the name of the image */
export const buildByHand = (name: string, faults: readonly string[], dir: string, base?: NodeBase): string =>
  build(`${PREFIX}-${name}`, BY_HAND, faults, join(dir, name), base);

/** @returns the name of the image */
export const buildServedByHand = (name: string, faults: readonly string[], dir: string): string =>
  build(`${SERVING_PREFIX}-${name}`, SERVE_BY_HAND, faults, join(dir, name));

const SLIM: NodeBase = { from: 'node:24-bookworm-slim', node: 'node' };

function build(image: string, program: string, faults: readonly string[], context: string, { from, node } = SLIM): string {
  mkdirSync(context);
  cpSync(program, join(context, 'program.mjs'));
  const entrypoint = JSON.stringify([node, '/program.mjs', ...faults]);
  writeFileSync(join(context, 'Dockerfile'), `FROM ${from}\nCOPY program.mjs /\nENTRYPOINT ${entrypoint}\n`);
  docker('build', '--quiet', '--tag', image, context);
  return image;
}
