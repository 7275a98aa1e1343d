import { posix } from 'node:path';
import { RuntimeError } from './runtime-error';

/** Unit: bytes. Longer parts cannot be stored, neither here nor as an object of a model. */
const PART_MAX_BYTES = 255;

function refusal(name: string): string | undefined {
  if (name === '') return 'it is empty';
  if (name.includes('\0')) return 'it holds a NUL character';
  if (posix.isAbsolute(name) || name.includes('\\')) return 'it has to be relative, with "/" between folders';
  const parts = name.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..')) return 'it may not hold empty parts, "." or ".."';
  if (parts.some((part) => Buffer.byteLength(part) > PART_MAX_BYTES)) return `a part is longer than ${PART_MAX_BYTES} bytes`;
  return undefined;
}

/** Whether {@link pathInside} takes the name. */
export const isNameInside = (name: string): boolean => refusal(name) === undefined;

/**
 * The path of a file below a folder.
 * @throws RuntimeError SMA_RUN_FILE_NAME when the name would leave the folder or cannot be stored
 */
export function pathInside(folder: string, name: string): string {
  const reason = refusal(name);
  if (reason) throw new RuntimeError('SMA_RUN_FILE_NAME', name, reason);
  return `${folder}/${name}`;
}
