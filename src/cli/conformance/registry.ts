/** Every check, one list per kind; whoever adds a kind adds a list. */
import type { Check } from './check';
import type { ImageSubject } from './image-checks/image-subject';
import { LABELS, PLATFORM, SIZE } from './image-checks/platform-checks';
import { REFERENCE } from './image-checks/reference-check';
import { SECRETLESS } from './image-checks/secret-check';
import { ENTRYPOINT, USER } from './image-checks/start-checks';

/** Kind M, as far as `image inspect` and the name of the image tell. */
export const IMAGE_CHECKS: ReadonlyArray<Check<ImageSubject>> = [ENTRYPOINT, USER, PLATFORM, SECRETLESS, LABELS, REFERENCE, SIZE];

/** Kind R. */
export { REQUEST_CHECKS } from './request-checks/request-checks';

/** Kind T. */
export { TRAINING_CHECKS } from './training/training-checks';

/** Kind I, without those of WebSockets and of many models. */
export { INFERENCE_CHECKS } from './inference/inference-checks';
