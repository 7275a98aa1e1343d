import type { InspectedImage } from '../../images/inspect-image';
import { skip, type Check, type Verdict } from '../check';

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

export const GUIDE = 'https://docs.aws.amazon.com/sagemaker/latest/dg';

/** A check of what `image inspect` tells; without an image there is nothing to look at. */
export function inspected(
  check: Omit<Check<ImageSubject>, 'kind' | 'run'>, look: (image: InspectedImage, subject: ImageSubject) => Verdict,
): Check<ImageSubject> {
  return {
    ...check,
    kind: 'M',
    run: async (subject) => ('absent' in subject.image ? skip(subject.image.absent) : look(subject.image, subject)),
  };
}
