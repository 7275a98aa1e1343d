/** Lets the event loop have a turn. The one of node:timers/promises would be loaded at every start for this alone. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve); });
