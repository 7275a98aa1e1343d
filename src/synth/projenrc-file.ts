import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type InitProject, type javascript, ProjenrcFile } from 'projen';

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
    // tsx as a module hook of one process: its own command starts a second one, which costs half a second a synth.
    project.addDevDeps('tsx');
    project.defaultTask?.execArgs(['node', '--import', 'tsx', this.filePath]);
    project.npmignore?.exclude(`/${this.filePath}`);
  }

  public projectCreation(initProject: InitProject): void {
    const file = join(this.project.outdir, this.filePath);
    if (existsSync(file)) return;
    writeFileSync(file, this.text(initProject));
  }
}
