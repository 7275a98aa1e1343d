import { chmod, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Takes or gives back the right to write in a whole folder; a no-op where the folder does not exist. */
export async function setWritable(folder: string, writable: boolean): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => undefined);
  if (!entries) return;
  if (writable) await chmod(folder, 0o755);
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await setWritable(path, writable);
    else if (entry.isFile()) await chmod(path, writable ? 0o644 : 0o444);
  }
  if (!writable) await chmod(folder, 0o555);
}
