import type { Command } from 'commander';
import type { CliContext } from '../cli-context';
import { addAfterOption, addTrainingOptions, runTrainingDrill, type TrainingDrillOptions } from './training-drill';

export function addDrillSpot(program: Command, context: CliContext): void {
  const command = program
    .command('drill:spot')
    .description('takes the machine away from a training job, as Spot does, and starts it again on its checkpoints');
  addAfterOption(addTrainingOptions(command)).action((options: TrainingDrillOptions) => drillSpot(context, options));
}

async function drillSpot(context: CliContext, options: TrainingDrillOptions): Promise<void> {
  const { spotDrill } = await import('../drills/spot-drill');
  await runTrainingDrill(context, await context.project(), options, { name: 'spot', commands: ['train'], work: spotDrill });
}
