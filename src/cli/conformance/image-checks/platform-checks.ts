import { GUIDE, inspected } from './image-subject';
import { SERVERLESS_IMAGE_MAX_BYTES } from '../../../contract/algorithm-limits';
import { CAPABILITY_LABELS } from '../../../contract/container-http';
import { bytes } from '../../quantities';
import { fail, pass } from '../check';

export const PLATFORM = inspected({
  number: 6,
  name: 'the image is for the system and the processor of its instances',
  source: `${GUIDE}/your-algorithms-training-algo-dockerfile.html`,
}, ({ os, architecture }, { platform }) => {
  const shown = `the image is ${os}/${architecture}`;
  const [wantedOs, wantedArchitecture] = platform.split('/');
  return os === wantedOs && architecture === wantedArchitecture ? pass(shown)
    : fail(`build it for ${platform}, for example with "npx projen image:build"`, shown, `the instances are ${platform}`);
});

export const LABELS = inspected({
  number: 11,
  name: 'labels that promise a behaviour are exactly "true" and those of the programs inside',
  source: `${GUIDE}/inference-pipeline-real-time.html`,
}, ({ labels }, { labels: wanted }) => {
  const set = CAPABILITY_LABELS.filter((name) => labels[name] !== undefined);
  const problems = [
    ...set.filter((name) => labels[name] !== 'true').map((name) => `${name} is ${JSON.stringify(labels[name])}`),
    ...(wanted ? set.filter((name) => wanted[name] === undefined).map((name) => `${name} promises what the programs inside do not do`) : []),
    ...Object.entries(wanted ?? {}).filter(([name, value]) => labels[name] !== value)
      .map(([name, value]) => `${name} should be ${JSON.stringify(value)} and is ${labels[name] === undefined ? 'missing' : JSON.stringify(labels[name])}`),
  ];
  if (problems.length > 0) return fail('build the image from its generated Dockerfile: "npx projen image:build"', ...new Set(problems));
  return pass(set.length === 0 ? 'no such label' : set.map((name) => `${name}=true`).join(', '));
});

export const SIZE = inspected({
  number: 14,
  name: `the image has at most ${bytes(SERVERLESS_IMAGE_MAX_BYTES)}`,
  source: `${GUIDE}/serverless-endpoints.html`,
  recommended: true,
}, ({ size }) => (size <= SERVERLESS_IMAGE_MAX_BYTES ? pass(bytes(size))
  : fail('use a smaller base image, or load data from an additional data source', `${bytes(size)}, uncompressed`)));
