import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { jsonOption } from './run-options';
import type { CreateAlgorithmRequest } from '../../contract/create-algorithm';
import { compareRequests, versionStep } from '../../request/compatibility';
import { readRequest } from '../../request/compatibility/read-request';
import { type ImageReference, imagesOf, placeholdersIn } from '../../request/image-references';
import { projectRequest } from '../algorithm/request';
import { placeholderHelp } from '../algorithm/request-summary';
import type { CliContext } from '../cli-context';
import { CliError } from '../cli-error';
import { renderChanges } from '../compatibility/render-changes';
import { count } from '../quantities';

export function addAlgorithmDiff(program: Command, context: CliContext): void {
  program
    .command('algorithm:diff')
    .description('says what breaks those who use the algorithm of an older request; ends with 1 when something does')
    .argument('<old>', 'create-algorithm.json of the version that they use')
    .addOption(jsonOption())
    .action((file: string) => algorithmDiff(context, file));
}

async function algorithmDiff(context: CliContext, file: string): Promise<void> {
  const { report } = context;
  // The request that algorithm:spec writes: named by the definition, git and what was pushed.
  const { request } = await projectRequest(context, await context.project(), {});
  const old = await readOldRequest(file);
  const placeholders = placeholdersOf(old, request);
  if (placeholders.length > 0) report.note(`the names of the images are not compared: placeholders are left in them, ${placeholderHelp(placeholders).join(', ')}`);
  const changes = compareRequests(old, request).filter(({ kind }) => placeholders.length === 0 || kind !== 'image-changed');
  const step = versionStep(changes);
  report.result(renderChanges(changes, step, (tone, text) => report.toned(tone, text)));
  const document = { old: file, versionStep: step, changes };
  const breaking = changes.filter(({ verdict }) => verdict === 'breaking');
  if (breaking.length === 0) return report.document({ ok: true, ...document });
  throw new CliError('SMA_CLI_BREAKING', {
    what: `${count(breaking.length, 'change')} since ${file} ${breaking.length === 1 ? 'breaks' : 'break'} those who use that version.`,
    why: 'they move their jobs, models and notebooks to a new version by its ARN alone',
    fix: 'take the change back, or give the version a major step and say in its release notes what to do',
    data: document,
  });
}

/** The placeholder words in the names of the images of requests. */
function placeholdersOf(...requests: readonly CreateAlgorithmRequest[]): string[] {
  const images = requests.flatMap((request) => Object.values(imagesOf(request) ?? {}) as ImageReference[]);
  return [...new Set(images.flatMap(({ image }) => placeholdersIn(image)))];
}

async function readOldRequest(file: string): Promise<CreateAlgorithmRequest> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw unusable(`${file} cannot be read (${cause.code}).`, [], cause);
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw unusable(`${file} is not JSON (${(cause as Error).message}).`, [], cause);
  }
  const read = readRequest(value);
  if ('request' in read) return read.request;
  throw unusable(`${file} is no CreateAlgorithm request:`, read.problems);
}

const unusable = (what: string, details: readonly string[], cause?: unknown) => new CliError('SMA_CLI_OLD_REQUEST', {
  what,
  why: 'the present request is compared with the one that a former version was created from',
  fix: 'name the algorithm/create-algorithm.json of that version, for example from "git show <tag>:algorithm/create-algorithm.json"',
  details,
  cause,
});
