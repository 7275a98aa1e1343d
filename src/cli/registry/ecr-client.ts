/** The only place that imports the AWS SDK's clients of ECR and STS; loaded lazily, see ecr.ts. */
import {
  BatchGetImageCommand, CreateRepositoryCommand, DescribeImageScanFindingsCommand, DescribeRepositoriesCommand, ECRClient,
  GetAuthorizationTokenCommand, GetDownloadUrlForLayerCommand, PutImageCommand, type ImageScanFindings,
} from '@aws-sdk/client-ecr';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { SEVERITIES, type Ecr, type EcrTarget, type Finding, type ScanState, type Severity } from './ecr';
import { ecrError, type EcrCall } from './ecr-error';
import { MANIFEST_TYPE } from '../../contract/image-manifest';
import { plainText } from '../aws/plain-text';
import { chainRegion, sdkOptions } from '../aws/sdk-options';

export const sessionRegion = (profile: string | undefined): Promise<string | undefined> =>
  chainRegion(new STSClient(sdkOptions({ profile })));

const named = (error: unknown, name: string): boolean => error instanceof Error && error.name === name;

export function connect(target: EcrTarget, signal: AbortSignal): Ecr {
  const { accountId, region } = target;
  const ecr = new ECRClient(sdkOptions(target));
  const sts = new STSClient(sdkOptions(target));
  const registryId = accountId;
  const abortSignal = { abortSignal: signal };
  /** One call; `expected` makes a value of an error that is an answer here. */
  const call = async <T>(
    what: Omit<EcrCall, 'accountId' | 'region'>, work: () => Promise<T>, expected?: (error: unknown) => { readonly value: T } | undefined,
  ): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      const answer = expected?.(error);
      if (answer) return answer.value;
      throw ecrError(error, { ...what, accountId, region });
    }
  };
  const on = (name: string) => (error: unknown) => (named(error, name) ? { value: undefined } : undefined);

  return {
    callerAccount: () => call({ action: 'sts:GetCallerIdentity' }, async () =>
      (await sts.send(new GetCallerIdentityCommand({}), abortSignal)).Account ?? ''),

    login: () => call({ action: 'ecr:GetAuthorizationToken' }, async () => {
      const { authorizationData } = await ecr.send(new GetAuthorizationTokenCommand({}), abortSignal);
      const [user = '', password = ''] = Buffer.from(authorizationData?.[0]?.authorizationToken ?? '', 'base64').toString().split(/:(.*)/s);
      return { user, password };
    }),

    repository: (repository) => call({ action: 'ecr:DescribeRepositories', repository }, async () => {
      const { repositories } = await ecr.send(new DescribeRepositoriesCommand({ registryId, repositoryNames: [repository] }), abortSignal);
      const found = repositories?.[0];
      return found && {
        immutable: found.imageTagMutability?.startsWith('IMMUTABLE') === true,
        scanOnPush: found.imageScanningConfiguration?.scanOnPush === true,
      };
    }, on('RepositoryNotFoundException')),

    createRepository: (repository) => call<void>({ action: 'ecr:CreateRepository', repository }, async () => {
      await ecr.send(new CreateRepositoryCommand({
        registryId, repositoryName: repository, imageTagMutability: 'IMMUTABLE', imageScanningConfiguration: { scanOnPush: true },
      }), abortSignal);
    }, on('RepositoryAlreadyExistsException')),

    image: (repository, tag) => call({ action: 'ecr:BatchGetImage', repository, tag }, async () => {
      // All of them: ECR may turn a manifest into a form that was asked for.
      const acceptedMediaTypes = Object.values(MANIFEST_TYPE);
      const { images, failures } = await ecr.send(new BatchGetImageCommand({
        registryId, repositoryName: repository, imageIds: [{ imageTag: tag }], acceptedMediaTypes,
      }), abortSignal);
      const image = images?.[0];
      if (image?.imageManifest !== undefined) {
        return { digest: image.imageId?.imageDigest ?? '', mediaType: image.imageManifestMediaType ?? '', manifest: image.imageManifest };
      }
      const failure = failures?.find(({ failureCode }) => failureCode !== 'ImageNotFound');
      if (failure === undefined) return undefined;
      throw answeredWith(400, failure.failureCode ?? '', failure.failureReason);
    }),

    blob: (repository, digest) => call({ action: 'ecr:GetDownloadUrlForLayer', repository }, async () => {
      const { downloadUrl } = await ecr.send(new GetDownloadUrlForLayerCommand({
        registryId, repositoryName: repository, layerDigest: digest,
      }), abortSignal);
      const answer = await fetch(downloadUrl ?? '', { signal });
      if (!answer.ok) throw answeredWith(answer.status, 'DownloadFailed', `${digest} is answered with HTTP ${answer.status}`);
      return Buffer.from(await answer.arrayBuffer());
    }),

    addTag: (repository, { manifest, mediaType, digest }, tag) => call<void>({ action: 'ecr:PutImage', repository, tag }, async () => {
      await ecr.send(new PutImageCommand({
        registryId, repositoryName: repository, imageTag: tag, imageDigest: digest,
        imageManifest: manifest, imageManifestMediaType: mediaType,
      }), abortSignal);
    }, on('ImageAlreadyExistsException')),

    scan: (repository, digest) => call<ScanState>({ action: 'ecr:DescribeImageScanFindings', repository }, async () => {
      const { imageScanStatus, imageScanFindings } = await ecr.send(new DescribeImageScanFindingsCommand({
        registryId, repositoryName: repository, imageId: { imageDigest: digest }, maxResults: 100,
      }), abortSignal);
      return scanState(imageScanStatus?.status ?? 'PENDING', imageScanStatus?.description, imageScanFindings);
    }, (error) => (named(error, 'ScanNotFoundException') ? { value: { state: 'none' } } : undefined)),

    close() {
      ecr.destroy();
      sts.destroy();
    },
  };
}

