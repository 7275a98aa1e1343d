import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, lutimesSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Builder, buildKit, LEGACY, ownLayers, removeImages } from '../support/builders';
import { type Packed, packed, succeed } from '../support/packed';

const PREFIX = 'sm-algorithm-reproducible';
const BASE = 'public.ecr.aws/docker/library/node:24-bookworm-slim';
const IMAGES = ['training', 'inference'] as const;

let pack: Packed;
/** Two checkouts of one commit. */
let plain: string;
let odd: string;

const git = (cwd: string, ...args: string[]) => execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd });

/** What differs between machines: modes and owners of files, their times. */
function makeOdd(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }).reverse()) {
    if (entry.isSymbolicLink() || entry.parentPath.includes('.git')) continue;
    const path = join(entry.parentPath, entry.name);
    chmodSync(path, entry.isDirectory() ? 0o770 : 0o606);
    // Only root may give files away; others check what they can.
    if (process.getuid!() === 0) chownSync(path, 12_345, 54_321);
    lutimesSync(path, 1_000_000_000, 1_000_000_000);
  }
}

beforeAll(async () => {
  pack = await packed();
  const project = await pack.newProject('--name', 'same', '--deps', '@node-rs/crc32@^1.10.0', '--image-externals', '@node-rs/crc32');
  // Without what projen says about line ends in git, so that each checkout has those of its own settings.
  writeFileSync(join(project, '.gitattributes'), '');
  git(project, 'init', '--quiet');
  git(project, 'add', '.');
  git(project, 'commit', '--quiet', '--message', 'one commit');
  const checkout = (name: string, ...options: string[]) => {
    const path = join(pack.folder, name);
    git(pack.folder, ...options, 'clone', '--quiet', project, path);
    // Hard links: what a link leads to lies in another folder, whose name a bundle's source map would hold.
    execFileSync('cp', ['-al', join(project, 'node_modules'), path]);
    return path;
  };
  plain = checkout('plain', '-c', 'core.autocrlf=false');
  odd = checkout('a/longer/name', '-c', 'core.autocrlf=true');
  for (const path of [plain, odd]) await succeed(path, 'npx', ['projen', 'bundle']);
  makeOdd(join(odd, 'container'));
});

afterAll(async () => {
  await removeImages(`${PREFIX}-`);
  pack?.remove();
});

/**
 * Builds an image without the builder's cache and gives the digests of the layers that are ours, but for what V8 compiles: the
 * last one of an image that serves.
 */
async function build({ program, env }: Builder, project: string, image: string): Promise<string[]> {
  const tag = `${PREFIX}-${image}`;
  await succeed(project, program, ['build', '--no-cache', '--tag', tag, `./container/${image}`], { env });
  const layers = await ownLayers(tag, BASE);
  return image === 'inference' ? layers.slice(0, -1) : layers;
}

describe('two builds of one commit in two folders with other modes, owners, times and line ends', () => {
  test('have checkouts that differ', () => {
    const scripts = [plain, odd].map((project) => readFileSync(join(project, 'container', 'training', 'train'), 'utf8'));

    expect(scripts[0]).not.toContain('\r\n');
    expect(scripts[1]).toContain('\r\n');
  });

  test.each(IMAGES)('give the same layers of ours, whatever builds the %s image', async (image) => {
    const kit = await buildKit();
    const layers = [
      await build(LEGACY, plain, image), await build(LEGACY, odd, image), await build(kit, plain, image), await build(kit, odd, image),
    ];

    // The native package with what it needs, and the program.
    expect(layers[0]).toHaveLength(2);
    expect(new Set(layers.map(String))).toEqual(new Set([String(layers[0])]));
  });

  test('give another layer when the program differs, and keep the packages', async () => {
    const before = await build(LEGACY, plain, 'training');
    writeFileSync(join(plain, 'src', 'train.ts'), `${readFileSync(join(plain, 'src', 'train.ts'), 'utf8')}\nconsole.log('another program');\n`);
    await succeed(plain, 'npx', ['projen', 'bundle']);

    const after = await build(LEGACY, plain, 'training');

    expect(after[0]).toBe(before[0]);
    expect(after[1]).not.toBe(before[1]);
  });
});
