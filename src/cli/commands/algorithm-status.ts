import type { Command } from 'commander';
import { tellOutcome } from './algorithm-outcome';
import { nameOption, profileOption, regionOption } from './name-options';
import { jsonOption } from './run-options';
import type { CliContext } from '../cli-context';
import { followAlgorithm } from '../sagemaker/follow-algorithm';
import { openSageMaker } from '../sagemaker/sagemaker';

interface AlgorithmStatusOptions {
  readonly name?: string;
  readonly region?: string;
  readonly profile?: string;
  readonly wait?: boolean;
}

export function addAlgorithmStatus(program: Command, context: CliContext): void {
  program
    .command('algorithm:status')
    .description('shows what AWS says of the algorithm')
    .addOption(nameOption())
    .addOption(regionOption())
    .addOption(profileOption())
    .option('--wait', 'follow it until AWS has judged it')
    .addOption(jsonOption())
    .action((options: AlgorithmStatusOptions) => algorithmStatus(context, options));
}

async function algorithmStatus(context: CliContext, options: AlgorithmStatusOptions): Promise<void> {
  const { plan } = await context.project();
  const name = options.name ?? plan.algorithm.name;
  const sagemaker = await openSageMaker({ region: options.region ?? plan.ecr.region, profile: options.profile });
  try {
    const state = options.wait
      ? await followAlgorithm(context, sagemaker, name, false)
      : await sagemaker.describeAlgorithm(name, context.signal);
    tellOutcome(context, state, sagemaker.region);
  } finally {
    sagemaker.close();
  }
}
