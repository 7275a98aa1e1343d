import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Starter } from '../../src';
import { starterDefinition } from '../../src/plan/starter-definition';
import { newProject } from '../support/new-project';

const SAMPLE = join(__dirname, '..', '..', 'samples', 'iris-decision-tree');

describe('the iris starter', () => {
  test('holds the algorithm.ts that its definition generates', async () => {
    const { training, inference } = starterDefinition(Starter.IRIS_DECISION_TREE);
    const generated = newProject({ name: 'iris-decision-tree', training, inference }).read('src/algorithm.ts');

    await expect(generated).toMatchFileSnapshot(join(SAMPLE, 'src', 'algorithm.ts'));
  });

  test('has 150 real rows of three classes, the class first', () => {
    const rows = readFileSync(join(SAMPLE, 'test', 'data', 'training', 'iris.csv'), 'utf8').trim().split('\n').map((line) => line.split(','));

    expect(rows).toHaveLength(150);
    expect([...new Set(rows.map(([label]) => label))]).toEqual(['setosa', 'versicolor', 'virginica']);
    expect(rows.every((row) => row.length === 5 && row.slice(1).every((cell) => Number(cell) > 0))).toBe(true);
  });

  test('has a sample request of each content type', () => {
    expect(readdirSync(join(SAMPLE, 'test', 'payloads')).sort()).toEqual(['flowers.csv', 'flowers.json', 'flowers.jsonl']);
  });

  test('passes its own tests', () => {
    const files = readdirSync(join(SAMPLE, 'test')).filter((name) => name.endsWith('.test.ts')).map((name) => join(SAMPLE, 'test', name));
    const output = execFileSync(process.execPath, ['--import', 'tsx', '--test', '--test-reporter', 'tap', ...files], {
      encoding: 'utf8', env: { ...process.env, TSX_TSCONFIG_PATH: join(SAMPLE, '..', 'tsconfig.json') },
    });

    expect(output).toMatch(/# fail 0/);
    expect(Number(/# pass (\d+)/.exec(output)![1])).toBeGreaterThan(5);
  });
});
