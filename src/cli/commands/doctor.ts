import type { Command } from 'commander';
import { jsonOption } from './run-options';
import type { CliContext } from '../cli-context';
import { CliError } from '../cli-error';
import { examineAws } from '../doctor/aws';
import { examineEngine } from '../doctor/engine';
import { bad, type Finding, renderFinding } from '../doctor/finding';
import { examineMachine } from '../doctor/machine';
import { examineProject } from '../doctor/project';
import type { Project } from '../project';
import { count } from '../quantities';

interface DoctorOptions {
  readonly fix?: boolean;
}

export function addDoctor(program: Command, context: CliContext): void {
  program
    .command('doctor')
    .description('looks for what keeps this machine from building, running and publishing the algorithm')
    .option('--fix', 'put right what a program can')
    .addOption(jsonOption())
    .action((options: DoctorOptions) => doctor(context, options));
}

/** The project, or what is wrong with it: the doctor looks at the rest all the same. */
async function readable(context: CliContext): Promise<Project | Finding> {
  try {
    return await context.project();
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return bad('plan', { what: error.what, why: error.why ?? 'the tasks work by it', fix: error.fix });
  }
}

async function examine(context: CliContext): Promise<Finding[]> {
  const found = await readable(context);
  const project = 'dir' in found ? found : undefined;
  return [
    ...await examineEngine(context, project),
    ...await examineMachine(context, project?.dir ?? process.cwd()),
    ...await examineAws(context, project),
    ...('dir' in found ? await examineProject(context, found) : [found]),
  ];
}

async function doctor(context: CliContext, { fix = false }: DoctorOptions): Promise<void> {
  const { report } = context;
  let findings = await examine(context);
  const repaired: string[] = [];
  if (fix) {
    for (const { repair } of findings) if (repair) repaired.push(await repair());
    if (repaired.length > 0) findings = await examine(context);
  }
  repaired.forEach((text) => report.note(text));
  report.result(findings.map(renderFinding).join('\n'));
  const told = findings.map(({ repair, ...finding }) => ({ ...finding, repairable: repair !== undefined }));
  const bads = findings.filter(({ condition }) => condition === 'bad');
  if (bads.length > 0) {
    throw new CliError('SMA_CLI_DOCTOR', {
      what: `${count(bads.length, 'thing')} will not work: ${bads.map(({ topic }) => topic).join(', ')}.`,
      fix: 'do what stands as fix under each',
      data: { findings: told, repaired },
    });
  }
  report.document({ ok: true, findings: told, repaired });
}
