import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FIXTURE_PLAN, fixtureProject } from './fixture-project';
import type { AlgorithmPlan } from '../../../src/contract/plan';

const PROGRAM = readFileSync(join(__dirname, '..', 'fixtures', 'train-steps.js'), 'utf8');

/** The plan of a project whose training learns in steps, also on several hosts. */
export const STEPS_PLAN: AlgorithmPlan = {
  ...FIXTURE_PLAN,
  algorithm: { ...FIXTURE_PLAN.algorithm, training: { ...FIXTURE_PLAN.algorithm.training, distributed: true } },
};

/** A project with the program of fixtures/train-steps.js; returns the folder. */
export const stepsProject = (): string =>
  fixtureProject({ plan: STEPS_PLAN, files: { 'container/training/program/train.js': PROGRAM } });
