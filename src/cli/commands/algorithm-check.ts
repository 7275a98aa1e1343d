import { relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { accountOption, imageVersionOption, regionOption } from './name-options';
import { jsonOption } from './run-options';
import { blocking, type CheckedProduct, checkProduct } from '../algorithm/check-product';
import { projectRequest, readRequest } from '../algorithm/request';
import type { CliContext } from '../cli-context';
import { CliError } from '../cli-error';
import { renderCounts, renderResult } from '../conformance/render-results';
import { count } from '../quantities';
import type { NameOptions } from '../registry/request-images';

interface AlgorithmCheckOptions extends NameOptions {
  readonly request?: string;
}

export function addAlgorithmCheck(program: Command, context: CliContext): void {
  program
    .command('algorithm:check')
    .description('checks the CreateAlgorithm request, and the images where they are built')
    .option('--request <file>', 'judge this request alone, whoever made it')
    .addOption(accountOption().conflicts('request'))
    .addOption(regionOption().conflicts('request'))
    .addOption(imageVersionOption().conflicts('request'))
    .addOption(jsonOption())
    .action((options: AlgorithmCheckOptions) => algorithmCheck(context, options));
}

async function algorithmCheck(context: CliContext, options: AlgorithmCheckOptions): Promise<void> {
  const { report } = context;
  const checked = options.request === undefined ? await checkProject(context, options) : await checkFile(context, options.request);
  const results = checked.subjects.flatMap((one) => one.results);
  report.result(renderChecked(checked));
  const failed = blocking(checked);
  const data = { subjects: checked.subjects, warnings: checked.warnings };
  if (failed.length > 0) {
    throw new CliError('SMA_CLI_CHECKS', {
      what: `${count(failed.length, 'check')} of ${results.length} failed: ${failed.map(({ kind, number }) => `${kind}${number}`).join(', ')}.`,
      why: 'AWS would refuse the algorithm, or a job of its buyers would fail',
      fix: 'do what stands as fix under each',
      data,
    });
  }
  report.document({ ok: true, ...data });
}

async function checkProject(context: CliContext, options: NameOptions): Promise<CheckedProduct> {
  const project = await context.project();
  const { request } = await projectRequest(context, project, options);
  return checkProduct(context, request, 'request of the definition', project);
}

async function checkFile(context: CliContext, file: string): Promise<CheckedProduct> {
  const path = resolve(file);
  return checkProduct(context, await readRequest(path), `request ${relative(process.cwd(), path) || path}`, undefined);
}

function renderChecked({ subjects, warnings }: CheckedProduct): string {
  return [
    ...subjects.flatMap(({ subject, results }) => [subject, ...results.map((result) => renderResult(result)), '']),
    ...warnings.flatMap(({ code, path, what, why, fix }) => [`! ${path} ${what} (${code})`, `      why: ${why}`, `      fix: ${fix}`]),
    ...(warnings.length > 0 ? [''] : []),
    renderCounts(subjects.flatMap(({ results }) => results)),
  ].join('\n');
}
