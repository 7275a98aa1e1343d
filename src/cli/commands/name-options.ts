/** Options that name the images of a request, shared by the commands that make one. */
import { type Command, Option } from 'commander';

export const accountOption = (): Option => new Option('--account <id>', 'default: ecrAccountId');
export const regionOption = (): Option => new Option('--region <region>', 'default: ecrRegion');
export const imageVersionOption = (): Option =>
  new Option('--image-version <version>', 'tag of the images; default: algorithmVersion, or a git tag vX.Y.Z');
export const nameOption = (): Option => new Option('--name <name>', 'name of the algorithm; default: that of the definition');
export const profileOption = (): Option => new Option('--profile <profile>', 'profile of the shared AWS files; default: as the AWS SDK chooses');

/** What names the images in the registry; their types are in registry/planned-tags.ts. */
export const withRegistryOptions = (command: Command): Command => command
  .addOption(accountOption())
  .addOption(regionOption())
  .option('--repository <name>', 'repository of the combined image')
  .option('--repository-training <name>', 'repository of the training image')
  .option('--repository-inference <name>', 'repository of the inference image');
