/** What a faulty image is: the good one, and one thing that is wrong with it. */

/** A text of a file below `images/good/program`, which stands there once, and what stands there instead. */
export type Patch = readonly [file: 'train' | 'serve' | 'lvq.py', text: string, instead: string];

export interface ImageFault {
  /** Name of the image, after `sma-test-faulty-`. */
  readonly name: string;
  /** What is wrong, in one sentence. */
  readonly what: string;
  /** The checks that have to fail, and no others. */
  readonly fails: readonly number[];
  /** Where several checks see the one fault: why. */
  readonly because?: string;
  /** What the evidence of the first of them has to say. */
  readonly evidence: RegExp;
  /** Lines of the Dockerfile after FROM. */
  readonly dockerfile?: readonly string[];
  readonly patches?: readonly Patch[];
  /** Further files of the build context. */
  readonly files?: Readonly<Record<string, string>>;
  /** Further arguments of the command, for it and for the good image beside it. */
  readonly args?: readonly string[];
  /** Checks around its own, which have to pass or to be skipped, in the short form of the test. */
  readonly beside: string;
}
