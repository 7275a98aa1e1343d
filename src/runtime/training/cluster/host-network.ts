import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { CLUSTER_PORT } from '../../../contract/cluster';
import type { ClusterFacts } from '../read-cluster';

/** Where a host listens for its peers. */
export interface Place {
  /** Undefined on this host: every address that it has. */
  readonly address: string | undefined;
  readonly port: number;
}

/** How a host finds its peers. A seam for tests, which run several hosts on one machine; deliberately no setting of the job. */
export interface ClusterNetwork {
  /** Where this host shall listen. */
  ownPlace(): Promise<Place>;
  /** Told once it listens. */
  opened(place: Place): void;
  /** Rejects while the name does not resolve. */
  placeOf(host: string): Promise<Place>;
}

/** One address of an interface of this machine; the part of what `os.networkInterfaces()` says that counts here. */
export interface InterfaceAddress {
  readonly name: string;
  readonly address: string;
  readonly family: string;
  readonly internal: boolean;
}

/**
 * The address to listen on, so that nobody who reaches the machine by another way reaches the port.
 * @param named what the host's own name resolves to; may be wrong or missing, and `/etc/hosts` may say loopback
 * @param interfaceName `network_interface_name` of the job
 * @returns undefined when nothing tells it
 */
export function ownAddress(
  named: readonly string[], interfaceName: string | undefined, addresses: readonly InterfaceAddress[],
): string | undefined {
  const outside = addresses.filter(({ address, internal }) => !internal && !address.startsWith('fe80:'));
  const byName = outside.find(({ address }) => named.includes(address));
  if (byName) return byName.address;
  const ofInterface = outside.filter(({ name }) => name === interfaceName);
  return (ofInterface.find(({ family }) => family === 'IPv4') ?? ofInterface[0])?.address;
}

const addressesOfMachine = (): InterfaceAddress[] => Object.entries(networkInterfaces())
  .flatMap(([name, addresses]) => (addresses ?? []).map(({ address, family, internal }) => ({ name, address, family, internal })));

async function addressesOf(host: string): Promise<string[]> {
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch {
    return [];
  }
}

/** The network of a job on SageMaker, where hosts know each other by name. A host whose name is an address listens on it. */
export function hostNetwork({ currentHost, networkInterface }: ClusterFacts): ClusterNetwork {
  return {
    async ownPlace() {
      const address = isIP(currentHost) ? currentHost : ownAddress(await addressesOf(currentHost), networkInterface, addressesOfMachine());
      return { address, port: CLUSTER_PORT };
    },
    opened() {},
    placeOf: async (host) => ({ address: (await lookup(host)).address, port: CLUSTER_PORT }),
  };
}
