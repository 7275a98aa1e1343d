import { type Command, Option } from 'commander';
import { profileOption, withRegistryOptions } from './name-options';
import { jsonOption } from './run-options';
import type { CliContext } from '../cli-context';
import { CliError } from '../cli-error';
import type { Project } from '../project';
import { openEcr, sessionRegion, type Ecr, type EcrTarget, type ScanState } from '../registry/ecr';
import { readGitState, sameSources, type GitState } from '../registry/git-state';
import { readImagesLock, recordImages } from '../registry/images-lock-file';
import { plannedTags, type RegistryOptions } from '../registry/planned-tags';
import { withPrivateLogin } from '../registry/private-login';
import { pushImage, type PushedImage } from '../registry/push-image';
import { pushCommands, pushTargets, registryOf, withoutStrangeRevision, type ReadyTarget } from '../registry/push-plan';
import { assertNotRefused, localRefusals, sessionRefusals, type Allowances } from '../registry/push-refusals';
import { readyImages } from '../registry/ready-images';
import { registryState, type StateOptions } from '../registry/registry-state';
import { assertScans, awaitScan, scanLines, type FailOn } from '../registry/scan-findings';

interface EcrPushOptions extends RegistryOptions, Allowances, StateOptions {
  readonly profile?: string;
  readonly dryRun?: boolean;
  readonly wait: boolean;
  readonly failOn?: FailOn;
}

export function addEcrPush(program: Command, context: CliContext): void {
  withRegistryOptions(program.command('ecr:push'))
    .description('pushes the images to Amazon ECR, reads them back and records their digests')
    .addOption(profileOption())
    .option('--dry-run', 'check what is known here, print what would be done, ask nobody and send nothing')
    .option('--create-repository', 'make missing repositories, with scan on push and immutable tags')
    .option('--move-tags', 'give tags that name other images to these, where the repository allows it')
    .option('--allow-dirty', 'push although images and HEAD differ; the revision is no tag then')
    .option('--allow-other-account', 'push to an account other than that of the definition or of the credentials')
    .option('--allow-other-region', 'push to a Region other than that of the definition or of the session')
    .option('--allow-other-platform', 'push images of another platform than the instances have')
    .addOption(new Option('--fail-on <severity>', 'fail where the scan finds that or worse').choices(['high', 'critical']))
    .option('--no-wait', 'do not wait for the scan')
    .addOption(jsonOption())
    .action((options: EcrPushOptions) => ecrPush(context, options));
}

async function ecrPush(context: CliContext, options: EcrPushOptions): Promise<void> {
  assertOptions(options);
  const { report, run, signal } = context;
  const project = await context.project();
  // One that cannot be read could not be written after the push either.
  await readImagesLock(project);
  const git = await readGitState(run, project.dir, signal);
  const named = pushTargets(project.plan.images, plannedTags(project, options, git, 'pushed'));
  const registry = registryOf(named, options.profile);
  const targets = (await readyImages(context, named)).map((target) => withoutStrangeRevision(target, git));
  const commands = pushCommands(targets, registry, options.createRepository === true);
  announce(context, registry, targets, options.dryRun ? [] : commands);
  const stale = await staleImages(context, project, git, targets);
  assertNotRefused(localRefusals({ plan: project.plan, registry, git, targets, stale }, options));
  if (options.dryRun) {
    report.result(commands.join('\n'));
    report.document({ ok: true, dryRun: true, ...registry, images: targets.map(described), commands });
    return;
  }
  try {
    await push(context, project, registry, targets, options);
  } catch (error) {
    if (signal.aborted) report.note('nothing is half done: the same command pushes what is missing');
    throw error;
  }
}

function assertOptions({ failOn, wait }: EcrPushOptions): void {
  if (failOn === undefined || wait) return;
  throw new CliError('SMA_CLI_USAGE', {
    what: '--fail-on and --no-wait cannot be given together.',
    why: 'the one waits for the result that the other does not',
    fix: 'leave one of them out',
  });
}

