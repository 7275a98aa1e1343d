import type { Command } from 'commander';
import { jsonOption } from './run-options';
import type { CliContext } from '../cli-context';
import { collectSamples, samplesInWords } from '../listing/collect-samples';
import { SAMPLES_DIR, writeSamples } from '../listing/write-samples';

export function addAlgorithmListing(program: Command, context: CliContext): void {
  program
    .command('algorithm:listing')
    .description(`puts the payloads and the answers of the newest local run into ${SAMPLES_DIR}`)
    .addOption(jsonOption())
    .action(() => algorithmListing(context));
}

async function algorithmListing(context: CliContext): Promise<void> {
  const { report } = context;
  const project = await context.project();
  const samples = await collectSamples(project);
  await writeSamples(project, samples);
  const { document } = samples;
  for (const { name, leftOut } of document.channels) {
    if (leftOut !== undefined) report.note(`channel ${name} is left out: ${leftOut}`);
  }
  report.result(`${SAMPLES_DIR}  ${samplesInWords(document)}  of run ${document.run.id} (${document.run.engine})`);
  report.document({ ok: true, folder: SAMPLES_DIR, ...document });
}
