/** Why a push would say something else than the definition or git do, and the option that allows it. Pure. */
import type { EcrTarget } from './ecr';
import type { GitState } from './git-state';
import type { ReadyTarget } from './push-plan';
import type { AlgorithmPlan } from '../../contract/plan';
import { CliError } from '../cli-error';

export interface Allowances {
  readonly allowDirty?: boolean;
  readonly allowOtherAccount?: boolean;
  readonly allowOtherRegion?: boolean;
  readonly allowOtherPlatform?: boolean;
}

/** What is known on this machine. */
export interface LocalFacts {
  readonly plan: AlgorithmPlan;
  readonly registry: EcrTarget;
  readonly git: GitState;
  readonly targets: readonly ReadyTarget[];
  /** Names of images that were built from other sources than HEAD's. */
  readonly stale: readonly string[];
}

const otherPlatform = ({ local, platform }: ReadyTarget): boolean => local.platform !== platform;

export function localRefusals({ plan, registry, git, targets, stale }: LocalFacts, allowed: Allowances): string[] {
  const { ecr } = plan;
  return [
    ...(ecr.accountId === undefined || ecr.accountId === registry.accountId || allowed.allowOtherAccount ? []
      : [`account ${registry.accountId} is not the definition's, ${ecr.accountId} (--allow-other-account)`]),
    ...(ecr.region === undefined || ecr.region === registry.region || allowed.allowOtherRegion ? []
      : [`Region ${registry.region} is not the definition's, ${ecr.region} (--allow-other-region)`]),
    ...(git.dirty && !allowed.allowDirty ? ['there are uncommitted changes, so no revision says what the images hold (--allow-dirty)'] : []),
    ...(allowed.allowDirty || git.dirty ? [] : stale.map((name) =>
      `${name} was built from other sources than those of HEAD: build it anew with "npx projen image:build" (--allow-dirty)`)),
    ...(allowed.allowOtherPlatform ? [] : targets.filter(otherPlatform).map(({ from, local, platform }) =>
      `${from} is built for ${local.platform}, not for ${platform}, which the instances are (--allow-other-platform)`)),
  ];
}

/** What AWS says of us against where the images go. */
export function sessionRefusals(
  { accountId, region }: EcrTarget, caller: string, session: string | undefined, allowed: Allowances,
): string[] {
  return [
    ...(caller === accountId || allowed.allowOtherAccount ? []
      : [`the credentials are of account ${caller}, the repositories of account ${accountId}: choose another --profile (--allow-other-account)`]),
    ...(session === undefined || session === region || allowed.allowOtherRegion ? []
      : [`the AWS session is set to Region ${session}, the repositories are in ${region}: correct AWS_REGION or the profile (--allow-other-region)`]),
  ];
}

export function assertNotRefused(problems: readonly string[]): void {
  if (problems.length === 0) return;
  throw new CliError('SMA_CLI_PUSH_REFUSED', {
    what: 'the images are not pushed; nothing was sent:',
    why: 'tags cannot be given to other images later, and whoever uses them trusts what they say',
    fix: 'correct what is listed, or allow it by the option in brackets',
    details: problems,
  });
}
