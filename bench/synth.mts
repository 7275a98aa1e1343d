import { packed, PROJEN, run } from './packed.mjs';
import { compare, report } from './paired.mjs';

/**
 * Our project type beside projen's built-in `typescript`: `projen new`, `npx projen` (warm) and `npx projen build`
 * with the same kinds of checks (types, lint, tests, pack), no images. Needs the npm registry.
 */
export async function benchSynth(): Promise<void> {
  const { newFolder, newProject, remove } = await packed();
  let ours = '';
  let theirs = '';
  const newOurs = async () => { ours = await newProject(); };
  const newTheirs = async () => {
    theirs = newFolder();
    await run(theirs, process.execPath, [PROJEN, 'new', 'typescript', '--no-git']);
  };

  try {
    const created = await compare('projen new', 1, 3, newOurs, newTheirs);
    const npxProjen = (cwd: () => string, ...args: string[]) => () => run(cwd(), 'npx', ['projen', ...args]);
    const [oursHere, theirsHere] = [() => ours, () => theirs];
    for (const cwd of [oursHere, theirsHere]) await npxProjen(cwd)();
    const synth = await compare('npx projen', 0.4, 11, npxProjen(oursHere), npxProjen(theirsHere));
    const build = await compare('npx projen build', 0.7, 5, npxProjen(oursHere, 'build'), npxProjen(theirsHere, 'build'));
    report([created, synth, build], 'typescript');
  } finally {
    remove();
  }
}
