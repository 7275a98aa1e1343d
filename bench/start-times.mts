import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Container, Engine } from './docker.mjs';
import { REPOSITORY } from './project.mjs';

export interface StartTurns {
  readonly rounds: number;
  /** What shows that a program lives: its first output, or `/ping` answered with 200 on port 8080. */
  readonly until: 'output' | 'ping';
  readonly sides: Readonly<Record<string, { readonly command: readonly string[]; readonly env?: Readonly<Record<string, string>> }>>;
}

/** Where the measuring program is put. */
const INSIDE = '/srv';

/**
 * Start times of programs inside one container of an image, turn by turn. Unit: ms.
 * @param folders further content by place
 */
export async function startTimes(
  engine: Engine, image: string, turns: StartTurns, folders: Readonly<Record<string, string>> = {},
): Promise<Record<string, number[]>> {
  const folder = mkdtempSync(join(tmpdir(), 'sm-algorithm-bench-'));
  let container: Container | undefined;
  try {
    await build({
      entryPoints: [join(REPOSITORY, 'bench', 'inside', 'start-times.mts')], outfile: join(folder, 'start-times.cjs'), bundle: true, platform: 'node', target: 'node20', format: 'cjs',
    });
    container = await engine.start(image, { entrypoint: 'sleep', command: ['infinity'], folders: { [INSIDE]: folder, ...folders } });
    return JSON.parse(await container.exec(['node', `${INSIDE}/start-times.cjs`, JSON.stringify(turns)]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await container?.remove();
  }
}
