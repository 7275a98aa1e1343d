import { readdirSync, rmSync } from 'node:fs';
import { checkpointBytes, readCheckpoint, type ReadCheckpoint } from './checkpoint-file';
import type { OwnedOutputFolder } from './output-folder';
import type { ClusterFacts } from './read-cluster';
import { isTemporary } from './write-atomically';
import type { Log } from '../shared/log';
import { RuntimeError } from '../shared/runtime-error';
import { UnsealError } from '../shared/sealed-bytes';
import type { Vault } from '../shared/vault';

/** A state of the training that was saved. */
export interface Checkpoint {
  /** As given to {@link Checkpoints.save}. */
  readonly name: string;
  /** What {@link Checkpoints.save} gave. */
  readonly number: number;
  readonly data: Buffer;
}

export interface SaveOptions {
  /**
   * How many checkpoints of the name stay, this one included; older ones are removed. 1 or more. On a cluster it is also how far
   * apart hosts may be: one that is `keep` checkpoints ahead of another has none any more that both have. @default 2
   */
  readonly keep?: number;
}

export interface RestoreOptions {
  /**
   * Takes no checkpoint with a higher number: what hosts agree on that did not all come equally far. The training goes on from there,
   * or from nothing when there is none: newer ones, looked at before or not, are given up, and removed with the next save.
   * @default - the newest
   */
  readonly atMost?: number;
  /** Whose checkpoint, by {@link ClusterFacts.rank}: after a restart every host finds those of all. @default - this host's own */
  readonly rank?: number;
}

/**
 * Saves states of the training and finds the newest one after the job has been interrupted. What stands below {@link path}
 * outlives the machine when the job has a checkpoint configuration (Spot); without one a new job finds it empty.
 */
export interface Checkpoints {
  /** The folder, absolute. Other files in it are left alone. On a cluster all hosts share its place in S3. */
  readonly path: string;
  /**
   * Saves a state under a name and a number of its own: whole or not at all, whatever happens meanwhile. Names of files carry the
   * rank of the host, so hosts do not overwrite each other's.
   * @param name what the state is, the same each time: `state`. One part, without `/`
   * @param data text (as UTF-8) or bytes; must not change until the promise is settled
   * @returns the checkpoint's number: one more than that of the one before, whatever its name; the one before is the last that was
   * saved or restored
   * @throws RuntimeError SMA_RUN_FILE_NAME, or what the file system throws
   */
  save(name: string, data: string | Uint8Array, options?: SaveOptions): Promise<number>;
  /**
   * The newest checkpoint that is whole; undefined when there is none, as in a first start. Files that are cut or damaged are passed
   * over with a line in the log; the service's own files beside them (`*.sagemaker-uploaded`) are never looked at.
   * What was restored last is where the training goes on from. Hosts that go on together agree on a number, and make sure that
   * each still has it ({@link SaveOptions.keep}):
   *
   * @example
   * const mine = await job.checkpoints.restore('state');
   * const [number] = await job.cluster.allReduce(Float64Array.of(mine?.number ?? 0), 'min');
   * const state = await job.checkpoints.restore('state', { atMost: number });
   * const [common] = await job.cluster.allReduce(Float64Array.of(state?.number ?? 0), 'min');
   * if (common !== number) throw new Error('the hosts have no checkpoint in common any more');
   *
   * @param name looks at checkpoints of this name only. @default - all
   */
  restore(name?: string, options?: RestoreOptions): Promise<Checkpoint | undefined>;
}

interface Found {
  readonly file: string;
  readonly rank: number;
  readonly name: string;
  readonly number: number;
}

const FILE = /^rank(\d+)\.(.+)\.(\d+)\.checkpoint$/s;

class SavedStates implements Checkpoints {
  /** Files that turned out not to be whole: they do not count among the ones to keep. */
  private readonly broken = new Set<string>();
  /** By name, the number that the training has reached: what was restored or saved last. Newer ones are of a course that was given up. */
  private readonly reached = new Map<string, number>();
  private isTidy = false;

  constructor(
    private readonly folder: OwnedOutputFolder, private readonly rank: number, private readonly vault: Vault, private readonly log: Log,
  ) {}

  get path(): string {
    return this.folder.path;
  }

