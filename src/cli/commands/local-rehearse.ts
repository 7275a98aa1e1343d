import { relative } from 'node:path';
import type { Command } from 'commander';
import type { CliContext } from '../cli-context';
import { CliError } from '../cli-error';
import { engineChoice, engineOption, jsonOption } from './run-options';
import type { WantedEngine } from '../engine/choose-engine';
import { withEngine } from '../engine/with-engine';
import { requireBundles } from '../project';
import { RehearsalSteps, renderSteps } from '../rehearsal/rehearsal-steps';
import { newRunFolder } from '../simulator/run-folder';
import { renderRows, trainingRows } from '../simulator/summary';
import { transformPaths } from '../simulator/transform/transform-record';

export function addLocalRehearse(program: Command, context: CliContext): void {
  program
    .command('local:rehearse')
    .description('what AWS does to validate the algorithm, here: the profile\'s training job, then its transform job')
    .addOption(engineOption())
    .addOption(jsonOption())
    .action((options: { readonly engine: WantedEngine }) => localRehearse(context, options.engine));
}

async function localRehearse(context: CliContext, wanted: WantedEngine): Promise<void> {
  const { report, signal, engines } = context;
  const { notRehearsed, rehearse, validationToRehearse } = await import('../rehearsal/rehearse');
  const { transformDocument, transformRows } = await import('../simulator/transform/render-transform');
  const project = await context.project();
  const validation = validationToRehearse(project.plan);
  await requireBundles(project, ['train', 'serve']);
  const run = await newRunFolder(project);
  const inProject = (path: string) => relative(project.dir, path);
  const jobs = validation.transform ? ['training job', 'transform job'] as const : ['training job'] as const;
  const steps = new RehearsalSteps(run, validation.profileName, ['data', ...jobs]);
  const data = () => ({ profile: validation.profileName, steps: steps.all, run: inProject(run.dir) });
  try {
    const choice = engineChoice(context, project, run, wanted, ['train', 'serve']);
    const { engine, unchecked, training, transform } = await withEngine(context, choice, async (one) =>
      ({ engine: one.name, unchecked: one.unchecked, ...await rehearse({ project, run, validation, steps }, one, report, signal) }));
    const output = inProject(transformPaths(run).output);
    const model = inProject(run.modelArchive);
    const left = [...unchecked, ...notRehearsed(validation)];
    report.result(renderRows([
      ['engine', [engine]],
      ...trainingRows(training, model),
      ...(transform ? transformRows({ job: transform, output }) : []),
      ['validation', renderSteps(steps.all, report)],
      ['not checked', left],
      ['run', [inProject(run.dir)]],
    ]));
    const facts = { engine, unchecked: left, model, output, run: inProject(run.dir) };
    const transformed = transform && transformDocument({ ...facts, job: transform });
    report.document({ ok: true, engine, unchecked: left, job: training, ...transformed, ...data(), leftBehind: engines.left });
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    report.result(renderRows([['validation', renderSteps(steps.all, report)], ['run', [inProject(run.dir)]]]));
    const { code, what, why, fix, details, cause } = error;
    throw new CliError(code, { what, why, fix, details, cause, data: { ...error.data, ...data() } });
  }
}