function announce(
  { report }: CliContext, { accountId, region }: EcrTarget, targets: readonly ReadyTarget[], commands: readonly string[],
): void {
  report.note(`account ${accountId}, Region ${region}`);
  for (const { from, local, registryName, tags } of targets) {
    report.note(`${from} (${local.platform}) → ${registryName}, tags ${tags.join(', ')}`);
  }
  if (commands.length === 0) return;
  report.note('as by these commands, with a login of its own that nothing stays of:');
  for (const command of commands) report.childLine(command);
}

/** Images that say no revision, or one whose sources are others than HEAD's. */
async function staleImages(
  { run, signal }: CliContext, project: Project, git: GitState, targets: readonly ReadyTarget[],
): Promise<string[]> {
  if (git.sha === undefined) return [];
  const stale: string[] = [];
  for (const { from, local: { revision } } of targets) {
    const same = revision === git.sha || (revision !== undefined && await sameSources(run, project.dir, revision, signal));
    if (!same) stale.push(from);
  }
  return stale;
}

async function push(
  context: CliContext, project: Project, registry: EcrTarget, targets: readonly ReadyTarget[], options: EcrPushOptions,
): Promise<void> {
  const { report, signal } = context;
  const session = options.region === undefined ? await sessionRegion(options.profile) : undefined;
  const ecr = await openEcr(registry, signal);
  try {
    assertNotRefused(sessionRefusals(registry, await ecr.callerAccount(), session, options));
    const pushed = await pushAll(context, ecr, registry, targets, options);
    // All of them or none: see recordImages.
    await recordImages(project, Object.fromEntries(pushed.map(({ target, digest }) => [
      target.name, { repository: target.registryName, tag: target.tags[0], digest },
    ])));
    const scans = options.wait ? await scanAll(context, ecr, pushed, options.failOn !== undefined) : [];
    const images = pushed.map(({ target, digest, sent }, at) =>
      ({ ...described(target), digest, sent, ...(scans[at] && { scan: scans[at] }) }));
    const { failOn } = options;
    if (failOn) assertScans(pushed.map(({ target }, at) => ({ name: target.from, scan: scans[at] })), failOn);
    report.result(pushed.map(({ target, digest }) => `${target.registryName}@${digest}`).join('\n'));
    report.document({ ok: true, dryRun: false, ...registry, images });
  } finally {
    ecr.close();
  }
}

async function pushAll(
  context: CliContext, ecr: Ecr, registry: EcrTarget, targets: readonly ReadyTarget[], options: StateOptions,
): Promise<PushedImage[]> {
  const states = await registryState(context, ecr, registry, targets, options);
  const all = async (env: Readonly<Record<string, string>>) => {
    const pushed: PushedImage[] = [];
    for (const state of states) pushed.push(await pushImage(context, ecr, registry, state, env));
    return pushed;
  };
  // Where every image is there, nobody has to log in.
  if (states.every(({ present }) => present.size > 0)) return all({});
  return withPrivateLogin(context, targets[0].host, () => ecr.login(), all);
}

async function scanAll(context: CliContext, ecr: Ecr, pushed: readonly PushedImage[], needed: boolean): Promise<ScanState[]> {
  const { report, signal } = context;
  const scans: ScanState[] = [];
  for (const image of pushed) {
    const { from } = image.target;
    const scan = await report.step('scan', from, () => awaitScan(context, ecr, image)).catch((error: unknown): ScanState => {
      // What is pushed is pushed, whether or not somebody may read what the scan says.
      if (signal.aborted || needed || !(error instanceof CliError)) throw error;
      return { state: 'failed', status: 'UNKNOWN', reason: error.what };
    });
    scans.push(scan);
    for (const line of scanLines(from, scan)) report.note(line);
  }
  return scans;
}

const described = ({ name, from, registryName, tags, local }: ReadyTarget) =>
  ({ image: name, from, repository: registryName, tags, platform: local.platform });
