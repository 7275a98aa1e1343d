/** How the clients of the AWS SDK are set up, the same for all services. */

/** Where to call, and as whom. */
export interface AwsTarget {
  /** Absent: by the SDK's usual chain (AWS_REGION, the profile). */
  readonly region?: string;
  /** A profile of the shared AWS files; absent: by the SDK's usual chain. */
  readonly profile?: string;
}

/** An address that does not answer is told soon. Unit: ms. */
const CONNECTION_TIMEOUT_MS = 10_000;
/** Unit: ms. */
const REQUEST_TIMEOUT_MS = 60_000;

/** Throttled calls and failing connections are tried again by the SDK, with growing pauses, this often in all. */
const ATTEMPTS = 4;

export const sdkOptions = ({ region, profile }: AwsTarget) => ({
  ...(region && { region }),
  ...(profile && { profile }),
  maxAttempts: ATTEMPTS,
  requestHandler: { connectionTimeout: CONNECTION_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS, throwOnRequestTimeout: true },
});

/** The SDK tells people of Node 20 to upgrade before its next versions; which version is bundled here is our affair, not theirs. */
export function hushVersionWarning(): void {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
}

/** What of a client is looked at. */
interface Client {
  readonly config: { region(): Promise<string> };
  destroy(): void;
}

/** The Region that the SDK's chain finds for a client made without one; undefined where it finds none. */
export async function chainRegion(client: Client): Promise<string | undefined> {
  try {
    return await client.config.region();
  } catch {
    return undefined;
  } finally {
    client.destroy();
  }
}
