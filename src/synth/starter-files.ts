import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Project } from 'projen';
import { Component } from 'projen/lib/component';

/** Where starters are: `samples/` of the package, both from `lib/synth` and from `src/synth`. */
const SAMPLES_DIR = join(__dirname, '..', '..', 'samples');

function filesBelow(folder: string, below = ''): string[] {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const path = join(below, entry.name);
    return entry.isDirectory() ? filesBelow(folder, path) : [path];
  });
}

/** Copies the starter once, when `projen new` makes the project; a file that is there already stays. */
export class StarterFiles extends Component {
  constructor(project: Project, private readonly starter: string) {
    super(project);
  }

  public projectCreation(): void {
    const source = join(SAMPLES_DIR, this.starter);
    // algorithm.ts is what synth generates; the sample holds one so that it compiles where it lives.
    for (const file of filesBelow(source).filter((path) => path !== join('src', 'algorithm.ts'))) {
      const target = join(this.project.outdir, file);
      if (existsSync(target)) continue;
      mkdirSync(dirname(target), { recursive: true });
      cpSync(join(source, file), target);
    }
  }
}
