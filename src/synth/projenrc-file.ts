import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InitProject, javascript } from 'projen';
import { ProjenrcFile } from 'projen/lib/projenrc';

/**
 * `.projenrc.ts`: runs as the project's default task and is written by `projen new`.
 *
 * projen renders flat options only, so the text, nested parts included, is made by us.
 */
export class AlgorithmProjenrc extends ProjenrcFile {
  public readonly filePath = '.projenrc.ts';

  /**
   * @param text what a new project's file holds; asked for when `projen new` makes the project
   */
  constructor(project: javascript.NodeProject, private readonly text: (initProject: InitProject) => string) {
    super(project);
    // tsx as a hook of one process, and this package with projen loaded before it: its own command starts a second process,
    // and the hook looks at every module that it sees loading. Both together cost more than the synth itself.
    project.addDevDeps('tsx');
    project.defaultTask?.execArgs(['node', '--require', 'sm-algorithm', '--require', 'tsx/cjs', this.filePath]);
    // The step needs no program of node_modules/.bin, so PATH stays as it is: no process starts to compute it.
    project.defaultTask?.env('PATH', '$(echo "$PATH")');
    project.npmignore?.exclude(`/${this.filePath}`);
  }

  public projectCreation(initProject: InitProject): void {
    const file = join(this.project.outdir, this.filePath);
    if (existsSync(file)) return;
    writeFileSync(file, this.text(initProject));
  }
}
