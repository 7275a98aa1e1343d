/** Names in Amazon ECR.
 *  @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */

/** AWS partitions: the Regions of each and the suffix of its host names.
 *  @see botocore's partitions.json, 2026-10-01 */
export const PARTITIONS: ReadonlyArray<{ readonly name: string; readonly region: RegExp; readonly suffix: string }> = [
  { name: 'aws', region: /^(us|eu|ap|sa|ca|me|af|il|mx)-\w+-\d+$/, suffix: 'amazonaws.com' },
  { name: 'aws-cn', region: /^cn-\w+-\d+$/, suffix: 'amazonaws.com.cn' },
  { name: 'aws-us-gov', region: /^us-gov-\w+-\d+$/, suffix: 'amazonaws.com' },
  { name: 'aws-eusc', region: /^eusc-(de)-\w+-\d+$/, suffix: 'amazonaws.eu' },
  { name: 'aws-iso', region: /^us-iso-\w+-\d+$/, suffix: 'c2s.ic.gov' },
  { name: 'aws-iso-b', region: /^us-isob-\w+-\d+$/, suffix: 'sc2s.sgov.gov' },
  { name: 'aws-iso-e', region: /^eu-isoe-\w+-\d+$/, suffix: 'cloud.adc-e.uk' },
  { name: 'aws-iso-f', region: /^us-isof-\w+-\d+$/, suffix: 'csp.hci.ic.gov' },
];

/** An AWS account: 12 digits. */
export const ACCOUNT_ID = /^\d{12}$/;

/** Repository, 2–256 characters. */
export const REPOSITORY = /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/;
export const REPOSITORY_MIN_CHARS = 2;
export const REPOSITORY_MAX_CHARS = 256;

/** Tag, by Docker's rule, which is narrower than ECR's. */
export const IMAGE_TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;

/** A reference to an image: host and port, path, tag, digest. A colon without a slash after it is a tag's, not a port's.
 *  @see https://github.com/distribution/reference (grammar of Docker's references) */
export const IMAGE_REFERENCE =
  /^[a-zA-Z0-9][a-zA-Z0-9.-]*(:\d+(?=\/))?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*(?<tag>:[A-Za-z0-9_][A-Za-z0-9._-]{0,127})?(?<digest>@sha256:[0-9a-f]{64})?$/;

/** Longest image reference that SageMaker takes. Unit: characters. */
export const IMAGE_REFERENCE_MAX_CHARS = 255;

/** The partition as ARNs name it; `aws` where no partition has such a Region. */
export const partitionName = (region: string): string => PARTITIONS.find((candidate) => candidate.region.test(region))?.name ?? 'aws';

/** The host of a private registry, or undefined when no partition has such a Region. */
export function ecrHost(accountId: string, region: string): string | undefined {
  const partition = PARTITIONS.find((candidate) => candidate.region.test(region));
  return partition && `${accountId}.dkr.ecr.${region}.${partition.suffix}`;
}

/** What the name of an image in a private registry says; an account or a Region that cannot be one is left out. */
export interface EcrImage {
  readonly accountId?: string;
  readonly region?: string;
}

/** Reads the host of an image's name; undefined where it is no registry of ECR. */
export function ecrImage(reference: string): EcrImage | undefined {
  const [, accountId, region] = /^([A-Za-z0-9]+)\.dkr\.ecr(?:-fips)?\.([A-Za-z0-9-]+)\.[a-z0-9.-]+\//.exec(reference) ?? [];
  if (accountId === undefined) return undefined;
  return {
    ...(ACCOUNT_ID.test(accountId) && { accountId }),
    ...(PARTITIONS.some((partition) => partition.region.test(region)) && { region }),
  };
}

/** The Region that a URL of S3 names; undefined for `s3://…` and for URLs that name none. */
export function s3Region(uri: string): string | undefined {
  const [, region] = /^https:\/\/(?:[^/]+\.)?s3[.-](?:dualstack\.)?([a-z0-9-]+)\.amazonaws\.com/.exec(uri) ?? [];
  return region !== undefined && PARTITIONS.some((partition) => partition.region.test(region)) ? region : undefined;
}
