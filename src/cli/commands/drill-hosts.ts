import type { Command } from 'commander';
import type { CliContext } from '../cli-context';
import { hostCount } from './run-options';
import { addTrainingOptions, runTrainingDrill, tellDrill, type TrainingDrillOptions } from './training-drill';

interface DrillHostsOptions extends TrainingDrillOptions {
  readonly hosts: number;
}

export function addDrillHosts(program: Command, context: CliContext): void {
  const command = program
    .command('drill:hosts')
    .description('trains on several hosts, and once more with one of them killed in the middle')
    .option('--hosts <count>', 'number of hosts', hostCount(2), 2);
  addTrainingOptions(command).action((options: DrillHostsOptions) => drillHosts(context, options));
}

async function drillHosts(context: CliContext, options: DrillHostsOptions): Promise<void> {
  const { hostsDrill, hostsDrillAbsent } = await import('../drills/hosts-drill');
  const project = await context.project();
  const absent = hostsDrillAbsent(project.plan.algorithm.training.distributed);
  if (absent) return tellDrill(context, { name: 'hosts', findings: [absent] });
  await runTrainingDrill(context, project, options, { name: 'hosts', commands: ['train'], work: (setting) => hostsDrill(setting, options.hosts) });
}
