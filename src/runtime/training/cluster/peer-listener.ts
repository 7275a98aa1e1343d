import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Connection } from './dial-peer';
import { GREETING_BYTES, greetingOf, rankOf } from './greeting';
import type { ClusterNetwork } from './host-network';
import type { ClusterTimes } from './settings';
import { SocketBytes } from './socket-bytes';
import type { Log } from '../../shared/log';
import { RuntimeError } from '../../shared/runtime-error';

/** Connections that may be open without having greeted; beyond it new ones are closed. */
const STRANGERS_MAX = 64;

/** Strangers that the log tells of; more would only fill it. */
const STRANGERS_TOLD = 5;

/** Lets in the peers of higher rank, once each, and nobody else. */
export class PeerListener {
  private readonly server: Server = createServer((socket) => void this.meet(socket));
  private readonly strangers = new Set<Socket>();
  private readonly arrived = new Map<number, Connection>();
  private readonly waiting = new Map<number, (connection: Connection) => void>();
  private turnedAway = 0;
  private isClosed = false;

  constructor(
    private readonly ownRank: number,
    private readonly hostCount: number,
    private readonly token: Buffer,
    private readonly times: ClusterTimes,
    private readonly log: Log,
  ) {}

  /** @throws RuntimeError SMA_RUN_CLUSTER_LISTEN */
  async open(network: ClusterNetwork): Promise<void> {
    const place = await network.ownPlace();
    try {
      await once(this.server.listen({ host: place.address, port: place.port }), 'listening');
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new RuntimeError('SMA_RUN_CLUSTER_LISTEN', String(place.port), place.address ?? 'every address', String(code));
    }
    // Without a listener an error of the server would end the process.
    this.server.on('error', (error) => this.log.warn('the port for peers has a problem', error));
    const { address, port } = this.server.address() as AddressInfo;
    this.log.debug(`listens for peers on ${address}, port ${port}`);
    network.opened({ address, port });
  }

  /** Waits for a peer to connect. */
  arrival(rank: number): Promise<Connection> {
    const connection = this.arrived.get(rank);
    return connection ? Promise.resolve(connection) : new Promise((resolve) => void this.waiting.set(rank, resolve));
  }

  hasArrived(rank: number): boolean {
    return this.arrived.has(rank);
  }

  /** Takes no further connection; those of peers stay. */
  close(): void {
    this.isClosed = true;
    this.server.close();
    for (const socket of this.strangers) socket.destroy();
  }

  private async meet(socket: Socket): Promise<void> {
    if (this.strangers.size >= STRANGERS_MAX) return void socket.destroy();
    this.strangers.add(socket);
    const from = socket.remoteAddress;
    const timer = setTimeout(() => socket.destroy(), this.times.greetingTimeout);
    const bytes = new SocketBytes(socket);
    try {
      const rank = rankOf(await bytes.fill(Buffer.alloc(GREETING_BYTES)), this.token);
      if (rank === undefined || rank <= this.ownRank || rank >= this.hostCount || this.arrived.has(rank)) throw new Error('no peer that is awaited');
      socket.write(greetingOf(this.ownRank, this.token));
      this.letIn(rank, { socket, bytes });
    } catch {
      socket.destroy();
      if (!this.isClosed && ++this.turnedAway <= STRANGERS_TOLD) this.log.warn(`a connection from ${from} was closed: it is no host of this job`);
    } finally {
      clearTimeout(timer);
      this.strangers.delete(socket);
    }
  }

  private letIn(rank: number, connection: Connection): void {
    this.arrived.set(rank, connection);
    this.waiting.get(rank)?.(connection);
  }
}
