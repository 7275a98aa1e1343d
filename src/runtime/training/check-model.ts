import { closeSync, openSync, readSync } from 'node:fs';
import type { ModelContent, ModelFile } from './list-model';
import { quotedList } from '../../contract/quoted';
import { RuntimeError } from '../shared/runtime-error';
import { isSealed, SEAL_MARK_BYTES } from '../shared/sealed-bytes';

/** How many names of a list an error tells. */
const NAMES_TOLD = 5;

function someOf(names: readonly string[]): string {
  const more = names.length > NAMES_TOLD ? ` and ${names.length - NAMES_TOLD} more` : '';
  return `${quotedList(names.slice(0, NAMES_TOLD))}${more}`;
}

/**
 * Looks at what the job leaves behind, before SageMaker packs it.
 * @param mayBeEmpty true for a stopped job, and on hosts that are not the leader
 * @throws RuntimeError SMA_RUN_MODEL_SPECIAL_FILE, SMA_RUN_FILE_NAME, SMA_RUN_MODEL_EMPTY
 */
export function checkModel(folder: string, { files, special, unreadable }: ModelContent, mayBeEmpty: boolean): void {
  if (special.length > 0) throw new RuntimeError('SMA_RUN_MODEL_SPECIAL_FILE', someOf(special));
  if (unreadable.length > 0) throw new RuntimeError('SMA_RUN_FILE_NAME', unreadable[0], 'it is not text in UTF-8');
  if (files.length === 0 && !mayBeEmpty) throw new RuntimeError('SMA_RUN_MODEL_EMPTY', folder);
}

function beginsSealed(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    const start = Buffer.alloc(SEAL_MARK_BYTES);
    return isSealed(start.subarray(0, readSync(file, start)));
  } finally {
    closeSync(file);
  }
}

/**
 * Looks for files that got into the folder past the encryption.
 * @throws RuntimeError SMA_RUN_MODEL_PLAIN
 */
export function checkSealed(folder: string, files: readonly ModelFile[]): void {
  const plain = files.map((file) => file.name).filter((name) => !beginsSealed(`${folder}/${name}`));
  if (plain.length > 0) throw new RuntimeError('SMA_RUN_MODEL_PLAIN', someOf(plain));
}
