import { expect, expectTypeOf, it } from 'vitest';
import { defineTraining, runTraining, type Channel } from '../../../src/runtime/training';
import { SPEC, type Iris } from '../support/spec';

it('gives the handler back as it is', () => {
  const handler = () => {};

  expect(defineTraining(handler)).toBe(handler);
});

it('types the job by the algorithm', () => {
  defineTraining<Iris>((job) => {
    expectTypeOf(job.hyperparameters.max_depth).toEqualTypeOf<number>();
    expectTypeOf(job.hyperparameters.criterion).toEqualTypeOf<'gini' | 'entropy'>();
    expectTypeOf(job.channels.training).toEqualTypeOf<Channel<'text/csv' | 'application/x-parquet'>>();
    expectTypeOf(job.channels.validation).toEqualTypeOf<Channel<'text/csv'> | undefined>();
    // @ts-expect-error a channel that the algorithm does not declare
    void job.channels.trainig;
    job.metrics.emit('validation:accuracy', 1);
    // @ts-expect-error a name that the algorithm does not declare
    job.metrics.emit('validation:acuracy', 1);
    // @ts-expect-error a hyperparameter that the algorithm does not declare
    void job.hyperparameters.depth;
  });
});

it('is what the entry program hands on, beside whatever else the module exports', () => {
  const module = { default: defineTraining<Iris>(() => {}), helper: 1 };

  expectTypeOf(() => runTraining(() => Promise.resolve(module), SPEC)).returns.resolves.toBeVoid();
  // @ts-expect-error a module without a default export
  expectTypeOf(() => runTraining(() => Promise.resolve({ train: () => {} }), SPEC)).returns.resolves.toBeVoid();
});

it('sees whether each declared content type of a channel is handled', () => {
  defineTraining<Iris>(({ channels: { training } }) => {
    switch (training.mediaType) {
      case 'text/csv': return;
      // @ts-expect-error application/x-parquet is declared and not handled
      default: training.mediaType satisfies never;
    }
  });
});
