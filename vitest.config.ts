import { defineConfig } from 'vitest/config';

/** Where CI wants each tier's counts as JSON. */
const results = process.env.VITEST_RESULTS;

/** One project per tier; the suffix of a test file says what it needs (CONTRIBUTING.md). */
export default defineConfig({
  resolve: {
    alias: {
      'sm-algorithm/training': new URL('./src/runtime/training/index.ts', import.meta.url).pathname,
      'sm-algorithm/inference': new URL('./src/runtime/inference/index.ts', import.meta.url).pathname,
    },
  },
  test: {
    reporters: results ? ['default', 'json'] : ['default'],
    outputFile: results ? { json: `${results}/${process.pid}.json` } : undefined,
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/**/*.test.ts'], testTimeout: 20_000 } },
      { extends: true, test: { name: 'integ', include: ['test/**/*.integ.ts'], testTimeout: 600_000, hookTimeout: 600_000, fileParallelism: false } },
      { extends: true, test: { name: 'soak', include: ['test/**/*.soak.ts'], testTimeout: 7_200_000, fileParallelism: false } },
      { extends: true, test: { name: 'docker', include: ['test/**/*.docker.ts'], testTimeout: 300_000, hookTimeout: 600_000, fileParallelism: false } },
    ],
  },
});
