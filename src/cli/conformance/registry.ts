/** Every check, one list per kind; whoever adds a kind adds a list. */
import type { Check } from './check';
import { NO_GPU_DRIVER, OPT_ML_EMPTY, PROGRAMS_ON_PATH, SECRETLESS_ALTOGETHER } from './image-checks/file-checks';
import type { ImageSubject, ProbedImage } from './image-checks/image-subject';
import { LABELS, PLATFORM, SIZE } from './image-checks/platform-checks';
import { REFERENCE } from './image-checks/reference-check';
import { MANIFEST, SCANNED } from './image-checks/registry-checks';
import { SECRETLESS } from './image-checks/secret-check';
import { ENTRYPOINT, SERVE_STARTS, TRAIN_STARTS, USER } from './image-checks/start-checks';

/** Kind M, as far as `image inspect` and the name of the image tell. */
export const IMAGE_CHECKS: ReadonlyArray<Check<ImageSubject>> = [ENTRYPOINT, USER, PLATFORM, SECRETLESS, LABELS, REFERENCE, SIZE];

/** All of kind M: for them an image is looked into, started for a moment and asked for in its registry. */
export const PROBED_IMAGE_CHECKS: ReadonlyArray<Check<ProbedImage>> = [
  ...IMAGE_CHECKS.filter((check) => check !== SECRETLESS), SECRETLESS_ALTOGETHER,
  TRAIN_STARTS, SERVE_STARTS, PROGRAMS_ON_PATH, MANIFEST, OPT_ML_EMPTY, NO_GPU_DRIVER, SCANNED,
];

/** Kind R. */
export { REQUEST_CHECKS } from './request-checks/request-checks';

/** Kind T. */
export { TRAINING_CHECKS } from './training/training-checks';

/** Kind I. */
export { INFERENCE_CHECKS } from './inference/inference-checks';
