import { chmodSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ImageLayout } from '../../src';
import { type CreateAlgorithmRequest, REQUEST_FILE } from '../../src/contract/create-algorithm';
import { SMALLEST, type Synthesized, newProject } from '../support/new-project';

const IN_ECR = { ...SMALLEST, ecrAccountId: '111122223333', ecrRegion: 'eu-west-1', algorithmVersion: '1.0.0' };
const HOST = '111122223333.dkr.ecr.eu-west-1.amazonaws.com';
const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

const requestOf = (project: Synthesized): CreateAlgorithmRequest => JSON.parse(project.read(REQUEST_FILE));
const imagesOf = ({ TrainingSpecification, InferenceSpecification }: CreateAlgorithmRequest) =>
  [TrainingSpecification.TrainingImage, InferenceSpecification!.Containers[0].Image];

/** What `algorithm:spec` does once a push has recorded digests. */
function recordDigests(project: Synthesized): CreateAlgorithmRequest {
  const { TrainingSpecification, InferenceSpecification, ...rest } = requestOf(project);
  const request = {
    ...rest,
    TrainingSpecification: { ...TrainingSpecification, TrainingImage: `${HOST}/smallest-training@${DIGEST}`, TrainingImageDigest: DIGEST },
    InferenceSpecification: { ...InferenceSpecification, Containers: [{ Image: `${HOST}/smallest-inference@${DIGEST}`, ImageDigest: DIGEST }] },
  };
  const file = join(project.outdir, REQUEST_FILE);
  chmodSync(file, 0o644);
  writeFileSync(file, JSON.stringify(request));
  return request as CreateAlgorithmRequest;
}

describe('the CreateAlgorithm request', () => {
  test('names the images by the tag that the definition states', () => {
    expect(imagesOf(requestOf(newProject(IN_ECR)))).toEqual([`${HOST}/smallest-training:1.0.0`, `${HOST}/smallest-inference:1.0.0`]);
  });

  test('names the one image of the combined layout twice', () => {
    const images = imagesOf(requestOf(newProject({ ...IN_ECR, imageLayout: ImageLayout.COMBINED })));

    expect(images).toEqual([`${HOST}/smallest:1.0.0`, `${HOST}/smallest:1.0.0`]);
  });

  test('says in capitals what the definition does not say', () => {
    expect(imagesOf(requestOf(newProject(SMALLEST)))[0]).toBe('ACCOUNT.dkr.ecr.REGION.amazonaws.com/smallest-training:VERSION');
  });

  test('holds nothing beside the request, so that the AWS CLI takes the file, and cannot be edited by mistake', () => {
    const project = newProject(SMALLEST);

    expect(Object.keys(requestOf(project))).toEqual(['AlgorithmName', 'TrainingSpecification', 'InferenceSpecification', 'CertifyForMarketplace']);
    expect(statSync(join(project.outdir, REQUEST_FILE)).mode & 0o222).toBe(0);
  });

  test('keeps the digests that were filled in while the definition says the same about the images', () => {
    const project = newProject(IN_ECR);
    const filledIn = recordDigests(project);

    expect(requestOf(newProject(IN_ECR, project.outdir))).toEqual(filledIn);
    const redescribed = requestOf(newProject({ ...IN_ECR, description: 'Other words' }, project.outdir));
    expect(redescribed).toMatchObject({ AlgorithmDescription: 'Other words', TrainingSpecification: { TrainingImageDigest: DIGEST } });
  });

  test.each([
    ['another version', { algorithmVersion: '1.1.0' }, `${HOST}/smallest-training:1.1.0`],
    ['another account', { ecrAccountId: '444455556666' }, '444455556666.dkr.ecr.eu-west-1.amazonaws.com/smallest-training:1.0.0'],
    ['another repository', { ecrRepository: 'acme' }, `${HOST}/acme-training:1.0.0`],
  ])('forgets them with %s', (_, change, image) => {
    const project = newProject(IN_ECR);
    recordDigests(project);

    const request = requestOf(newProject({ ...IN_ECR, ...change }, project.outdir));

    expect(request.TrainingSpecification.TrainingImage).toBe(image);
    expect(request.TrainingSpecification.TrainingImageDigest).toBeUndefined();
  });

  test('keeps what fills in the definition, and nothing that contradicts it', () => {
    const open = newProject(SMALLEST);
    const filledIn = (project: Synthesized, name: (image: 'training' | 'inference') => string) => {
      const { TrainingSpecification, InferenceSpecification, ...rest } = requestOf(project);
      chmodSync(join(project.outdir, REQUEST_FILE), 0o644);
      writeFileSync(join(project.outdir, REQUEST_FILE), JSON.stringify({
        ...rest,
        TrainingSpecification: { ...TrainingSpecification, TrainingImage: name('training') },
        InferenceSpecification: { ...InferenceSpecification, Containers: [{ Image: name('inference') }] },
      }));
    };

    filledIn(open, (image) => `${HOST}/smallest-${image}:2.0.0`);
    expect(imagesOf(requestOf(newProject(SMALLEST, open.outdir)))).toEqual([`${HOST}/smallest-training:2.0.0`, `${HOST}/smallest-inference:2.0.0`]);
    filledIn(open, (image) => `${HOST}/other-${image}:2.0.0`);
    expect(imagesOf(requestOf(newProject(SMALLEST, open.outdir)))[0]).toContain('ACCOUNT');

    const stated = newProject(IN_ECR);
    filledIn(stated, (image) => `${HOST}/smallest-${image}:2.0.0`);
    expect(imagesOf(requestOf(newProject(IN_ECR, stated.outdir)))[0]).toBe(`${HOST}/smallest-training:1.0.0`);
  });

  test.each(['', '{', '[]', '{"TrainingSpecification":null}'])('is made anew where the file holds %j', (text) => {
    const project = newProject(IN_ECR);
    const whole = project.read(REQUEST_FILE);
    chmodSync(join(project.outdir, REQUEST_FILE), 0o644);
    writeFileSync(join(project.outdir, REQUEST_FILE), text);

    expect(newProject(IN_ECR, project.outdir).read(REQUEST_FILE)).toBe(whole);
  });
});
