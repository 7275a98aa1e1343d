import type { Command } from 'commander';
import { accountOption, imageVersionOption, regionOption } from './name-options';
import { jsonOption } from './run-options';
import { REQUEST_FILE } from '../../contract/create-algorithm';
import { projectRequest, writeRequest } from '../algorithm/request';
import { placeholderHelp, renderRequest } from '../algorithm/request-summary';
import type { CliContext } from '../cli-context';
import type { NameOptions } from '../registry/request-images';

export function addAlgorithmSpec(program: Command, context: CliContext): void {
  program
    .command('algorithm:spec')
    .description(`writes the CreateAlgorithm request, ${REQUEST_FILE}, and shows it`)
    .addOption(accountOption())
    .addOption(regionOption())
    .addOption(imageVersionOption())
    .addOption(jsonOption())
    .action((options: NameOptions) => algorithmSpec(context, options));
}

async function algorithmSpec(context: CliContext, options: NameOptions): Promise<void> {
  const { report } = context;
  const project = await context.project();
  const made = await projectRequest(context, project, options);
  const changed = await writeRequest(project, made.request);
  report.note(`${REQUEST_FILE} ${changed ? 'written' : 'is up to date'}`);
  if (made.images.placeholders.length > 0) report.warn(`placeholders are left: ${placeholderHelp(made.images.placeholders).join('; ')}`);
  report.result(renderRequest(project.plan, made, REQUEST_FILE));
  report.document(made.request);
}
