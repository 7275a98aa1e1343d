import type { Task } from './task';
import type { BatchingSpec } from '../../../contract/algorithm-spec';

/** What may be predicted together: types decide how records look and how predictions are written. */
const keyOf = ({ request: { contentType, accept } }: Task): string => `${contentType}\n${accept}`;

/** Tasks that go to a worker together, or how long none has to; neither where nobody waits. */
export interface Next {
  readonly tasks?: readonly Task[];
  /** Unit: ms */
  readonly waitMs?: number;
}

/** Requests that wait for a worker, first come first served; with batching, those that came later may join the first. */
export class WaitingLine {
  private tasks: Task[] = [];

  constructor(private readonly batching: BatchingSpec | undefined) {}

  get length(): number {
    return this.tasks.length;
  }

  add(task: Task): void {
    this.tasks.push(task);
  }

  /** @returns whether it was waiting */
  remove(task: Task): boolean {
    const place = this.tasks.indexOf(task);
    if (place >= 0) this.tasks.splice(place, 1);
    return place >= 0;
  }

  /** Takes what a worker that is free should do now. @param now `performance.now()` */
  next(now: number): Next {
    const { batching } = this;
    if (!batching) {
      const task = this.tasks.shift();
      return task ? { tasks: [task] } : {};
    }
    let waitMs: number | undefined;
    for (const group of this.groups(batching.maxRequests)) {
      const left = group.length < batching.maxRequests ? group[0].arrivedAt + batching.maxWaitMs - now : 0;
      if (left <= 0) {
        const taken = new Set(group);
        this.tasks = this.tasks.filter((task) => !taken.has(task));
        return { tasks: group };
      }
      waitMs = Math.min(waitMs ?? left, left);
    }
    return { waitMs };
  }

  /** What could go together, by the first of each; no larger than a call may be. */
  private groups(max: number): Task[][] {
    const groups = new Map<string, Task[]>();
    for (const task of this.tasks) {
      const group = groups.get(keyOf(task));
      if (!group) groups.set(keyOf(task), [task]);
      else if (group.length < max) group.push(task);
    }
    return [...groups.values()];
  }
}
