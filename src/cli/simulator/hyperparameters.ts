import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HYPERPARAMETER_VALUE_MAX_CHARS, HYPERPARAMETERS_MAX } from '../../contract/algorithm-limits';
import type { HyperparameterSpec } from '../../contract/algorithm-spec';
import { parseHyperparameter } from '../../contract/hyperparameter-value';
import { isReservedHyperparameter, type HyperparametersFile } from '../../contract/training-input';
import { CliError } from '../cli-error';
import type { Project } from '../project';

/** `name=value`; the value may hold further equals signs. */
export function parseAssignment(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new CliError('SMA_CLI_USAGE', {
    what: `--hyperparameter "${text}" has no name and value.`,
    fix: 'write --hyperparameter name=value, once per hyperparameter',
  });
}

/**
 * The hyperparameters of a local job: the validation's, the project's file over them, then the command line. Defaults are not
 * filled in: the service does not do that either, the algorithm applies them itself. All problems are told at once.
 */
export async function localHyperparameters(project: Project, assignments: readonly string[]): Promise<HyperparametersFile> {
  const assigned = Object.fromEntries(assignments.map(parseAssignment));
  const given = { ...project.plan.local.hyperparameters, ...(await readFileOfProject(project)), ...assigned };
  const problems = checkHyperparameters(project.plan.algorithm.training.hyperparameters, given);
  if (problems.length === 0) return given;
  throw new CliError('SMA_CLI_HYPERPARAMETERS', {
    what: 'the hyperparameters of this run are not what the algorithm takes:',
    why: 'SageMaker checks a job against the definition of its algorithm and refuses it',
    fix: `correct --hyperparameter or ${project.plan.local.hyperparametersFile}`,
    details: problems,
  });
}

async function readFileOfProject(project: Project): Promise<Record<string, string>> {
  const name = project.plan.local.hyperparametersFile;
  const text = await readFile(join(project.dir, name), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}';
    throw unusable(name, `cannot be read (${error.code})`, error);
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw unusable(name, `is not JSON (${(cause as Error).message})`, cause);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unusable(name, 'is not a JSON object');
  const nested = Object.entries(value).find(([, entry]) => typeof entry === 'object');
  if (nested) throw unusable(name, `has "${nested[0]}": ${JSON.stringify(nested[1])}; values are texts, numbers or booleans`);
  // As callers of the service do: every value travels as text.
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, String(entry)]));
}

const unusable = (name: string, problem: string, cause?: unknown) => new CliError('SMA_CLI_HYPERPARAMETERS', {
  what: `${name} ${problem}.`,
  why: 'hyperparameters are a flat map of texts',
  fix: `write ${name} like { "max_depth": "4" }`,
  cause,
});

/** What is wrong with the hyperparameters of a job, one sentence each; pure. */
export function checkHyperparameters(specs: readonly HyperparameterSpec[], given: HyperparametersFile): string[] {
  const names = Object.keys(given);
  const known = specs.map((spec) => spec.name);
  return [
    ...(names.length > HYPERPARAMETERS_MAX ? [`${names.length} hyperparameters; SageMaker takes ${HYPERPARAMETERS_MAX}`] : []),
    ...names
      .filter((name) => !known.includes(name) && !isReservedHyperparameter(name))
      .map((name) => `${name} is not a hyperparameter of the algorithm; it has: ${known.join(', ') || 'none'}`),
    ...specs
      .filter((spec) => spec.required && given[spec.name] === undefined)
      .map((spec) => `${spec.name} is required and was not given`),
    ...specs.flatMap((spec) => (given[spec.name] === undefined ? [] : checkValue(spec, given[spec.name]))),
  ];
}

function checkValue(spec: HyperparameterSpec, value: string): string[] {
  if (value.length > HYPERPARAMETER_VALUE_MAX_CHARS) {
    return [`${spec.name} has ${value.length} characters; SageMaker takes ${HYPERPARAMETER_VALUE_MAX_CHARS}`];
  }
  const parsed = parseHyperparameter(spec, value);
  return 'problem' in parsed ? [`${spec.name} ${parsed.problem}`] : [];
}
