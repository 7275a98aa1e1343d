import type { Channel } from './channel';
import type { JobInput } from './read-job-input';
import type { TrainingJob } from './training-job';
import type { AlgorithmSpec } from '../../contract/algorithm-spec';
import { quoted } from '../../contract/quoted';
import { inBinaryUnits, readLimits } from '../shared/limits';
import type { Log } from '../shared/log';
import { OWN_NAME } from '../shared/own-version';

const shown = (value: number | string): string => typeof value === 'number' ? String(value) : quoted(value);

async function amountOf(channel: Channel): Promise<string> {
  if (channel.inputMode === 'Pipe') return channel.recordWrapper === 'RecordIO' ? 'a stream of RecordIO' : 'a stream';
  const { length } = await channel.files();
  return `${length} file${length === 1 ? '' : 's'}`;
}

/** Tells the log what runs with which settings; never a line of the data. */
export async function logStart(spec: AlgorithmSpec, input: JobInput, job: TrainingJob, log: Log): Promise<void> {
  const version = spec.version === undefined ? '' : ` ${spec.version}`;
  log.info(`${OWN_NAME} trains ${spec.name}${version} with Node ${process.version}${job.name ? `, job ${job.name}` : ''}`);
  const { memoryBytes, heapBytes, cpus } = readLimits();
  log.info(`limits: ${inBinaryUnits(memoryBytes)} of memory, ${inBinaryUnits(heapBytes)} of it for the JavaScript heap, ${cpus} CPU${cpus === 1 ? '' : 's'}`);
  log.info(`host ${job.cluster.currentHost} of ${job.cluster.hosts.join(', ')}`);
  const settings = Object.entries(input.hyperparameters).map(([name, value]) => `${name}=${shown(value)}`);
  log.info(`hyperparameters: ${settings.join(', ') || 'none'}`);
  for (const channel of Object.values(input.channels)) {
    log.info(`channel ${channel.name}: ${await amountOf(channel)} of ${channel.contentType}, ${channel.inputMode} mode${channel.isSharded ? ', sharded' : ''}`);
  }
  for (const warning of input.warnings) log.warn(warning);
}
