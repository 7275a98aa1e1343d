import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import type { Engine } from '../docker.mjs';
import { REPOSITORY } from '../project.mjs';

/** Images to start from; whoever has no registry at hand names his own. */
const BASES = {
  node: process.env.BENCH_NODE_BASE ?? 'public.ecr.aws/docker/library/node:24-bookworm-slim',
  debian: process.env.BENCH_DEBIAN_BASE ?? 'public.ecr.aws/docker/library/debian:bookworm-slim',
};

const HERE = join(REPOSITORY, 'bench', 'inference');
const IRIS_ROWS = join(REPOSITORY, 'samples', 'iris-decision-tree', 'test', 'data', 'training', 'iris.csv');

/** Files of a build context, below bench/inference/ or with their whole path. */
const CONTEXTS: Readonly<Record<string, readonly string[]>> = {
  load: ['load/Dockerfile', 'load/post.lua'],
  flask: ['rivals/flask/Dockerfile', 'rivals/flask/web_app_serve.py'],
  gunicorn: ['rivals/gunicorn/Dockerfile', 'rivals/gunicorn/nginx.conf', 'rivals/gunicorn/serve.sh', 'rivals/flask/web_app_serve.py'],
  sklearn: [
    'rivals/sklearn/Dockerfile', 'rivals/sklearn/predictor.py', 'rivals/sklearn/train.py', 'rivals/gunicorn/nginx.conf', 'rivals/gunicorn/serve.sh', IRIS_ROWS,
  ],
};

async function built(
  engine: Engine, name: string, base: keyof typeof BASES, fill: (context: string) => Promise<void> | void,
): Promise<string> {
  const context = mkdtempSync(join(tmpdir(), 'sm-algorithm-bench-'));
  try {
    await fill(context);
    return await engine.build(name, context, { BASE: BASES[base] });
  } catch (cause) {
    const variable = `BENCH_${base.toUpperCase()}_BASE`;
    throw new Error(`the image of "${name}" cannot be built from ${BASES[base]}; ${variable} names another image to start from\n${(cause as Error).message}`, { cause });
  } finally {
    rmSync(context, { recursive: true, force: true });
  }
}

/** The load generator, or a server of Python from Debian's packages. */
export const debianImage = (engine: Engine, name: 'load' | 'flask' | 'gunicorn' | 'sklearn'): Promise<string> => built(engine, name, 'debian', (context) => {
  for (const file of CONTEXTS[name]) cpSync(join(file.startsWith('/') ? '' : HERE, file), join(context, basename(file)));
});

/** A server for Node to compare with. */
type NodeRival = 'bare' | 'bare-echo' | 'fastify';

/** One of them as one file. */
export const bundleRival = (name: NodeRival, outfile: string): Promise<unknown> =>
  build({ entryPoints: [join(HERE, 'rivals', `${name}.mts`)], outfile, bundle: true, platform: 'node', target: 'node24', format: 'cjs', logLevel: 'error' });

export const nodeImage = (engine: Engine, name: NodeRival): Promise<string> => built(engine, name, 'node', async (context) => {
  cpSync(join(HERE, 'rivals', 'node.Dockerfile'), join(context, 'Dockerfile'));
  await bundleRival(name, join(context, 'server.cjs'));
});
