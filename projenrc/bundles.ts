import type { cdk } from 'projen';
import { cliBundleArgs } from './cli-bundle';
import { runtimeBundleArgs } from './runtime-bundle';
import { INLINED_PACKAGES_FILE } from '../src/contract/inlined-packages';

/**
 * Fills lib/runtime and lib/cli after jsii has filled the rest of lib.
 *
 * What goes in: src/runtime/{training,inference,inference/metrics}/index.ts and src/cli/main.ts, which jsii does not see.
 * What comes out: declarations and one CommonJS file per runtime half, and one for metrics, each beside a list of what of npm is in
 * it, so that a user's esbuild, tsx or
 * test runner loads it whatever module system he uses; and ES modules for the program, which execa needs to be.
 */
export function addBuildSteps(project: cdk.JsiiProject): void {
  const runtime = project.addTask('bundle:runtime', {
    description: 'Declarations and bundles of sm-algorithm/training, sm-algorithm/inference and its metrics',
  });
  runtime.execArgs(['tsc', '--project', 'src/runtime/tsconfig.build.json']);
  for (const part of ['training', 'inference', 'inference/metrics'] as const) {
    // By a shell, because the version is known when the task runs: a release sets it just before.
    const folder = `lib/runtime/${part}`;
    const metafile = `${folder}/metafile.json`;
    runtime.exec([
      'esbuild', ...runtimeBundleArgs(part, `${folder}/index.js`), `--metafile=${metafile}`,
      '--define:SM_ALGORITHM_VERSION="$(node -p \'JSON.stringify(require("./package.json").version)\')"',
    ].join(' '));
    runtime.execArgs(['tsx', 'projenrc/inlined-packages.ts', metafile, `${folder}/${INLINED_PACKAGES_FILE}`]);
  }

  const cli = project.addTask('bundle:cli', { description: 'The sm-algorithm program, and in chunks what only some commands load' });
  // Names of chunks change with what is in them.
  cli.exec('rm -rf lib/cli');
  cli.execArgs(['esbuild', ...cliBundleArgs('lib/cli')]);

  // What a source file left that is no more must not be published.
  project.preCompileTask.exec('rm -rf lib');

  project.tasks.tryFind('docgen')!.execArgs(['tsx', 'projenrc/documents.ts']);
  // docgen is a post-compile step already; the bundles come after it.
  project.postCompileTask.spawn(runtime);
  project.postCompileTask.spawn(cli);
}
