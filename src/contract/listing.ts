/** The listing kit: what a product page of AWS Marketplace needs, relative to the project. */

/** Folder of the kit. */
export const LISTING_DIR = 'algorithm/listing';

/** Folder in the kit with payloads, answers and training data of a local run; written by `algorithm:listing`. */
export const SAMPLES_FOLDER = 'samples';

/** File in the samples' folder that says what each of them is. */
export const SAMPLES_FILE = 'samples.json';

/** Longest time that a Marketplace buyer's Spot training job may wait for capacity. Unit: s.
 *  @see https://docs.aws.amazon.com/marketplace/latest/userguide/ml-service-restrictions-and-limits.html */
export const MARKETPLACE_SPOT_WAIT_MAX_SECONDS = 3600;
