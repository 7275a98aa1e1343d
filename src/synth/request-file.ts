import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IResolver, Project } from 'projen';
import { FileBase } from 'projen/lib/file';
import { type CreateAlgorithmRequest, REQUEST_FILE } from '../contract/create-algorithm';
import { type AlgorithmPlan, PLAN_FILE, parsePlan } from '../contract/plan';
import { createAlgorithmRequest, requestText } from '../request/create-algorithm-request';
import { type ImageReferences, imagesOf, keptImages, taggedImages } from '../request/image-references';

/**
 * The CreateAlgorithm request, as `aws sagemaker create-algorithm --cli-input-json` takes it, hence without projen's marker.
 *
 * Synth names the images by tag. What `algorithm:spec` filled in (a version from git, a digest that a push recorded) stays as
 * long as the definition says the same about the images, and never what contradicts it.
 */
export class RequestFile extends FileBase {
  private images: ImageReferences;

  constructor(project: Project, private readonly plan: AlgorithmPlan) {
    super(project, REQUEST_FILE, { readonly: true, marker: false });
    this.images = taggedImages(plan);
  }

  /** Before the former plan and the former request are overwritten. */
  public preSynthesize(): void {
    const former = parsePlan(this.read(PLAN_FILE));
    if (!('plan' in former) || imageFacts(former.plan) !== imageFacts(this.plan)) return;
    this.images = keptImages(imagesOf(parseJson(this.read(REQUEST_FILE))), this.images);
  }

  protected synthesizeContent(_resolver: IResolver): string {
    return requestText(createAlgorithmRequest(this.plan, this.images));
  }

  private read(path: string): string {
    const file = join(this.project.outdir, path);
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }
}

/** All that a definition says about the names of the images. */
const imageFacts = ({ images, ecr, algorithm: { version } }: AlgorithmPlan): string =>
  JSON.stringify([images.map(({ name, repository }) => [name, repository]), ecr.accountId, ecr.region, version]);

function parseJson(text: string): Partial<CreateAlgorithmRequest> | undefined {
  try {
    return JSON.parse(text) as Partial<CreateAlgorithmRequest>;
  } catch {
    return undefined;
  }
}
