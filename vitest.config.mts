import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // These two run in a real VS Code and a real browser: see scripts/test.mjs.
    exclude: ['test/extension/**', 'test/e2e/**', '**/node_modules/**'],
    // The catalogue is generated from the pages under threats/, so that `npx vitest` alone always sees the pages as they are.
    globalSetup: ['scripts/catalogue-setup.mjs'],
    testTimeout: 20_000,
    // The machines that run this have two cores; more workers only cost memory.
    maxWorkers: 2,
  },
});
