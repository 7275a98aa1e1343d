import { Client, isOverload } from './client';
import type { InferenceFacts } from './facts';
import { SERVING_LIMITS, type ServingLimits } from './limits';
import { CONTAINER_ENV } from '../../../contract/container-env';
import { CliError } from '../../cli-error';
import { pause } from '../../interruption';
import { waitUntilReady } from '../../simulator/wait-until-ready';
import { PLANTED } from '../leaks';
import { lastWords } from './last-words';
import type { ServingAbility, ServingTarget, ServingTrial, TrialServer } from '../targets/serving-trial';

/** How long a server is waited for that refuses its first requests as too many. Unit: ms. */
const TOO_EARLY_MS = 10_000;
/** Unit: ms. */
const TOO_EARLY_PAUSE_MS = 100;

/** A server that was waited for. */
export interface Started {
  readonly server: TrialServer;
  readonly client: Client;
  /** Why it is not ready. */
  readonly problem?: string;
  /** Unit: ms since its start. */
  readonly readyAfterMs: number;
}

/** A server that differs from an ordinary one. */
export type ServerChange = Partial<ServingTrial> & {
  /** Longest wait for it. Unit: ms. */
  readonly readyMs?: number;
};

/** What checks of kind I look at: an algorithm, by way of its servers. The ordinary ones are started once and shared. */
export class InferenceSubject {
  private shared = new Map<string, Promise<Started>>();
  /** Of the slowest ordinary server until now. Unit: ms. */
  private readyAfterMs: number | undefined;

  constructor(readonly facts: InferenceFacts, readonly target: ServingTarget, readonly limits: ServingLimits = SERVING_LIMITS) {}

  /** The same servers, of which more is known now. */
  knowing(more: Partial<InferenceFacts>): InferenceSubject {
    const subject = new InferenceSubject({ ...this.facts, ...more }, this.target, this.limits);
    subject.shared = this.shared;
    subject.readyAfterMs = this.readyAfterMs;
    return subject;
  }

  /** Why the target cannot do all of these. */
  unable(...abilities: readonly ServingAbility[]): string | undefined {
    return abilities.map((ability) => this.target.unable(ability)).find((reason) => reason !== undefined);
  }

  /** Environment of an ordinary server; answers must not show what is planted in it. */
  get env(): Record<string, string> {
    return { ...this.facts.env, [PLANTED.name]: PLANTED.value };
  }

  /** Longest answer to one request in real time. Unit: ms. */
  get answerMs(): number {
    return this.facts.streaming ? this.limits.streamMs : this.limits.invocationMs;
  }

  /** A server in real time; a new one where a check has ended the former. */
  ordinary(): Promise<Started> {
    return this.once('ordinary', {});
  }

  /** A server in a transform job that names nothing else. */
  batch(): Promise<Started> {
    return this.once('batch', { env: { ...this.env, [CONTAINER_ENV.batch]: 'true' } });
  }

  /** Works with a server of its own, and closes it whatever happens. */
  async withServer<T>(change: ServerChange, work: (started: Started) => Promise<T>): Promise<T> {
    const server = await this.launch(change);
    try {
      return await work(await this.waitFor(server, change.readyMs));
    } finally {
      await server.close();
    }
  }

  /** The same, without waiting until it is ready. */
  async withUnready<T>(change: ServerChange, work: (server: TrialServer, client: Client) => Promise<T>): Promise<T> {
    const server = await this.launch(change);
    try {
      return await work(server, this.clientOf(server));
    } finally {
      await server.close();
    }
  }

  private async once(name: string, change: ServerChange): Promise<Started> {
    const former = await this.shared.get(name);
    if (former && former.server.end === undefined) return former;
    await former?.server.close();
    const starting = this.launch(change).then((server) => this.waitFor(server, this.limits.readyMs));
    this.shared.set(name, starting);
    const started = await starting;
    if (started.problem === undefined) this.readyAfterMs = Math.max(this.readyAfterMs ?? 0, started.readyAfterMs);
    return started;
  }

  private launch({ model = { from: this.facts.model }, env = this.env, port, readOnlyRoot }: ServerChange): Promise<TrialServer> {
    return this.target.start({ model, env, port, readOnlyRoot });
  }

  private async waitFor(server: TrialServer, readyMs = this.usualReadyMs): Promise<Started> {
    const client = this.clientOf(server);
    const lastLines = () => lastWords(server);
    try {
      await waitUntilReady(server, { signal: this.target.signal, lastLines, startupTimeoutMs: readyMs });
      await this.waitForAnswers(client);
      return { server, client, readyAfterMs: server.elapsedMs };
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      return { server, client, problem: [error.what, ...error.details].join(' '), readyAfterMs: server.elapsedMs };
    }
  }

  /** Who says too early that he is ready is the matter of check 59 alone. */
  private async waitForAnswers(client: Client): Promise<void> {
    const [sample] = this.facts.payloads;
    const until = performance.now() + TOO_EARLY_MS;
    while (sample && performance.now() < until && isOverload(await client.invoke(sample))) {
      await pause(TOO_EARLY_PAUSE_MS, this.target.signal);
    }
  }

  /** Who becomes ready at all does so about as fast as an ordinary server. Unit: ms. */
  private get usualReadyMs(): number {
    const { readyMs } = this.limits;
    return this.readyAfterMs === undefined ? readyMs : Math.min(readyMs, 10 * this.readyAfterMs + readyMs / 6);
  }

  private clientOf(server: TrialServer): Client {
    return new Client(server, this.answerMs, this.target.signal);
  }
}
