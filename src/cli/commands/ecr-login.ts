import type { Command } from 'commander';
import { accountOption, profileOption, regionOption } from './name-options';
import { jsonOption } from './run-options';
import { ACCOUNT_ID, ecrHost } from '../../contract/ecr';
import type { CliContext } from '../cli-context';
import { CliError } from '../cli-error';
import { openEcr } from '../registry/ecr';
import { dockerConfig, dockerConfigDir, logIn } from '../registry/private-login';
import { assertNotRefused, sessionRefusals } from '../registry/push-refusals';

interface EcrLoginOptions {
  readonly account?: string;
  readonly region?: string;
  readonly profile?: string;
  readonly allowOtherAccount?: boolean;
}

export function addEcrLogin(program: Command, context: CliContext): void {
  program
    .command('ecr:login')
    .description("logs docker in to Amazon ECR, in docker's own settings; ecr:push does not need it")
    .addOption(accountOption())
    .addOption(regionOption())
    .addOption(profileOption())
    .option('--allow-other-account', 'log in to a registry of another account than that of the credentials')
    .addOption(jsonOption())
    .action((options: EcrLoginOptions) => ecrLogin(context, options));
}

async function ecrLogin(context: CliContext, options: EcrLoginOptions): Promise<void> {
  const { docker, report, signal } = context;
  const { plan } = await context.project();
  const { accountId, region, host } = registryHost(options.account ?? plan.ecr.accountId, options.region ?? plan.ecr.region);
  await docker.assertAnswers(signal);
  report.note(`account ${accountId}, Region ${region}`);
  const ecr = await openEcr({ accountId, region, profile: options.profile }, signal);
  try {
    assertNotRefused(sessionRefusals({ accountId, region }, await ecr.callerAccount(), undefined, options));
    if (!await hasCredentialHelper(context, host)) {
      report.warn(`docker keeps the password readable in ${dockerConfigDir(context.env)}/config.json, for twelve hours: no credential helper is set there. `
        + 'amazon-ecr-credential-helper needs no password at all; ecr:push uses a login of its own and leaves nothing.');
    }
    await logIn(context, host, await ecr.login());
    report.result(host);
    report.document({ ok: true, host });
  } finally {
    ecr.close();
  }
}

function registryHost(accountId: string | undefined, region: string | undefined): { accountId: string; region: string; host: string } {
  const host = accountId !== undefined && ACCOUNT_ID.test(accountId) && region !== undefined ? ecrHost(accountId, region) : undefined;
  if (host !== undefined) return { accountId: accountId!, region: region!, host };
  throw new CliError('SMA_CLI_ECR', {
    what: `account ${accountId ?? '(none)'} and Region ${region ?? '(none)'} name no registry; nothing was done.`,
    why: 'a registry of Amazon ECR is <account>.dkr.ecr.<region>.<suffix>, with an account of 12 digits',
    fix: 'set ecrAccountId and ecrRegion in .projenrc.ts, or give --account and --region',
  });
}

async function hasCredentialHelper({ env }: CliContext, host: string): Promise<boolean> {
  const { credsStore, credHelpers } = await dockerConfig(env) as { credsStore?: string; credHelpers?: Record<string, string> };
  return Boolean(credHelpers?.[host] ?? credsStore);
}
