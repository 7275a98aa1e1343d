import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { engineOption, hyperparameterOption } from './run-options';
import type { CliContext } from '../cli-context';
import { CliError } from '../cli-error';
import { LAST_CHECK, type CheckResult } from '../conformance/check';
import { examine, type ConformanceOptions } from '../conformance/examined';
import { parseOnly } from '../conformance/only';
import { renderCounts, renderResult, toneOf } from '../conformance/render-results';
import { resultsDocument, type ResultsDocument } from '../conformance/reports/results-document';
import type { CheckedSubject } from '../conformance/suite';
import { declaredSuite, type Suites, suitesFor } from '../conformance/suites';
import { removeTemporary, temporaryFolder } from '../leftovers/claim';
import { count } from '../quantities';
import { unwritable } from '../unwritable';

/** As long as the service can be told to wait. Unit: s. */
const STARTUP_MAX_SECONDS = 3_600;

/** Kinds of files that the results can be written to, and the option of each. */
const FORMATS = ['json', 'junit', 'html'] as const;
type Format = (typeof FORMATS)[number];

interface CommandOptions extends ConformanceOptions {
  readonly only?: ReadonlySet<number>;
  /** `true`: the document goes to stdout. */
  readonly json?: string | true;
  readonly junit?: string;
  readonly html?: string;
}

export function addConformance(program: Command, context: CliContext): void {
  program
    .command('conformance')
    .description(`runs the checks 1 to ${LAST_CHECK} on images, made with sm-algorithm or not; without --image on those of the project`)
    .option('--image <name>', 'the training image, and the inference image too unless one is named')
    .option('--inference-image <name>', 'the inference image')
    .option('--plan <file>', 'plan of the algorithm, or the folder of its project; without it what can be is inferred')
    .option('--data <dir>', 'sample data where no plan names any: one folder per channel')
    .option('--payloads <dir>', 'sample requests where no plan names any: their extensions say the content types')
    .option('--model <file>', 'model.tar.gz or folder to serve, instead of the model of an ordinary training job')
    .addOption(hyperparameterOption())
    .option('--startup-timeout <seconds>', 'how long the server may take until it is ready: 1 to 3600, 60 by default', seconds)
    .option('--only <numbers>', 'checks to run, for example 40-56,60', only)
    .addOption(engineOption())
    .option('--json [file]', 'the results as a JSON document, on stdout unless a file is named')
    .option('--junit <file>', 'the results as JUnit XML')
    .option('--html <file>', 'the results as one page')
    .action((options: CommandOptions) => conformance(context, options));
}

function only(text: string): ReadonlySet<number> {
  const numbers = parseOnly(text);
  if (typeof numbers === 'string') throw new InvalidArgumentError(numbers);
  return numbers;
}

function seconds(text: string): number {
  if (!/^\d+$/.test(text) || Number(text) < 1 || Number(text) > STARTUP_MAX_SECONDS) throw new InvalidArgumentError(`"${text}" is no number of 1 to ${STARTUP_MAX_SECONDS}.`);
  return Number(text);
}

async function conformance(context: CliContext, options: CommandOptions): Promise<void> {
  const { report } = context;
  const files = await preparedFiles(options);
  const startedAt = new Date();
  const checked = await runSuites(context, options);
  const document = resultsDocument(checked, { startedAt, durationMs: Date.now() - startedAt.getTime() });
  for (const [format, file] of files) {
    await writeFile(file, await render[format](document)).catch((cause: unknown) => { throw unwritable(file, cause); });
  }
  report.result(renderChecked(context, checked));
  const failed = checked.flatMap(({ results }) => results).filter(({ verdict }) => verdict.verdict === 'fail');
  if (failed.length > 0) {
    throw new CliError('SMA_CLI_CHECKS', {
      what: `${count(failed.length, 'check')} failed: ${[...new Set(failed.map(({ kind, number }) => `${kind}${number}`))].join(', ')}.`,
      why: 'SageMaker would not run the algorithm as it should, or AWS would refuse it',
      fix: 'do what stands as fix under each',
      data: { ...document },
    });
  }
  report.document(document);
}

/** What writes each kind of file; what it needs is loaded when it is wanted. */
const render: Readonly<Record<Format, (document: ResultsDocument) => Promise<string> | string>> = {
  json: (document) => `${JSON.stringify(document, null, 2)}\n`,
  junit: async ({ subjects, startedAt, durationMs }) =>
    (await import('../conformance/reports/junit')).junitXml(subjects, { startedAt: new Date(startedAt), durationMs }),
  html: async (document) => (await import('../html-report/render-results-page')).renderResultsPage(document),
};

/** Before anything runs: nobody wants to learn after all checks that a folder cannot be made. */
async function preparedFiles(options: CommandOptions): Promise<ReadonlyArray<readonly [Format, string]>> {
  const named = FORMATS.flatMap((format) => {
    const { [format]: file } = options;
    return typeof file === 'string' ? [[format, resolve(file)] as const] : [];
  });
  for (const folder of new Set(named.map(([, file]) => dirname(file)))) {
    await mkdir(folder, { recursive: true }).catch((cause: unknown) => { throw unwritable(folder, cause); });
  }
  return named;
}

/** Runs everything, one check after the other; nothing is left of it, whatever the end. */
async function runSuites(context: CliContext, options: CommandOptions): Promise<CheckedSubject[]> {
  const { report, engines } = context;
  const isChosen = (number: number) => options.only?.has(number) ?? true;
  const watch = (check: Pick<CheckResult, 'number' | 'kind' | 'name'>, work: () => Promise<CheckResult>) =>
    report.step(`${check.kind}${check.number}`, check.name, work, toneOf);
  const examined = await examine(context, options);
  const dir = temporaryFolder('conformance');
  let targets: Suites['targets'] = [];
  try {
    const { suites, ...made } = await suitesFor(context, examined, dir);
    ({ targets } = made);
    targets.forEach((target) => engines.add(target));
    const checked: CheckedSubject[] = [];
    for (const suite of suites) checked.push(await suite.run(isChosen, watch));
    checked.push(await declaredSuite(examined, checked).run(isChosen, watch));
    return checked.filter(({ results }) => results.length > 0);
  } finally {
    for (const target of targets) await engines.close(target);
    await removeTemporary(dir);
  }
}

function renderChecked({ report }: CliContext, checked: readonly CheckedSubject[]): string {
  const toned = report.toned.bind(report);
  return [
    ...checked.flatMap(({ subject, results }) => [subject, ...results.map((result) => renderResult(result, toned)), '']),
    renderCounts(checked.flatMap(({ results }) => results)),
  ].join('\n');
}
