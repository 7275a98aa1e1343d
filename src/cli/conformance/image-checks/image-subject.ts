import type { ContainerCommand } from '../../../contract/program';
import type { ImageFiles } from '../../images/image-files';
import type { InspectedImage } from '../../images/inspect-image';
import { skip, type Check, type CheckKind, type Verdict } from '../check';
import type { StartOutcome } from '../targets/start-probe';

/** What the static checks of an image look at. */
export interface ImageSubject {
  /** What the engine tells of the image, or why it can tell nothing. */
  readonly image: InspectedImage | { readonly absent: string };
  /** How the request names the image; absent where nothing names it. */
  readonly reference?: string;
  /** `os/architecture` that the instances of the algorithm have. */
  readonly platform: string;
  /** Labels that the image has to carry, and the only ones that promise a behaviour; absent where nobody said. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** An image that can be looked into, started, and asked for elsewhere. Each answer is had once, when it is asked for. */
export interface ProbedImage extends ImageSubject {
  /** Words that the image has to answer to. */
  readonly commands: readonly ContainerCommand[];
  files(): Promise<ImageFiles>;
  start(command: ContainerCommand): Promise<StartOutcome>;
  /** The manifest as the image's registry holds it, or why it is not known. */
  manifest(): Promise<{ readonly text: string } | { readonly unknown: string }>;
  /** Critical and high findings of a scanner of this machine, or why there was no scan. */
  scan(): Promise<{ readonly scanner: string; readonly findings: readonly string[] } | { readonly unknown: string }>;
}

export const GUIDE = 'https://docs.aws.amazon.com/sagemaker/latest/dg';

type Look<S extends ImageSubject> = (image: InspectedImage, subject: S) => Verdict | Promise<Verdict>;

/** A check of what `image inspect` tells; without an image there is nothing to look at. */
export function inspected<S extends ImageSubject = ImageSubject>(
  check: Omit<Check<S>, 'kind' | 'run'> & { readonly kind?: CheckKind }, look: Look<S>,
): Check<S> {
  return {
    kind: 'M',
    ...check,
    run: async (subject) => ('absent' in subject.image ? skip(subject.image.absent) : look(subject.image, subject)),
  };
}
