import { type Rule, shown } from './rule';
import { ENTITY_NAME, ENTITY_NAME_MAX_CHARS } from '../contract/algorithm-limits';
import {
  ACCOUNT_ID, IMAGE_REFERENCE, IMAGE_REFERENCE_MAX_CHARS, IMAGE_TAG, PARTITIONS, REPOSITORY, REPOSITORY_MAX_CHARS, REPOSITORY_MIN_CHARS,
} from '../contract/ecr';
import type { AlgorithmPlan } from '../contract/plan';

/** Oldest Node whose bundles are tested; the runtime itself runs on it. */
const NODE_MAJOR_MIN = 20;
const NODE_MAJOR_MAX = 99;

/** A name in the npm registry, scope included. */
const NPM_NAME = /^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;

const isNodeMajor = (major: number): boolean => Number.isInteger(major) && major >= NODE_MAJOR_MIN && major <= NODE_MAJOR_MAX;

/** Whether nothing that follows from the project's name has a letter or digit. */
const isNameless = ({ images: [{ localName }] }: AlgorithmPlan): boolean => /^(-|$)/.test(localName);

const isReference = (image: string): boolean => IMAGE_REFERENCE.test(image) && image.length <= IMAGE_REFERENCE_MAX_CHARS;

const isRepository = (name: string): boolean =>
  REPOSITORY.test(name) && name.length >= REPOSITORY_MIN_CHARS && name.length <= REPOSITORY_MAX_CHARS;

export const IMAGE_RULES: readonly Rule[] = [
  {
    code: 'SMA_DEF_ALGORITHM_NAME',
    check: (plan) => ENTITY_NAME.test(plan.algorithm.name) && !isNameless(plan) ? [] : [{
      path: isNameless(plan) ? 'name' : 'algorithmName',
      what: isNameless(plan) ? 'holds no letter and no digit' : `is ${shown(plan.algorithm.name)}`,
      why: `an algorithm has a name of 1 to ${ENTITY_NAME_MAX_CHARS} letters, digits and "-" (CreateAlgorithm, EntityName)`,
      fix: "use a name that holds letters or digits, for example 'iris-decision-tree'",
    }],
  },
  {
    code: 'SMA_DEF_NODE_VERSION',
    check: ({ images: [{ nodeMajor }] }) => isNodeMajor(nodeMajor) ? [] : [{
      path: 'imageNodeVersion',
      what: `is ${shown(nodeMajor)}`,
      why: `it is the major version of Node in the images, ${NODE_MAJOR_MIN} or later`,
      fix: 'use 24, or leave the option out',
    }],
  },
  {
    code: 'SMA_DEF_BASE_IMAGE',
    check: ({ images: [{ baseImage, builderImage }] }) =>
      ([['baseImage', baseImage], ['imageBuilder', builderImage]] as const).flatMap(([path, image]) => image === undefined || isReference(image) ? [] : [{
        path,
        what: `is ${shown(image)}`,
        why: `it stands behind FROM in the Dockerfiles: an image reference of at most ${IMAGE_REFERENCE_MAX_CHARS} characters`,
        fix: "use for example 'public.ecr.aws/docker/library/node:24-bookworm-slim', or leave the option out",
      }]),
  },
  {
    code: 'SMA_DEF_EXTERNAL',
    check: ({ images: [{ externals }] }) => externals.flatMap((name, index) => {
      const path = `imageExternals[${index}]`;
      const why = 'externals are names of npm packages, without version: the version is the one in the lockfile';
      if (externals.indexOf(name) !== index) return [{ path, what: `is ${shown(name)}, which is in the list already`, why, fix: 'remove it' }];
      if (NPM_NAME.test(name)) return [];
      const bare = name.replace(/(.)@.*$/, '$1').toLowerCase();
      return [{ path, what: `is ${shown(name)}`, why, fix: NPM_NAME.test(bare) ? `use ${shown(bare)} and put the version into deps` : 'use the name of the package' }];
    }),
  },
  {
    code: 'SMA_DEF_VERSION',
    check: ({ algorithm: { version } }) => version === undefined || IMAGE_TAG.test(version) ? [] : [{
      path: 'algorithmVersion',
      what: `is ${shown(version)}`,
      why: 'it becomes the tag of the images: 1 to 128 letters, digits, ".", "_" and "-", not starting with "." or "-"',
      fix: `use ${shown(version.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[.-]+/, '').slice(0, 128) || '1.0.0')}`,
    }],
  },
  {
    code: 'SMA_DEF_ECR_ACCOUNT',
    check: ({ ecr: { accountId } }) => accountId === undefined || ACCOUNT_ID.test(accountId) ? [] : [{
      path: 'ecrAccountId',
      what: `is ${shown(accountId)}`,
      why: 'an AWS account is written with 12 digits, leading zeros included',
      fix: "use a text such as '111122223333'",
    }],
  },
  {
    code: 'SMA_DEF_ECR_REGION',
    check: ({ ecr: { region } }) => region === undefined || PARTITIONS.some((partition) => partition.region.test(region)) ? [] : [{
      path: 'ecrRegion',
      what: `is ${shown(region)}, which is in no AWS partition`,
      why: 'the host of the registry holds it',
      fix: "use for example 'us-east-1'",
    }],
  },
  {
    code: 'SMA_DEF_ECR_REPOSITORY',
    check: ({ images }) => images.filter(({ repository, localName }) =>
      // One that only follows from a name without letters has been told as the name.
      !isRepository(repository) && !(repository === localName && /^(-|$)/.test(localName))).slice(0, 1).map(({ repository }) => ({
      path: 'ecrRepository',
      what: `gives the repository ${shown(repository)}`,
      why: `a repository has ${REPOSITORY_MIN_CHARS} to ${REPOSITORY_MAX_CHARS} lower-case letters and digits, with single ".", "_", "-" or "/" between them`,
      fix: "use for example 'iris-decision-tree'",
    })),
  },
];
