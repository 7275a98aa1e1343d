import { Readable } from 'node:stream';
import { Header } from 'tar';

/** Unit: bytes. Tar's own. */
const BLOCK = 512;

/** A tar archive that holds one FIFO, the form in which `docker cp` takes it to a volume; node-tar packs no FIFOs. */
export function fifoAsTar(name: string): Readable {
  const header = Buffer.alloc(BLOCK);
  new Header({ path: name, type: 'FIFO', mode: 0o666, size: 0, uid: 0, gid: 0, mtime: new Date(0) }).encode(header);
  return Readable.from([Buffer.concat([header, Buffer.alloc(2 * BLOCK)])], { objectMode: false });
}
