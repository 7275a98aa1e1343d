/** Options of the input of training jobs, in the words of CreateTrainingJob. */
import { InvalidArgumentError, Option, type Command } from 'commander';

const ofChannel = (name: string, value: string, description: string): Option =>
  new Option(`--${name} <channel=${value}...>`, description).default([], 'from the definition');

/** Unit: ms; two minutes. */
const LATE_MAX_MS = 120_000;

function milliseconds(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > LATE_MAX_MS) throw new InvalidArgumentError(`It is a whole number of milliseconds up to ${LATE_MAX_MS}.`);
  return value;
}

/** All that one can say about the channels of a job; {@link parseInputSettings} reads it. */
export const addInputOptions = (command: Command): Command => command
  .addOption(ofChannel('input-mode', 'mode', 'File, FastFile or Pipe; without <channel=> for all that do not say it themselves'))
  .addOption(ofChannel('distribution', 'how', 'FullyReplicated, or ShardedByS3Key: each host gets every n-th object'))
  .addOption(ofChannel('content-type', 'type', 'media type, with parameters'))
  .addOption(ofChannel('compression', 'how', 'Gzip: the objects are inflated in Pipe mode; or None'))
  .addOption(ofChannel('record-wrapper', 'how', 'RecordIO: in Pipe mode each object comes as one record; or None'))
  .addOption(ofChannel('shuffle', 'seed', 'another order of the objects in each epoch'))
  .addOption(ofChannel('manifest', 'file', 'ManifestFile that names the objects; its prefix is the channel\'s sample data'))
  .addOption(ofChannel('augmented-manifest', 'file', 'AugmentedManifestFile, JSON Lines; Pipe mode'))
  .addOption(ofChannel('attributes', 'names', 'attributes of the augmented manifest, with commas between them'))
  .addOption(new Option('--late-fifos <ms>', 'FIFOs of Pipe mode appear so late').argParser(milliseconds))
  .option('--decoys', 'undocumented files and keys, as they were seen on the service');
