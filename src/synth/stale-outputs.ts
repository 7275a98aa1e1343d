import { existsSync, readFileSync, rmSync, rmdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Project } from 'projen';
import { Component } from 'projen/lib/component';
import { type AlgorithmPlan, FILES_DIR, IMAGES_DIR, type ImagePlan, PLAN_FILE, parsePlan, taskOutputs } from '../contract/plan';

const isOurs = (path: string): boolean => path.startsWith(`${IMAGES_DIR}/`) && !path.includes('..');

/** Where `image:context` lays out the files of the project that an image carries. */
const filesFolder = ({ folder, files }: ImagePlan): string[] => ((files ?? []).length > 0 ? [`${folder}/${FILES_DIR}`] : []);

/**
 * Removes what the tasks wrote for the plan before this one and would not write again: bundles of images that are no more,
 * what npm needed for externals that are gone, copies of files. Nothing but those files, and then the folders that are empty without them;
 * projen's own clean-up knows generated files only.
 */
export class StaleOutputs extends Component {
  private stale: string[] = [];
  private staleFolders: string[] = [];

  constructor(project: Project, private readonly plan: AlgorithmPlan) {
    super(project);
  }

  /** Before the former plan is overwritten. */
  public preSynthesize(): void {
    const file = join(this.project.outdir, PLAN_FILE);
    const former = existsSync(file) ? parsePlan(readFileSync(file, 'utf8')) : undefined;
    if (!former || !('plan' in former)) return;
    const wanted = this.plan.images.flatMap(taskOutputs);
    this.stale = former.plan.images.flatMap(taskOutputs).filter((output) => isOurs(output) && !wanted.includes(output));
    const wantedFolders = this.plan.images.flatMap(filesFolder);
    this.staleFolders = former.plan.images.flatMap(filesFolder).filter((folder) => isOurs(folder) && !wantedFolders.includes(folder));
  }

  /** After projen has removed the generated files that lay in the same folders. */
  public synthesize(): void {
    for (const folder of this.staleFolders) {
      rmSync(join(this.project.outdir, folder), { recursive: true, force: true });
      this.removeEmpty(dirname(join(this.project.outdir, folder)));
    }
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
