/** How long each side is under load in a round. Unit: s */
export const SECONDS = 2;

/** Unit: s */
export const WARM_UP_SECONDS = 3;

/** Rounds of a comparison; fewer, by BENCH_ROUNDS, are for trying the bench itself. */
export const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 11);

/**
 * How often servers of Node are started anew in a comparison: what V8 makes of the same program differs by up to 10 % from start
 * to start.
 */
export const STARTS = Number(process.env.BENCH_STARTS ?? 5);

/** Rounds on servers that were started together. */
export const ROUNDS_OF_START = 3;
