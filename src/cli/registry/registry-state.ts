/** What the registry holds already, looked at for all images before the first of them is sent. */
import type { Ecr, EcrTarget, RegistryImage } from './ecr';
import { repositoryMissing } from './ecr-error';
import type { ReadyTarget } from './push-plan';
import { formProblems, parseManifest, sameImage } from './registry-image';
import { shellWord } from '../algorithm/data-locations';
import type { CliContext } from '../cli-context';
import { CliError } from '../cli-error';

/** One target and its tags that name its image already. */
export interface TargetState {
  readonly target: ReadyTarget;
  readonly scanOnPush: boolean;
  readonly present: ReadonlyMap<string, RegistryImage>;
}

export interface StateOptions {
  readonly createRepository?: boolean;
  readonly moveTags?: boolean;
}

/** Makes missing repositories where that is wanted, and refuses what cannot end well. */
export async function registryState(
  { report }: CliContext, ecr: Ecr, registry: EcrTarget, targets: readonly ReadyTarget[], options: StateOptions,
): Promise<TargetState[]> {
  const found = await Promise.all(targets.map(async (target) => ({ target, repository: await ecr.repository(target.repository) })));
  const missing = found.filter(({ repository }) => repository === undefined).map(({ target }) => target.repository);
  if (missing.length > 0 && !options.createRepository) throw repositoryMissing(missing, registry);

  const states: TargetState[] = [];
  const conflicts: Conflict[] = [];
  for (const { target, repository } of found) {
    const present = new Map<string, RegistryImage>();
    for (const tag of repository ? target.tags : []) {
      const image = await ecr.image(target.repository, tag);
      if (image === undefined) continue;
      const kind = await compared(ecr, target, image);
      if (kind === 'same') present.set(tag, image);
      else if (repository!.immutable || !options.moveTags) conflicts.push({ target, tag, image, kind, immutable: repository!.immutable });
    }
    states.push({ target, scanOnPush: repository?.scanOnPush ?? true, present });
  }
  assertNoConflict(conflicts, registry);
  for (const repository of missing) await report.step('create', `repository ${repository}`, () => ecr.createRepository(repository));
  return states;
}

type Comparison = 'same' | 'other' | 'form';

async function compared(ecr: Ecr, { repository, local }: ReadyTarget, image: RegistryImage): Promise<Comparison> {
  if (formProblems(image).length > 0) return 'form';
  return sameImage(await ecr.blob(repository, parseManifest(image)!.config!.digest), local) ? 'same' : 'other';
}

interface Conflict {
  readonly target: ReadyTarget;
  readonly tag: string;
  readonly image: RegistryImage;
  readonly kind: Comparison;
  readonly immutable: boolean;
}

function assertNoConflict(conflicts: readonly Conflict[], registry: EcrTarget): void {
  const badForms = conflicts.filter(({ kind }) => kind === 'form');
  if (badForms.length > 0) throw badForm(badForms, registry);
  if (conflicts.length === 0) return;
  const movable = conflicts.every(({ immutable }) => !immutable);
  throw new CliError('SMA_CLI_ECR_TAG', {
    what: 'tags name other images in the registry already; nothing was pushed:',
    why: movable ? 'whoever uses a tag would get another image from then on' : 'the tags of the repository are immutable, and this is another build',
    fix: `set another algorithmVersion in .projenrc.ts and build, then run the command again${movable ? '; or give --move-tags' : ''}`,
    details: conflicts.map(({ target, tag, image }) => `${target.registryName}:${tag} is ${image.digest}; the local image ${target.from} is another one`),
  });
}

function badForm(conflicts: readonly Conflict[], registry: EcrTarget): CliError {
  return new CliError('SMA_CLI_MANIFEST', {
    what: 'the registry holds images in a form that SageMaker does not take, under the tags that were to be pushed; nothing was pushed:',
    why: 'it takes Docker\'s manifest, version 2 schema 2, without attestations',
    fix: 'remove them by the commands above, then run the same command again',
    details: conflicts.flatMap(({ target, tag, image }) => [
      `${target.registryName}:${tag}: ${formProblems(image).join('; ')}`, `  ${removeCommand(registry, target.repository, tag)}`,
    ]),
  });
}

/** The command that removes a tag. */
export const removeCommand = ({ accountId, region }: EcrTarget, repository: string, tag: string): string =>
  ['aws', 'ecr', 'batch-delete-image', '--region', region, '--registry-id', accountId, '--repository-name', repository, '--image-ids', `imageTag=${tag}`].map(shellWord).join(' ');
