import { describe, expect, it } from 'vitest';
import { failingStep } from '../../../src/cli/images/build-log';

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
