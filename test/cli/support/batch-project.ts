import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { create } from 'tar';
import { fixtureProject, type FixtureOptions } from './fixture-project';
import type { TransformRecord } from '../../../src/cli/simulator/transform/transform-record';

const SERVER = readFileSync(join(__dirname, '../fixtures/batch-serve.js'), 'utf8');

/** A project with a model, whose server is `batch-serve.js`, and input below `input`. */
export function batchProject(input: Readonly<Record<string, string | Buffer>>, { plan, files }: FixtureOptions = {}): string {
  const dir = fixtureProject({ plan, files: { 'container/inference/program/serve.js': SERVER, 'model/model.txt': 'm', ...files } });
  create({ gzip: true, sync: true, file: join(dir, 'model.tar.gz'), cwd: join(dir, 'model') }, ['model.txt']);
  for (const [name, content] of Object.entries(input)) {
    mkdirSync(dirname(join(dir, 'input', name)), { recursive: true });
    writeFileSync(join(dir, 'input', name), content);
  }
  return dir;
}

/** The run whose folder was made last: names tell seconds only. */
export function newestRun(dir: string): string {
  const runs = join(dir, '.sm-algorithm/runs');
  const made = (id: string) => statSync(join(runs, id)).birthtimeMs;
  return join(runs, readdirSync(runs).sort((a, b) => made(a) - made(b)).at(-1)!);
}

/** The outputs of the newest run by their names, and its record. */
export function transformed(dir: string): { outputs: Record<string, string>; record: TransformRecord } {
  const folder = join(newestRun(dir), 'transform');
  const names = existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()) : [];
  const paths = names.map((entry) => join(entry.parentPath, entry.name)).sort();
  return {
    outputs: Object.fromEntries(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')])),
    record: JSON.parse(readFileSync(join(newestRun(dir), 'transform.json'), 'utf8')) as TransformRecord,
  };
}
