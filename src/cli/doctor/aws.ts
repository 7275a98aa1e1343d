/** AWS: who asks, and in which Region. The network is used only where both the project and this machine are set up for AWS. */
import { access } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { bad, type Finding, good, skipped, warning } from './finding';
import type { CliContext } from '../cli-context';
import type { Project } from '../project';

const CREDENTIAL_VARIABLES = ['AWS_ACCESS_KEY_ID', 'AWS_PROFILE', 'AWS_ROLE_ARN', 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', 'AWS_CONTAINER_CREDENTIALS_FULL_URI'];

/** Whether somebody has set up credentials of AWS here. */
async function isConfigured(env: CliContext['env']): Promise<boolean> {
  if (CREDENTIAL_VARIABLES.some((name) => env[name])) return true;
  const files = [env.AWS_SHARED_CREDENTIALS_FILE || join(homedir(), '.aws', 'credentials'), env.AWS_CONFIG_FILE || join(homedir(), '.aws', 'config')];
  return (await Promise.all(files.map((file) => access(file).then(() => true, () => false)))).some(Boolean);
}

export async function examineAws({ env, signal }: CliContext, project: Project | undefined): Promise<Finding[]> {
  const both = (what: string) => [skipped('AWS identity', what), skipped('AWS Region', what)];
  const { accountId, region } = project?.plan.ecr ?? {};
  if (accountId === undefined && region === undefined) return both('the definition names neither account nor Region');
  if (!await isConfigured(env)) return both('no credentials are set up here; none are needed before a push');
  const { whoAsks } = await import('../registry/ecr-client');
  const asked = await whoAsks(region, signal);
  return [
    'account' in asked ? identity(asked, accountId) : bad('AWS identity', {
      what: `AWS does not tell who asks (${asked.problem})`, why: 'images are pushed and algorithms made with these credentials', fix: 'see what "aws sts get-caller-identity" says',
    }),
    regionFinding(asked.region, region),
  ];
}

function identity({ account, arn }: { readonly account: string; readonly arn: string }, wanted: string | undefined): Finding {
  if (wanted === undefined || wanted === account) return good('AWS identity', arn);
  return bad('AWS identity', {
    what: `the credentials are those of account ${account}`, why: `ecrAccountId in .projenrc.ts is ${wanted}`, fix: 'choose another profile (AWS_PROFILE), or correct ecrAccountId',
  });
}

function regionFinding(set: string | undefined, wanted: string | undefined): Finding {
  if (wanted === undefined) return set ? good('AWS Region', set) : skipped('AWS Region', 'neither the definition nor the set-up of AWS names one');
  if (set === undefined || set === wanted) return good('AWS Region', wanted);
  return warning('AWS Region', {
    what: `the set-up of AWS says ${set}`, why: `ecrRegion in .projenrc.ts is ${wanted}, and that is what our commands use`, fix: `set AWS_REGION to ${wanted}, or correct ecrRegion`,
  });
}
