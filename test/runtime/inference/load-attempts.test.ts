import { expect, it } from 'vitest';
import { LoadAttempts } from '../../../src/runtime/inference/load-attempts';

it('are enough after three failures in a row, at each place by itself', () => {
  const attempts = new LoadAttempts();
  const fail = (place: number) => [attempts.failed(place), attempts.isEnough(place)];

  expect([fail(0), fail(0), fail(1)]).toEqual([[1, false], [2, false], [1, false]]);
  attempts.worked(0);
  expect([fail(0), fail(0), fail(0)]).toEqual([[1, false], [2, false], [3, true]]);
});
