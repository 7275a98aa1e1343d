import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FIXTURE_PLAN, fixtureProject } from './fixture-project';
import type { AlgorithmPlan } from '../../../src/contract/plan';

const PROGRAM = readFileSync(join(__dirname, '..', 'fixtures', 'train-steps.js'), 'utf8');

const NAME = `steps-${process.pid}`;

/** The plan of a project whose training learns in steps, also on several hosts; its name is that of one test file's run. */
export const STEPS_PLAN: AlgorithmPlan = {
  ...FIXTURE_PLAN,
  images: FIXTURE_PLAN.images.map((image) => ({ ...image, localName: `${NAME}-${image.name}` })),
  algorithm: { ...FIXTURE_PLAN.algorithm, name: NAME, training: { ...FIXTURE_PLAN.algorithm.training, distributed: true } },
};

/** A project with the program of fixtures/train-steps.js; returns the folder. */
export const stepsProject = (): string =>
  fixtureProject({ plan: STEPS_PLAN, files: { 'container/training/program/train.js': PROGRAM } });