/** An answer that the SDK does not take for an error, as one of its errors. */
const answeredWith = (httpStatusCode: number, name: string, message = name): Error =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode } });

function scanState(status: string, description: string | undefined, findings: ImageScanFindings | undefined): ScanState {
  if (status === 'IN_PROGRESS' || status === 'PENDING') return { state: 'running', status };
  // ACTIVE: Inspector goes on scanning; what it has found so far is there.
  if (status !== 'COMPLETE' && status !== 'ACTIVE') return { state: 'failed', status, ...(description && { reason: plainText(description) }) };
  return { state: 'done', counts: findings?.findingSeverityCounts ?? {}, worst: worstOf(findings) };
}

const severity = (text: string | undefined): Severity => SEVERITIES.find((known) => known === text) ?? 'UNDEFINED';

function worstOf(findings: ImageScanFindings | undefined): Finding[] {
  const basic = (findings?.findings ?? []).map(({ name, severity: level, attributes }): Finding => {
    const attribute = (key: string) => attributes?.find((candidate) => candidate.key === key)?.value;
    const found = [attribute('package_name'), attribute('package_version')].filter(Boolean).join(' ');
    return { name: plainText(name ?? ''), severity: severity(level), ...(found && { found: plainText(found) }) };
  });
  const enhanced = (findings?.enhancedFindings ?? []).map(({ title, severity: level, packageVulnerabilityDetails }): Finding => {
    const found = packageVulnerabilityDetails?.vulnerablePackages?.map(({ name, version }) => `${name} ${version}`).join(', ');
    return { name: plainText(title ?? ''), severity: severity(level), ...(found && { found: plainText(found) }) };
  });
  return [...basic, ...enhanced].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}

/** Whose credentials the usual chain gives, or why that cannot be known; and the Region that the set-up of AWS names. */
export type WhoAsks = { readonly region?: string } & ({ readonly account: string; readonly arn: string } | { readonly problem: string });

/** @param region where to ask when the set-up of AWS names no Region */
export async function whoAsks(region: string | undefined, signal: AbortSignal): Promise<WhoAsks> {
  const set = await sessionRegion(undefined);
  const client = new STSClient({ ...sdkOptions({ region: set ?? region ?? 'us-east-1' }), maxAttempts: 2 });
  try {
    const { Account, Arn } = await client.send(new GetCallerIdentityCommand({}), { abortSignal: signal });
    return { ...(set && { region: set }), account: Account ?? '', arn: Arn ?? '' };
  } catch (error) {
    signal.throwIfAborted();
    const { name, message } = error as Error;
    return { ...(set && { region: set }), problem: plainText(`${name}: ${message}`) };
  } finally {
    client.destroy();
  }
}
