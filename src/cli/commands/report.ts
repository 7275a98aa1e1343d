import { stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Command } from 'commander';
import { RUNS_DIR } from '../../contract/plan';
import type { CliContext } from '../cli-context';
import { CliError } from '../cli-error';
import type { Project } from '../project';
import { jsonOption } from './run-options';
import { newestReport, REPORT_FILE } from '../simulator/run-folder';

interface ReportOptions {
  readonly open: boolean;
}

export function addReport(program: Command, context: CliContext): void {
  program
    .command('report')
    .description('opens the page of a local run and prints where it is; without a terminal, or in CI, prints only')
    .argument('[run]', 'name of the run\'s folder; default: the newest one with a page')
    .option('--no-open', 'print only')
    .addOption(jsonOption())
    .action((run: string | undefined, options: ReportOptions) => showReport(context, run, options));
}

async function showReport(context: CliContext, run: string | undefined, options: ReportOptions): Promise<void> {
  const { report } = context;
  const project = await context.project();
  const file = await findReport(project, run);
  report.result(relative(process.cwd(), file) || file);
  report.document({ ok: true, report: file });
  if (options.open && report.attended && !report.json) await openInBrowser(context, file);
}

async function findReport(project: Project, run: string | undefined): Promise<string> {
  const file = run === undefined ? await newestReport(project) : join(project.dir, RUNS_DIR, run, REPORT_FILE);
  if (file !== undefined && await stat(file).then((found) => found.isFile(), () => false)) return file;
  throw new CliError('SMA_CLI_REPORT_MISSING', {
    what: run === undefined ? 'no run has written a page yet.' : `the run "${run}" has no page.`,
    why: `"local" writes one into the folder of each run below ${RUNS_DIR}`,
    fix: run === undefined ? 'run "npx projen local"' : `name a folder of ${RUNS_DIR}, or leave the name out for the newest run`,
  });
}

/** A machine without a browser is no failure: the path is printed. */
async function openInBrowser({ report }: CliContext, file: string): Promise<void> {
  const { default: open } = await import('open');
  await open(file).catch((error: Error) => report.note(`no browser could be opened: ${error.message}`));
}
