import { namingProblems } from './image-tags';
import { IMAGES_LOCK_FILE, type ImagesLock } from '../../contract/images-lock';
import { type AlgorithmPlan, imageFor, type ImageName } from '../../contract/plan';
import type { ContainerCommand } from '../../contract/program';
import { type ImageReference, type ImageReferences, type KnownNames, placeholdersIn, taggedImages } from '../../request/image-references';
import { CliError } from '../cli-error';

/** What a command line says about the names of the images. */
export interface NameOptions {
  readonly account?: string;
  readonly region?: string;
  readonly imageVersion?: string;
}

/** The images of a request and how their names came about. */
export interface RequestImages {
  readonly references: ImageReferences;
  readonly region?: string;
  /** For people, one line per image. */
  readonly lines: readonly string[];
  /** Words that stand for what nobody knows yet. */
  readonly placeholders: readonly string[];
}

/** What names the images: options first, then the definition, then a git tag; as for `ecr:tag`. */
export function knownNames({ ecr, algorithm }: AlgorithmPlan, options: NameOptions, taggedVersion: string | undefined): KnownNames {
  return {
    accountId: options.account ?? ecr.accountId,
    region: options.region ?? ecr.region,
    version: options.imageVersion ?? algorithm.version ?? taggedVersion,
  };
}

/** A pushed image that the lock knows under this very name. */
function locked(reference: ImageReference, name: ImageName, lock: ImagesLock | undefined): ImageReference | undefined {
  const entry = lock?.images[name];
  if (entry === undefined || reference.image !== `${entry.repository}:${entry.tag}`) return undefined;
  return { image: `${entry.repository}@${entry.digest}`, digest: entry.digest };
}

/** How a request names the images; pure. By digest where a push of this very name was recorded, else by tag. */
export function requestImages(plan: AlgorithmPlan, known: KnownNames, lock: ImagesLock | undefined): RequestImages {
  const problems = namingProblems(plan.images, known);
  if (problems.length > 0) throw cannotBeNamed(problems);
  const tagged = taggedImages(plan, known);
  const resolved = (reference: ImageReference, command: ContainerCommand) => {
    const { name } = imageFor(plan, command);
    const pushed = locked(reference, name, lock);
    const why = pushed ? `by digest, pushed as ${lock!.images[name]!.tag} (${IMAGES_LOCK_FILE})`
      : lock?.images[name] ? `by tag; ${IMAGES_LOCK_FILE} knows ${lock.images[name].repository}:${lock.images[name].tag} only` : 'by tag';
    return { reference: pushed ?? reference, line: `${name}  ${(pushed ?? reference).image}  ${why}` };
  };
  const [training, inference] = [resolved(tagged.training, 'train'), resolved(tagged.inference, 'serve')];
  return {
    references: { training: training.reference, inference: inference.reference },
    region: known.region,
    lines: [...new Set([training.line, inference.line])],
    placeholders: [...new Set([...placeholdersIn(tagged.training.image), ...placeholdersIn(tagged.inference.image)])],
  };
}

const cannotBeNamed = (problems: readonly string[]): CliError => new CliError('SMA_CLI_ECR', {
  what: 'the images of the request cannot be named:',
  why: 'a name in Amazon ECR is <account>.dkr.ecr.<region>.<suffix>/<repository>:<tag>, by the rules of AWS and Docker',
  fix: 'correct what is listed and run the command again',
  details: problems,
});
