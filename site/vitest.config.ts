/** `npm run test:browser`: what needs a browser, against the built package (`dist`) and the built page (`site/dist`). */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['site/tests/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
});
