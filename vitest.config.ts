import { defineConfig } from 'vitest/config';

// .ci/run sets this: a file that gets the run's numbers as JSON.
const report = process.env['LUANMA_TEST_REPORT'];

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      reporter: ['text-summary', 'json-summary', 'html'],
      // A file that only declares types has nothing to cover.
      exclude: ['src/types.ts'],
    },
  },
});
