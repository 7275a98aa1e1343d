import type { Command } from 'commander';
import type { CliContext } from '../cli-context';
import { addAfterOption, addTrainingOptions, runTrainingDrill, type TrainingDrillOptions } from './training-drill';

export function addDrillStop(program: Command, context: CliContext): void {
  const command = program
    .command('drill:stop')
    .description('stops a training job as StopTrainingJob does: does it end in time, and what does it leave?');
  addAfterOption(addTrainingOptions(command)).action((options: TrainingDrillOptions) => drillStop(context, options));
}

async function drillStop(context: CliContext, options: TrainingDrillOptions): Promise<void> {
  const { stopDrill } = await import('../drills/stop-drill');
  await runTrainingDrill(context, await context.project(), options, { name: 'stop', commands: ['train', 'serve'], work: stopDrill });
}
