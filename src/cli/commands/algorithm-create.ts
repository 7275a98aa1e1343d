import type { Command } from 'commander';
import { tellOutcome } from './algorithm-outcome';
import { accountOption, imageVersionOption, nameOption, profileOption, regionOption } from './name-options';
import { jsonOption } from './run-options';
import { ecrImage } from '../../contract/ecr';
import { requestText } from '../../request/create-algorithm-request';
import { blocking, type CheckedProduct, checkProduct } from '../algorithm/check-product';
import { shellWord } from '../algorithm/data-locations';
import { type ProjectRequest, projectRequest } from '../algorithm/request';
import { placeholderHelp } from '../algorithm/request-summary';
import type { CliContext } from '../cli-context';
import { CliError } from '../cli-error';
import type { NameOptions } from '../registry/request-images';
import { followAlgorithm } from '../sagemaker/follow-algorithm';
import { openSageMaker, sessionRegion } from '../sagemaker/sagemaker';

interface AlgorithmCreateOptions extends NameOptions {
  readonly name?: string;
  readonly profile?: string;
  readonly dryRun?: boolean;
  readonly wait: boolean;
}

export function addAlgorithmCreate(program: Command, context: CliContext): void {
  program
    .command('algorithm:create')
    .description('makes the algorithm in AWS and follows its validation')
    .addOption(nameOption())
    .addOption(accountOption())
    .addOption(regionOption())
    .addOption(imageVersionOption())
    .addOption(profileOption())
    .option('--dry-run', 'check everything, print the exact call, make nothing')
    .option('--no-wait', 'do not follow the validation')
    .addOption(jsonOption())
    .action((options: AlgorithmCreateOptions) => algorithmCreate(context, options));
}

async function algorithmCreate(context: CliContext, options: AlgorithmCreateOptions): Promise<void> {
  const project = await context.project();
  const made = named(await projectRequest(context, project, options), options.name);
  const checked = await checkProduct(context, made.request, 'request of the definition', project);
  assertGood(checked, made.images.placeholders);
  say(context, made, checked);
  const region = made.images.region!;
  // What a dry run looks at needs no credentials and no SDK.
  const session = options.dryRun ? context.env.AWS_REGION || undefined : await sessionRegion(options.profile);
  if (options.region === undefined) assertSameRegion(region, session);
  if (options.dryRun) return tellCall(context, made, options);
  await create(context, made, region, options);
}

const named = ({ request, images }: ProjectRequest, name: string | undefined): ProjectRequest =>
  ({ request: name === undefined ? request : { ...request, AlgorithmName: name }, images });

/** Everything that AWS would refuse, or that would be wrong for ever in what cannot be changed afterwards. */
function assertGood(checked: CheckedProduct, placeholders: readonly string[]): void {
  const problems = [
    ...placeholderHelp(placeholders).map((help) => `placeholder left in the names of the images: ${help}`),
    ...blocking(checked).flatMap(({ kind, number, name, verdict }) => [
      `${kind}${number} ${name}:`,
      ...(verdict.verdict === 'fail' ? [...verdict.evidence.map((line) => `  ${line}`), `  fix: ${verdict.fix}`] : []),
    ]),
  ];
  if (problems.length === 0) return;
  throw new CliError('SMA_CLI_CHECKS', {
    what: 'the algorithm is not ready to be created; nothing was sent:',
    why: 'an algorithm cannot be changed afterwards',
    fix: 'correct what is listed; "npx projen algorithm:check" checks again',
    details: problems,
  });
}

function say({ report }: CliContext, { request, images }: ProjectRequest, { warnings }: CheckedProduct): void {
  const account = ecrImage(images.references.training.image)?.accountId;
  report.note(`algorithm ${request.AlgorithmName}, account ${account}, Region ${images.region}`);
  for (const line of images.lines) report.note(`image ${line}`);
  for (const { path, what } of warnings) report.warn(`${path} ${what}`);
}

/** For a shell of the POSIX family; the request goes in by standard input, so its length has no limit. */
function tellCall({ report }: CliContext, { request, images }: ProjectRequest, { profile }: AlgorithmCreateOptions): void {
  const command = [
    'aws', 'sagemaker', 'create-algorithm', '--region', images.region!, ...(profile ? ['--profile', profile] : []),
    '--cli-input-json', 'file:///dev/stdin',
  ];
  report.result(`${command.map(shellWord).join(' ')} <<'JSON'\n${requestText(request)}JSON`);
  report.document({ ok: true, dryRun: true, command, request });
}

function assertSameRegion(ofImages: string, ofSession: string | undefined): void {
  if (ofSession === undefined || ofSession === ofImages) return;
  throw new CliError('SMA_CLI_AWS_REGION', {
    what: `the AWS session is set to Region ${ofSession}, the definition to ${ofImages}; nothing was sent.`,
    why: 'an algorithm is made in the Region of its images, and two answers to "where" mean that one is a mistake',
    fix: `give --region ${ofImages} to make it there, or correct AWS_REGION, the profile, or ecrRegion in .projenrc.ts`,
  });
}

async function create(context: CliContext, { request }: ProjectRequest, region: string, options: AlgorithmCreateOptions): Promise<void> {
  const { report, signal } = context;
  const sagemaker = await openSageMaker({ region, profile: options.profile });
  try {
    signal.throwIfAborted();
    const name = request.AlgorithmName;
    const arn = await report.step('create', name, () => sagemaker.createAlgorithm(request));
    if (!options.wait) {
      report.result(arn);
      report.document({ ok: true, name, arn, region });
      report.note(`AWS validates it now: "npx projen algorithm:status --wait --name ${name}" follows that`);
      return;
    }
    report.note(`${arn} is made; following what AWS finds (Ctrl-C stops following, not the algorithm)`);
    tellOutcome(context, await followAlgorithm(context, sagemaker, name, true), region);
  } finally {
    sagemaker.close();
  }
}
