import { existsSync, readFileSync, rmSync, rmdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Project } from 'projen';
import { Component } from 'projen/lib/component';
import { type AlgorithmPlan, IMAGES_DIR, PLAN_FILE, parsePlan, taskOutputs } from '../contract/plan';

/**
 * Removes what the tasks wrote for the plan before this one and would not write again: bundles of images that are no more,
 * what npm needed for externals that are gone. Nothing but those files, and then the folders that are empty without them;
 * projen's own clean-up knows generated files only.
 */
export class StaleOutputs extends Component {
  private stale: string[] = [];

  constructor(project: Project, private readonly plan: AlgorithmPlan) {
    super(project);
  }

  /** Before the former plan is overwritten. */
  public preSynthesize(): void {
    const file = join(this.project.outdir, PLAN_FILE);
    const former = existsSync(file) ? parsePlan(readFileSync(file, 'utf8')) : undefined;
    if (!former || !('plan' in former)) return;
    const wanted = this.plan.images.flatMap(taskOutputs);
    this.stale = former.plan.images.flatMap(taskOutputs).filter((output) => output.startsWith(`${IMAGES_DIR}/`) && !output.includes('..') && !wanted.includes(output));
  }

  /** After projen has removed the generated files that lay in the same folders. */
  public synthesize(): void {
    for (const output of this.stale) {
      const file = join(this.project.outdir, output);
      rmSync(file, { force: true });
      this.removeEmpty(dirname(file));
    }
  }

  private removeEmpty(folder: string): void {
    if (folder === join(this.project.outdir, IMAGES_DIR)) return;
    try {
      rmdirSync(folder);
    } catch {
      // Not empty: the rest is the user's. Or gone already: its parent may be empty all the same.
      if (existsSync(folder)) return;
    }
    this.removeEmpty(dirname(folder));
  }
}
