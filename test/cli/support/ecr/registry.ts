import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface Registry {
  /** Without a slash at the end. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Debian's docker-registry on a free port of 127.0.0.1, with its storage below a folder. */
export async function startRegistry(folder: string): Promise<Registry> {
  const config = join(folder, 'registry.yml');
  writeFileSync(config, JSON.stringify({
    version: 0.1,
    log: { level: 'info', formatter: 'json', accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: join(folder, 'registry') }, delete: { enabled: true }, maintenance: { uploadpurging: { enabled: false } } },
    http: { addr: '127.0.0.1:0', relativeurls: true },
  }));
  const child = spawn('docker-registry', ['serve', config], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise<never>((_, reject) => {
    child.once('error', (error) => reject(new Error(`docker-registry cannot be started (${error.message}): apt-get install docker-registry`)));
    child.once('exit', (code) => reject(new Error(`docker-registry ended with ${code}`)));
  });
  ended.catch(() => undefined);
  const listening = (async () => {
    for await (const line of createInterface({ input: child.stderr })) {
      const address = /listening on (127\.0\.0\.1:\d+)/.exec(line)?.[1];
      if (address !== undefined) return `http://${address}`;
    }
    throw new Error('docker-registry never said where it listens');
  })();
  const url = await Promise.race([listening, ended]);
  child.stderr.resume();
  return {
    url,
    async stop() {
      child.removeAllListeners('exit');
      const gone = once(child, 'exit');
      child.kill();
      await gone;
    },
  };
}
