/** How long each side is under load in a round. Unit: s */
export const SECONDS = 2;

/** Unit: s */
export const WARM_UP_SECONDS = 3;

/** Rounds of a comparison; fewer, by BENCH_ROUNDS, are for trying the bench itself. */
export const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 11);
