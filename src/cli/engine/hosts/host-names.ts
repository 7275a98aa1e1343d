/** Names of the hosts of a job, in the service's form: `algo-1`, `algo-2`, … */
export const hostNames = (count: number): string[] => Array.from({ length: count }, (_, place) => hostName(place));

/** Name of the host at a place, counted from 0. */
export const hostName = (place: number): string => `algo-${place + 1}`;
