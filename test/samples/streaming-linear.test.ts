import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Starter } from '../../src';
import { starterDefinition } from '../../src/plan/starter-definition';
import { newProject } from '../support/new-project';

const SAMPLE = join(__dirname, '..', '..', 'samples', 'streaming-linear');

describe('the streaming starter', () => {
  test('holds the algorithm.ts that its definition generates', async () => {
    const { training, inference } = starterDefinition(Starter.STREAMING_LINEAR);
    const generated = newProject({ name: 'streaming-linear', training, inference }).read('src/algorithm.ts');

    await expect(generated).toMatchFileSnapshot(join(SAMPLE, 'src', 'algorithm.ts'));
  });

  test('has a sample request of each content type', () => {
    expect(readdirSync(join(SAMPLE, 'test', 'payloads')).sort()).toEqual(['buildings.csv', 'buildings.json', 'buildings.jsonl']);
  });

  test('passes its own tests', () => {
    const files = readdirSync(join(SAMPLE, 'test')).filter((name) => name.endsWith('.test.ts')).map((name) => join(SAMPLE, 'test', name));
    const output = execFileSync(process.execPath, ['--import', 'tsx', '--test', '--test-reporter', 'tap', ...files], {
      encoding: 'utf8', env: { ...process.env, TSX_TSCONFIG_PATH: join(SAMPLE, '..', 'tsconfig.json') },
    });

    expect(output).toMatch(/# fail 0/);
    expect(Number(/# pass (\d+)/.exec(output)![1])).toBeGreaterThan(10);
  });
});
