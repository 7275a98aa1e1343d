/** Put in by esbuild when lib/runtime is built (projenrc/bundles.ts); the sources by themselves do not know it. */
declare const SM_ALGORITHM_VERSION: string | undefined;

/** Version of sm-algorithm that the runtime is part of, when it is known. */
export const OWN_VERSION: string | undefined = typeof SM_ALGORITHM_VERSION === 'string' ? SM_ALGORITHM_VERSION : undefined;

/** `sm-algorithm 1.2.3`, or without the number. */
export const OWN_NAME = OWN_VERSION === undefined ? 'sm-algorithm' : `sm-algorithm ${OWN_VERSION}`;
