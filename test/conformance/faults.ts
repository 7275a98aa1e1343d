/** All faulty images; each is the good one of `images/good` with one thing wrong. */
import type { ImageFault } from './fault';
import { IMAGE_FAULTS } from './image-faults';
import { SERVING_FAULTS } from './serving-faults';
import { TRAINING_FAULTS } from './training-faults';

export const FAULTS: readonly ImageFault[] = [...IMAGE_FAULTS, ...TRAINING_FAULTS, ...SERVING_FAULTS];
