import type { ModelContent } from './list-model';
import { quotedList } from '../../contract/quoted';
import { RuntimeError } from '../shared/runtime-error';

/** How many names of a list an error tells. */
const NAMES_TOLD = 5;

/**
 * Looks at what the job leaves behind, before SageMaker packs it.
 * @param mayBeEmpty true for a stopped job, and on hosts that are not the leader
 * @throws RuntimeError SMA_RUN_MODEL_SPECIAL_FILE, SMA_RUN_FILE_NAME, SMA_RUN_MODEL_EMPTY
 */
export function checkModel(folder: string, { files, special, unreadable }: ModelContent, mayBeEmpty: boolean): void {
  if (special.length > 0) {
    const more = special.length > NAMES_TOLD ? ` and ${special.length - NAMES_TOLD} more` : '';
    throw new RuntimeError('SMA_RUN_MODEL_SPECIAL_FILE', `${quotedList(special.slice(0, NAMES_TOLD))}${more}`);
  }
  if (unreadable.length > 0) throw new RuntimeError('SMA_RUN_FILE_NAME', unreadable[0], 'it is not text in UTF-8');
  if (files.length === 0 && !mayBeEmpty) throw new RuntimeError('SMA_RUN_MODEL_EMPTY', folder);
}
