/** Small images of the program written by hand, one per set of faults. */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BY_HAND } from './by-hand';
import { docker } from '../support/engine-state';

export const PREFIX = 'issue4-kit';

/** @returns the name of the image */
export function buildByHand(name: string, faults: readonly string[], dir: string): string {
  const image = `${PREFIX}-${name}`;
  const context = join(dir, name);
  mkdirSync(context);
  cpSync(BY_HAND, join(context, 'train.mjs'));
  writeFileSync(join(context, 'Dockerfile'), `FROM node:24-bookworm-slim\nCOPY train.mjs /\nENTRYPOINT ${JSON.stringify(['node', '/train.mjs', ...faults])}\n`);
  docker('build', '--quiet', '--tag', image, context);
  return image;
}
