/** One thing that is wrong with a definition. Three parts: what (path and value), why (the rule and whose it is), fix (one step). */
export interface Problem {
  /** `SMA_DEF_…`: what kind of problem; never reused for another kind. */
  readonly code: string;
  /** Where, for example `training.channels[1].name`. */
  readonly path: string;
  /** The rest of the sentence that starts with the path: the value got and what is wrong with it. */
  readonly what: string;
  readonly why: string;
  readonly fix: string;
}
