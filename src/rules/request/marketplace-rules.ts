import { type RequestRule, type RequestSubject, placed, rulesOf, trainingJobs, transformJobs, when } from './request-rule';
import { ecrImage, s3Region } from '../../contract/ecr';
import { type Finding, shown } from '../rule';

/** A text and where it stands. */
interface Text {
  readonly text: string;
  readonly path: string;
}

const isProduct = ({ parts }: RequestSubject): boolean => parts.CertifyForMarketplace === true;

/** A rule for what is to be listed. */
const rule = (code: string, check: (subject: RequestSubject) => Finding[]) =>
  ({ code, check: (subject: RequestSubject) => (isProduct(subject) ? check(subject) : []) });

/** The name of an image and the digest that stands beside it. */
export interface Image extends Text {
  readonly digest?: string;
  readonly digestPath: string;
}

const image = (text: string | undefined, digest: string | undefined, path: string): Image[] =>
  (text ? [{ text, path, digest, digestPath: `${path}Digest` }] : []);

/** The images of a request. */
export function images({ parts: { TrainingSpecification: training, InferenceSpecification: inference } }: RequestSubject): Image[] {
  return [
    ...image(training?.TrainingImage, training?.TrainingImageDigest, 'TrainingSpecification.TrainingImage'),
    ...placed(inference?.Containers, 'InferenceSpecification.Containers').flatMap(({ value: { Image: name, ImageDigest }, path }) =>
      image(name, ImageDigest, `${path}.Image`)),
  ];
}

/** Every S3 location of the validation. */
function locations(subject: RequestSubject): Text[] {
  const found = [
    ...trainingJobs(subject).flatMap(({ value: { InputDataConfig, OutputDataConfig }, path }) => [
      ...placed(InputDataConfig, `${path}.InputDataConfig`).map(({ value, path: channel }) =>
        ({ text: value.DataSource?.S3DataSource?.S3Uri, path: `${channel}.DataSource.S3DataSource.S3Uri` })),
      { text: OutputDataConfig?.S3OutputPath, path: `${path}.OutputDataConfig.S3OutputPath` },
    ]),
    ...transformJobs(subject).flatMap(({ value: { TransformInput, TransformOutput }, path }) => [
      { text: TransformInput?.DataSource?.S3DataSource?.S3Uri, path: `${path}.TransformInput.DataSource.S3DataSource.S3Uri` },
      { text: TransformOutput?.S3OutputPath, path: `${path}.TransformOutput.S3OutputPath` },
    ]),
  ];
  return found.flatMap(({ text, path }) => (text === undefined ? [] : { text, path }));
}

/** Images whose account or Region is not the first one's, as far as their names say. */
function apart(subject: RequestSubject, part: 'accountId' | 'region', word: string): Finding[] {
  const known = images(subject).flatMap(({ text, path }) => {
    const value = ecrImage(text)?.[part];
    return value === undefined ? [] : { value, path };
  });
  return known.filter(({ value }) => value !== known[0].value).map(({ value, path }) => ({
    path,
    what: `is in ${word} ${value}, and the first image is in ${known[0].value}`,
    why: 'all images of a product are in one account and Region (AWS Marketplace, service restrictions)',
    fix: `push it to ${word} ${known[0].value}`,
  }));
}

/** What AWS Marketplace asks for beside what CreateAlgorithm does. */
export const MARKETPLACE_RULES: readonly RequestRule[] = rulesOf(100, [
  rule('SMA_REQ_MARKETPLACE_INFERENCE', ({ parts }) => when(parts.InferenceSpecification === undefined, () => ({
    path: 'InferenceSpecification',
    what: 'is missing beside CertifyForMarketplace',
    why: 'a product has a training and an inference image (AWS Marketplace, requirements for algorithms)',
    fix: 'add it, or set CertifyForMarketplace to false',
  }))),
  rule('SMA_REQ_MARKETPLACE_VALIDATION', ({ parts }) => when(parts.ValidationSpecification === undefined, () => ({
    path: 'ValidationSpecification',
    what: 'is missing beside CertifyForMarketplace',
    why: 'AWS runs a training job and a batch transform job before it lists a product (CreateAlgorithm, AlgorithmValidationSpecification)',
    fix: 'add it, or set CertifyForMarketplace to false',
  }))),
  rule('SMA_REQ_MARKETPLACE_TRANSFORM', ({ parts }) =>
    placed(parts.ValidationSpecification?.ValidationProfiles, 'ValidationSpecification.ValidationProfiles').flatMap(({ value, path }) =>
      when(value.TransformJobDefinition === undefined, () => ({
        path: `${path}.TransformJobDefinition`,
        what: 'is missing beside CertifyForMarketplace',
        why: 'AWS runs a batch transform job before it lists a product (CreateAlgorithm, AlgorithmValidationProfile)',
        fix: 'add it, or set CertifyForMarketplace to false',
      })))),
  rule('SMA_REQ_MARKETPLACE_REGISTRY', (subject) => images(subject).filter(({ text }) => ecrImage(text) === undefined).map(({ text, path }) => ({
    path,
    what: `is ${shown(text)}, which is not in Amazon ECR`,
    why: "the images of a product are in the seller's own repositories (AWS Marketplace, service restrictions)",
    fix: 'push it to <account>.dkr.ecr.<region>.amazonaws.com',
  }))),
  rule('SMA_REQ_MARKETPLACE_ACCOUNT', (subject) => apart(subject, 'accountId', 'account')),
  rule('SMA_REQ_MARKETPLACE_REGION', (subject) => {
    const region = images(subject).map(({ text }) => ecrImage(text)?.region).find((name) => name !== undefined);
    const buckets = locations(subject).flatMap(({ text, path }) => {
      const of = s3Region(text);
      return when(region !== undefined && of !== undefined && of !== region, () => ({
        path,
        what: `is in Region ${of}, and the images are in ${region}`,
        why: 'images and data of a product are in one Region (AWS Marketplace, service restrictions)',
        fix: `use a bucket in ${region}`,
      }));
    });
    return [...apart(subject, 'region', 'Region'), ...buckets];
  }),
  rule('SMA_REQ_MARKETPLACE_ARTIFACTS', (subject) => trainingJobs(subject).flatMap(({ value: { OutputDataConfig }, path }) =>
    when(OutputDataConfig?.CompressionType === 'NONE', () => ({
      path: `${path}.OutputDataConfig.CompressionType`,
      what: 'is "NONE" beside CertifyForMarketplace',
      why: 'a product hosts model.tar.gz only (Developer Guide, model artifacts)',
      fix: 'use "GZIP", or leave it out',
    })))),
]);