  readonly save = async (name: string, data: string | Uint8Array, { keep = 2 }: SaveOptions = {}): Promise<number> => {
    if (name.includes('/')) throw new RuntimeError('SMA_RUN_FILE_NAME', name, 'a checkpoint lies in no folder of its own');
    this.tidy();
    const number = this.last() + 1;
    this.reached.set(name, number);
    const file = `rank${this.rank}.${name}.${number}.checkpoint`;
    await this.folder.write(file, checkpointBytes(this.vault.seal(file, data)));
    this.broken.delete(file);
    this.removeOthers(name, Math.max(1, keep));
    return number;
  };

  readonly restore = async (name?: string, options: RestoreOptions = {}): Promise<Checkpoint | undefined> => {
    const { atMost = Infinity, rank = this.rank } = options;
    const candidates = this.found(rank)
      .filter((found) => found.number <= atMost && (name === undefined || found.name === name))
      .sort((a, b) => b.number - a.number);
    for (const found of candidates) {
      const read = await this.read(found.file);
      if ('problem' in read) {
        this.broken.add(found.file);
        this.log.warn(`checkpoint ${found.file} ${read.problem}; it is passed over`);
        continue;
      }
      this.goOnFrom(found.number, name, found.name);
      this.log.info(`goes on from checkpoint ${found.file} (${read.data.length} bytes)`);
      return { name: found.name, number: found.number, data: read.data };
    }
    // The hosts have agreed to begin anew. Without an agreement, what is there but broken keeps its number.
    if (atMost < Infinity) this.goOnFrom(0, name);
    return undefined;
  };

  /** @param name the one that was asked for; undefined when the training has one course, whatever the names of its states */
  private goOnFrom(number: number, name: string | undefined, foundName = name): void {
    const names = name === undefined ? [...this.reached.keys(), ...this.found().map((found) => found.name)] : [];
    for (const each of [...names, foundName]) if (each !== undefined) this.reached.set(each, number);
  }

  /** Number of the last checkpoint of the course. */
  private last(): number {
    const numbers = this.reached.size > 0 ? [...this.reached.values()] : this.found().map((found) => found.number);
    return Math.max(0, ...numbers);
  }

  private isGivenUp({ name, number }: Found): boolean {
    return number > (this.reached.get(name) ?? Infinity);
  }

  private async read(file: string): Promise<ReadCheckpoint> {
    const read = await readCheckpoint(`${this.path}/${file}`);
    if ('problem' in read) return read;
    try {
      return { data: await this.vault.unseal(file, read.data) };
    } catch (error) {
      if (!(error instanceof UnsealError)) throw error;
      return { problem: error.message };
    }
  }

  private names(): string[] {
    try {
      return readdirSync(this.path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }

  private found(rank: number = this.rank): Found[] {
    return this.names().flatMap((file) => {
      const [, ofRank, name, number] = FILE.exec(file) ?? [];
      return Number(ofRank) === rank ? [{ file, rank, name, number: Number(number) }] : [];
    });
  }

  /** Keeps the newest ones of the name. */
  private removeOthers(name: string, keep: number): void {
    const all = this.found().sort((a, b) => b.number - a.number);
    const isGood = (found: Found): boolean => !this.isGivenUp(found) && !this.broken.has(found.file);
    const kept = all.filter((found) => found.name === name && isGood(found)).slice(0, keep);
    for (const found of all) {
      if (kept.includes(found) || (found.name !== name && !this.isGivenUp(found))) continue;
      rmSync(`${this.path}/${found.file}`, { force: true });
      this.broken.delete(found.file);
    }
  }

  /** What this host was writing when it was killed would be copied to S3 and back for ever. */
  private tidy(): void {
    if (this.isTidy) return;
    this.isTidy = true;
    for (const file of this.names()) {
      if (file.startsWith(`.rank${this.rank}.`) && isTemporary(file)) rmSync(`${this.path}/${file}`, { force: true });
    }
  }
}

/** @param vault encrypts them where the algorithm asks for it */
export function createCheckpoints(folder: OwnedOutputFolder, { rank }: ClusterFacts, vault: Vault, log: Log): Checkpoints {
  return new SavedStates(folder, rank, vault.forCheckpoints(), log);
}
