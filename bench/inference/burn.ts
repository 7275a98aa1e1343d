/** Work for the processor that takes as long on every thread, however many of them there are: no clock is asked. */
export function burn(steps: number): number {
  let state = 1;
  for (let step = 0; step < steps; step++) state = state * 16807 % 2147483647;
  return state;
}
