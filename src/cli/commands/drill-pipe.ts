import type { Command } from 'commander';
import type { CliContext } from '../cli-context';
import { addTrainingOptions, runTrainingDrill, tellDrill, type TrainingDrillOptions } from './training-drill';
import { parseInputSettings } from '../simulator/input/input-settings';

export function addDrillPipe(program: Command, context: CliContext): void {
  const command = program
    .command('drill:pipe')
    .description('trains in Pipe mode, with FIFOs that come late, a slow writer, and RecordIO frames');
  addTrainingOptions(command).action((options: TrainingDrillOptions) => drillPipe(context, options));
}

async function drillPipe(context: CliContext, options: TrainingDrillOptions): Promise<void> {
  const { channelsToPipe, noPipes, pipeDrill } = await import('../drills/pipe-drill');
  const project = await context.project();
  const settings = parseInputSettings(options);
  const piped = await channelsToPipe(project, settings);
  const asked = Object.values(settings.channels).some(({ inputMode }) => inputMode === 'Pipe');
  if (piped.length === 0 && !asked) return tellDrill(context, { name: 'pipe', findings: noPipes() });
  const inputMode = [...(options.inputMode ?? []), ...piped.map((name) => `${name}=Pipe`)];
  await runTrainingDrill(context, project, { ...options, inputMode }, { name: 'pipe', commands: ['train'], work: pipeDrill });
}
