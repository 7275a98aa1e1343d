import { readdirSync, type Dirent } from 'node:fs';
import { quotedList } from '../../contract/quoted';
import { RuntimeError } from '../shared/runtime-error';

/** How many names of a list an error tells. */
const NAMES_TOLD = 5;

interface ModelContent {
  files: number;
  readonly special: string[];
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function contentOf(folder: string, prefix: string, content: ModelContent): ModelContent {
  for (const entry of entriesOf(folder)) {
    const name = `${prefix}${entry.name}`;
    if (entry.isDirectory()) contentOf(`${folder}/${entry.name}`, `${name}/`, content);
    else if (entry.isFile()) content.files++;
    else content.special.push(name);
  }
  return content;
}

/**
 * Looks at what the job leaves behind, before SageMaker packs it.
 * @param mayBeEmpty true for a stopped job, and on hosts that are not the leader
 * @throws RuntimeError SMA_RUN_MODEL_SPECIAL_FILE, SMA_RUN_MODEL_EMPTY
 */
export function checkModel(folder: string, mayBeEmpty: boolean): void {
  const { files, special } = contentOf(folder, '', { files: 0, special: [] });
  if (special.length > 0) {
    const more = special.length > NAMES_TOLD ? ` and ${special.length - NAMES_TOLD} more` : '';
    throw new RuntimeError('SMA_RUN_MODEL_SPECIAL_FILE', `${quotedList(special.sort().slice(0, NAMES_TOLD))}${more}`);
  }
  if (files === 0 && !mayBeEmpty) throw new RuntimeError('SMA_RUN_MODEL_EMPTY', folder);
}
