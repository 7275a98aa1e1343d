import type { Command } from 'commander';
import { jsonOption } from './run-options';
import { syncCommand } from '../algorithm/data-locations';
import { layOutValidationData } from '../algorithm/validation-data';
import type { CliContext } from '../cli-context';
import { bytes, count } from '../quantities';

export function addAlgorithmData(program: Command, context: CliContext): void {
  program
    .command('algorithm:data')
    .description('lays out the data set that AWS validates with, from the sample data, and prints the commands that upload it')
    .addOption(jsonOption())
    .action(() => algorithmData(context));
}

async function algorithmData({ report, signal, project }: CliContext): Promise<void> {
  const filled = await layOutValidationData(await project(), signal);
  for (const { reader, uri, folder, files, size } of filled) {
    report.note(`${reader}: ${count(files.length, 'file')}, ${bytes(size)} in ${folder}/ for ${uri}`);
  }
  report.note('what is uploaded here becomes public with the listing');
  report.result(filled.map(syncCommand).join('\n'));
  report.document({ ok: true, locations: filled.map((location) => ({ ...location, command: syncCommand(location) })) });
}
