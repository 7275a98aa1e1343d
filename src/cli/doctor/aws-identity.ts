/** The only place that asks AWS STS; loaded when it is needed. */
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

/** Unit: ms. */
const TIMEOUT_MS = 10_000;

export type WhoAsks = { readonly region?: string } & ({ readonly account: string; readonly arn: string } | { readonly problem: string });

/**
 * Whose credentials the usual chain gives.
 * @param region where to ask when the set-up of AWS names no Region
 */
export async function whoAsks(region: string | undefined, signal: AbortSignal): Promise<WhoAsks> {
  const timeouts = { connectionTimeout: TIMEOUT_MS, requestTimeout: TIMEOUT_MS, throwOnRequestTimeout: true };
  const set = await regionOf(new STSClient({}));
  const client = new STSClient({ ...(set === undefined && { region: region ?? 'us-east-1' }), maxAttempts: 2, requestHandler: timeouts });
  try {
    const { Account, Arn } = await client.send(new GetCallerIdentityCommand({}), { abortSignal: signal });
    return { ...(set && { region: set }), account: Account ?? '', arn: Arn ?? '' };
  } catch (error) {
    signal.throwIfAborted();
    const { name, message } = error as Error;
    return { ...(set && { region: set }), problem: `${name}: ${message.split('\n')[0]}` };
  } finally {
    client.destroy();
  }
}

async function regionOf(client: STSClient): Promise<string | undefined> {
  try {
    return await client.config.region();
  } catch {
    return undefined;
  } finally {
    client.destroy();
  }
}
