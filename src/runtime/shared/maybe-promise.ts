/** A value that is there, or that will be. */
export type MaybePromise<T> = T | Promise<T>;

/** Whether a value is still to come. */
export const isToCome = <T>(value: T | PromiseLike<T>): value is PromiseLike<T> =>
  typeof value === 'object' && value !== null && typeof (value as Partial<PromiseLike<T>>).then === 'function';

/** Goes on with a value: at once where it is there, since small requests would feel each promise on their way. */
export const goOn = <T, R>(value: T | PromiseLike<T>, next: (value: T) => MaybePromise<R>): MaybePromise<R> =>
  isToCome(value) ? Promise.resolve(value).then(next) : next(value);
