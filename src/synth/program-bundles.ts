import { posix } from 'node:path';
import type { javascript } from 'projen';
import { Component } from 'projen/lib/component';
import { type AlgorithmPlan, FILES_DIR, metafileOf, METAFILES_DIR, NPM_DIR } from '../contract/plan';

/** Version of esbuild that the bundles are tested with. */
const ESBUILD_VERSION = '~0.28.2';

/** Options of the project's bundler: each bundle is written into its image's folder, not below one folder of assets. */
export const BUNDLER_OPTIONS: javascript.BundlerOptions = { assetsDir: '.', esbuildVersion: ESBUILD_VERSION };

/** One self-contained program per command of each image, by projen's Bundler. */
export class ProgramBundles extends Component {
  constructor(project: javascript.NodeProject, plan: AlgorithmPlan) {
    super(project);
    for (const image of plan.images) {
      for (const program of image.programs) {
        const { entry, bundle } = program;
        const bundlerFolder = entry.replace(/\.ts$/, '');
        project.bundler.addBundle(entry, {
          platform: 'node',
          target: `node${image.nodeMajor}`,
          format: 'cjs',
          outfile: posix.relative(bundlerFolder, bundle),
          externals: [...image.externals],
          // Names and places for stack traces; the source itself stays out of the image.
          sourcemap: true,
          esbuildArgs: {
            // Names stay, for code that looks at them; blanks and comments would only have to be read at every start.
            '--minify-whitespace': true,
            '--minify-syntax': true,
            '--sources-content': 'false',
            '--log-level': 'warning',
            '--metafile': metafileOf(image, program),
          },
          watchTask: false,
        });
        project.gitignore.exclude(`/${posix.dirname(bundle)}/`);
        project.npmignore?.exclude(`/${posix.dirname(bundle)}/`);
      }
      const gathered = [...(image.externals.length > 0 ? [NPM_DIR] : []), ...(image.files.length > 0 ? [FILES_DIR] : [])];
      if (gathered.length > 0) project.bundler.bundleTask.execArgs(['sm-algorithm', 'image:context', '--image', image.name]);
      for (const folder of gathered) {
        project.gitignore.exclude(`/${image.folder}/${folder}/`);
        project.npmignore?.exclude(`/${image.folder}/${folder}/`);
      }
    }
    project.gitignore.exclude(`/${METAFILES_DIR}/`);
    // The bundler ignores and packs its folder of assets as a whole; ours is the project itself.
    project.gitignore.removePatterns('/./');
    project.npmignore?.removePatterns('!/./');
  }
}
