import { expect, it } from 'vitest';
import { PushProgress } from '../../../src/cli/registry/push-progress';

const DIGEST = `sha256:${'a'.repeat(64)}`;

it('tells what arrived and each pause once, and keeps the digest', () => {
  const told: string[] = [];
  const progress = new PushProgress((line) => told.push(line));

  for (const line of [
    'The push refers to repository [host/x]', 'aa: Preparing', 'aa: Waiting', 'aa: Retrying in 2 seconds', 'bb: Retrying in 2 seconds',
    'aa: Retrying in 1 second', 'aa: Retrying in 10 seconds', 'aa: Pushed', 'bb: Layer already exists', `1.2.3: digest: ${DIGEST} size: 735`,
  ]) progress.take(line);

  expect(told).toEqual([
    'aa: Retrying in 2 seconds', 'bb: Retrying in 2 seconds', 'aa: Retrying in 10 seconds', 'aa: Pushed', 'bb: Layer already exists',
    `1.2.3: digest: ${DIGEST} size: 735`,
  ]);
  expect(progress.digest).toBe(DIGEST);
});
