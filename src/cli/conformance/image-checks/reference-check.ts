import type { ImageSubject } from './image-subject';
import { ecrHost, ecrImage, IMAGE_REFERENCE_MAX_CHARS, IMAGE_TAG, REPOSITORY, REPOSITORY_MAX_CHARS, REPOSITORY_MIN_CHARS } from '../../../contract/ecr';
import { IMAGE_DIGEST } from '../../../contract/images-lock';
import { placeholdersIn } from '../../../request/image-references';
import { fail, pass, skip, type Check } from '../check';

/** Whether a host is that of a private registry, the FIPS one of the Region included. */
function isRegistry(host: string): boolean {
  const { accountId, region } = ecrImage(`${host}/`) ?? {};
  return accountId !== undefined && region !== undefined && host.replace('.ecr-fips.', '.ecr.') === ecrHost(accountId, region);
}

/** What keeps a text from naming an image in a private ECR registry; pure. */
export function referenceProblems(reference: string): string[] {
  const slash = reference.indexOf('/');
  const [, repository = '', tag, digest] = /^([^:@]*)(?::([^@]*))?(?:@(.*))?$/.exec(reference.slice(slash + 1)) ?? [];
  return [
    ...(reference.length > IMAGE_REFERENCE_MAX_CHARS ? [`it has ${reference.length} characters; SageMaker takes ${IMAGE_REFERENCE_MAX_CHARS}`] : []),
    ...(isRegistry(reference.slice(0, Math.max(0, slash))) ? [] : ['its host is none of <account>.dkr.ecr.<region>.<suffix>']),
    ...(REPOSITORY.test(repository) && repository.length >= REPOSITORY_MIN_CHARS && repository.length <= REPOSITORY_MAX_CHARS ? []
      : [`${JSON.stringify(repository)} is no name of a repository`]),
    ...(tag !== undefined && !IMAGE_TAG.test(tag) ? [`${JSON.stringify(tag)} is no tag`] : []),
    ...(digest !== undefined && !IMAGE_DIGEST.test(digest) ? [`${JSON.stringify(digest)} is no digest`] : []),
    ...(tag === undefined && digest === undefined ? ['it has neither a tag nor a digest'] : []),
  ];
}

export const REFERENCE: Check<ImageSubject> = {
  number: 12,
  kind: 'M',
  name: 'the image has a name of Amazon ECR that SageMaker takes',
  source: 'https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html',
  run: async ({ reference }) => {
    if (reference === undefined) return skip('no request names the image');
    const words = placeholdersIn(reference);
    if (words.length > 0) return skip(`${reference} has placeholders: ${words.join(', ')}`);
    const problems = referenceProblems(reference);
    return problems.length === 0 ? pass(reference)
      : fail('correct ecrAccountId, ecrRegion, ecrRepository or algorithmVersion in .projenrc.ts', reference, ...problems);
  },
};
