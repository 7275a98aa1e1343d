import { existsSync, readdirSync, rmSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Project } from 'projen';
import { Component } from 'projen/lib/component';
import type { AlgorithmPlan, ImageName } from '../contract/plan';

const IMAGE_NAMES: readonly ImageName[] = ['training', 'inference', 'algorithm'];

/** What the tasks write into an image's folder; projen's own clean-up knows generated files only. */
const OUTPUTS = ['program', 'npm'];

/** After a change of the layout: removes what the tasks left in folders of images that are no more, and the folders when empty. */
export class StaleOutputs extends Component {
  constructor(project: Project, private readonly plan: AlgorithmPlan) {
    super(project);
  }

  public synthesize(): void {
    for (const name of IMAGE_NAMES.filter((candidate) => !this.plan.images.some((image) => image.name === candidate))) {
      const folder = join(this.project.outdir, 'container', name);
      if (!existsSync(folder)) continue;
      for (const output of OUTPUTS) rmSync(join(folder, output), { recursive: true, force: true });
      if (readdirSync(folder).length === 0) rmdirSync(folder);
    }
  }
}
