import { mayHoldSecrets } from './file-checks';
import type { ImageSubject, ProbedImage } from './image-subject';
import type { ContainerCommand } from '../../../contract/program';
import type { Docker } from '../../docker/docker';
import { manifestArgs } from '../../docker/docker-args';
import type { Run } from '../../exec';
import { imageFiles } from '../../images/image-files';
import { probeStart } from '../targets/start-probe';

/** A registry that does not answer soon is as good as none. Unit: ms. */
const REGISTRY_TIMEOUT_MS = 20_000;
/** The data of a scanner may have to be loaded first. Unit: ms. */
const SCAN_TIMEOUT_MS = 300_000;
const SCANNER = 'trivy';

export interface ProbeOptions {
  readonly docker: Docker;
  readonly run: Run;
  readonly image: string;
  readonly platform?: string;
  /** Name of what is looked at, for the labels. */
  readonly project: string;
  readonly signal: AbortSignal;
  readonly commands: readonly ContainerCommand[];
}

/** An image of the engine as the checks of kind M look at it. */
export function probedImage(subject: ImageSubject, options: ProbeOptions): ProbedImage {
  let files: ReturnType<ProbedImage['files']> | undefined;
  return {
    ...subject,
    commands: options.commands,
    files: () => (files ??= imageFiles({ ...options, isRead: mayHoldSecrets })),
    start: (command) => probeStart(options, command),
    manifest: () => registryManifest(options),
    scan: () => scan(options),
  };
}

/** Whether a name begins with the host of a registry; a name without one is an image of this engine, or of Docker Hub. Pure. */
export function namesRegistry(image: string): boolean {
  const [host, ...rest] = image.split('/');
  return rest.length > 0 && (/[.:]/.test(host) || host === 'localhost');
}

async function registryManifest({ docker, image, signal }: ProbeOptions): ReturnType<ProbedImage['manifest']> {
  if (!namesRegistry(image)) return { unknown: `${image} names no registry; its manifest is made when it is pushed` };
  const { exitCode, stdout, lastLines } = await docker.try(manifestArgs(image), { signal, timeoutMs: REGISTRY_TIMEOUT_MS });
  return exitCode === 0 ? { text: stdout } : { unknown: `the registry does not tell: ${lastLines.at(-1) ?? 'no answer'}` };
}

interface ScanReport {
  readonly Results?: ReadonlyArray<{
    readonly Vulnerabilities?: readonly Vulnerability[] | null;
  }> | null;
}
interface Vulnerability {
  readonly VulnerabilityID: string;
  readonly PkgName: string;
  readonly Severity: string;
}

/** The findings of a scanner's report, one line each; pure. */
export const findingsOf = (report: ScanReport): string[] =>
  (report.Results ?? []).flatMap(({ Vulnerabilities }) => (Vulnerabilities ?? []).map((one) => `${one.VulnerabilityID} (${one.Severity}) in ${one.PkgName}`));

async function scan({ run, image, signal }: ProbeOptions): ReturnType<ProbedImage['scan']> {
  const version = await run(SCANNER, ['--version'], { signal });
  if (version.exitCode !== 0) return { unknown: `no scanner is at hand (${SCANNER}); Amazon ECR scans what is pushed` };
  const args = ['image', '--quiet', '--scanners', 'vuln', '--severity', 'CRITICAL,HIGH', '--format', 'json', image];
  const { exitCode, stdout, lastLines, timedOut } = await run(SCANNER, args, { signal, timeoutMs: SCAN_TIMEOUT_MS });
  if (exitCode !== 0) return { unknown: `${SCANNER} cannot scan: ${timedOut ? 'it took too long' : lastLines.at(-1) ?? 'no reason given'}` };
  return { scanner: SCANNER, findings: findingsOf(JSON.parse(stdout) as ScanReport) };
}
