import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { baseFolder, type Files } from './base-folder';
import { start, type Program } from './program';
import { CLUSTER_PORT } from '../../../src/contract/cluster';

export interface HostProcess extends Program {
  readonly base: string;
  /** Text of the failure file. */
  failure(): string | undefined;
}

async function isFree(address: string): Promise<boolean> {
  const server = createServer();
  try {
    await once(server.listen(CLUSTER_PORT, address), 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}

/** Addresses of this machine alone, on which nobody listens for peers: the port is the same on all hosts, so the addresses differ. */
async function freeAddresses(count: number): Promise<string[]> {
  const byte = () => 1 + Math.floor(Math.random() * 250);
  for (;;) {
    const network = `127.${byte()}.${byte()}`;
    const addresses = Array.from({ length: count }, (_, index) => `${network}.${index + 1}`);
    if ((await Promise.all(addresses.map(isFree))).every(Boolean)) return addresses;
  }
}

/**
 * Starts a program on hosts of one job, each a process with its own base folder, as on SageMaker but for their names, which are addresses.
 * @param filesOf what each host finds in its folder besides the configuration of the cluster
 */
export async function startHosts(
  program: string, count: number, filesOf: (rank: number) => Files, env: NodeJS.ProcessEnv = {},
): Promise<HostProcess[]> {
  const hosts = await freeAddresses(count);
  return hosts.map((current, rank) => startIn(baseFolder({
    ...filesOf(rank),
    'input/config/resourceconfig.json': { current_host: current, hosts, network_interface_name: 'lo' },
  }), program, env));
}

/** Starts the program of a host, once more perhaps: on a restart SageMaker brings back the checkpoints and nothing else. */
export function startIn(base: string, program: string, env: NodeJS.ProcessEnv = {}): HostProcess {
  const failure = () => existsSync(`${base}/output/failure`) ? readFileSync(`${base}/output/failure`, 'utf8') : undefined;
  return { ...start(program, { SAGEMAKER_BASE_DIR: base, ...env }), base, failure };
}
