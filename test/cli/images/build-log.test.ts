import { describe, expect, it } from 'vitest';
import { beginningStep, failingLines, failingStep } from '../../../src/cli/images/build-log';

describe('failingStep', () => {
  it('is the last step that the legacy builder began', () => {
    expect(failingStep(['Step 1/3 : FROM base', ' ---> 1', 'Step 2/3 : RUN false', "The command '/bin/sh -c false' returned a non-zero code: 1"]))
      .toBe('Step 2/3 : RUN false');
  });

  it('is the step that BuildKit marks, not the last one', () => {
    expect(failingStep(['#4 [1/3] FROM base', '#5 [2/3] RUN false', '#6 [3/3] COPY a b', '#5 ERROR: process "/bin/sh -c false" did not complete']))
      .toBe('[2/3] RUN false');
  });

  it('is known for buildah and absent where nothing names it', () => {
    expect(failingStep(['STEP 1/2: FROM base', 'STEP 2/2: RUN false', 'Error: building'])).toBe('STEP 2/2: RUN false');
    expect(failingStep(['Cannot connect'])).toBeUndefined();
  });
});

describe('failingLines', () => {
  it('are those that BuildKit marks with the number of the step, without the marks', () => {
    expect(failingLines(['#4 [2/3] RUN true', '#5 [3/3] RUN x', '#5 0.123 /bin/sh: x: not found', '#4 0.1 fine', '#5 ERROR: process "x"']))
      .toEqual(['[3/3] RUN x', '/bin/sh: x: not found', 'ERROR: process "x"']);
  });

  it('are those from the last step of the legacy builder on', () => {
    expect(failingLines(['Step 1/2 : FROM base', ' ---> 1', 'Step 2/2 : RUN x', 'x: not found'])).toEqual(['Step 2/2 : RUN x', 'x: not found']);
  });

  it('are all lines where no step is named', () => {
    expect(failingLines(['a', 'b'])).toEqual(['a', 'b']);
  });
});

describe('beginningStep', () => {
  it.each([
    ['Step 3/9 : COPY a b', 'Step 3/9 : COPY a b'],
    ['#7 [program 3/5] RUN x', '[program 3/5] RUN x'],
    ['STEP 1/2: FROM base', 'STEP 1/2: FROM base'],
    ['#1 [internal] load build context', undefined],
    [' ---> Running in 1', undefined],
    ['#7 0.1 output', undefined],
  ])('of %j is %j', (line, step) => {
    expect(beginningStep(line)).toBe(step);
  });
});
