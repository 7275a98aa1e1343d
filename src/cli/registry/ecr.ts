/** Amazon ECR as the commands see it; the SDK behind it is loaded by those that call, and by nobody else. */
import { type AwsTarget, hushVersionWarning } from '../aws/sdk-options';

/** What `docker login` takes; for twelve hours. */
export interface RegistryLogin {
  readonly user: string;
  readonly password: string;
}

export interface Repository {
  /** A tag can never name another image. */
  readonly immutable: boolean;
  readonly scanOnPush: boolean;
}

/** A manifest as the registry keeps it. */
export interface RegistryImage {
  readonly digest: string;
  readonly mediaType: string;
  /** The bytes whose digest it is. */
  readonly manifest: string;
}

export const SEVERITIES = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFORMATIONAL', 'UNDEFINED'] as const;
export type Severity = (typeof SEVERITIES)[number];

export interface Finding {
  readonly name: string;
  readonly severity: Severity;
  /** Package and version, where the scan says. */
  readonly found?: string;
}

/** `none`: nobody scans the image. */
export type ScanState =
  | { readonly state: 'none' }
  | { readonly state: 'running'; readonly status: string }
  | { readonly state: 'failed'; readonly status: string; readonly reason?: string }
  | { readonly state: 'done'; readonly counts: Readonly<Partial<Record<Severity, number>>>; readonly worst: readonly Finding[] };

/** Which registry is called, and as whom. */
export interface EcrTarget extends AwsTarget {
  readonly region: string;
  /** Account of the registry. */
  readonly accountId: string;
}

/** What throws here is a CliError; an abort throws the signal's reason. */
export interface Ecr {
  /** The account that the credentials belong to. */
  callerAccount(): Promise<string>;
  login(): Promise<RegistryLogin>;
  /** Undefined where there is none of the name. */
  repository(name: string): Promise<Repository | undefined>;
  /** With scan on push and immutable tags; one that exists stays as it is. */
  createRepository(name: string): Promise<void>;
  /** The image of a tag; undefined where there is none. */
  image(repository: string, tag: string): Promise<RegistryImage | undefined>;
  /** A blob that a manifest names, as it is. */
  blob(repository: string, digest: string): Promise<Buffer>;
  /** Gives an image of the registry one more tag; does nothing where it has it. */
  addTag(repository: string, image: RegistryImage, tag: string): Promise<void>;
  scan(repository: string, digest: string): Promise<ScanState>;
  close(): void;
}

/** Connects; credentials are asked for with the first call. */
export async function openEcr(target: EcrTarget, signal: AbortSignal): Promise<Ecr> {
  hushVersionWarning();
  const { connect } = await import('./ecr-client');
  return connect(target, signal);
}

/** The Region that the environment or the profile says; undefined where they say none. */
export async function sessionRegion(profile: string | undefined): Promise<string | undefined> {
  hushVersionWarning();
  return (await import('./ecr-client')).sessionRegion(profile);
}
