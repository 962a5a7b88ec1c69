import path from 'node:path';
import { defineConfig } from 'vitest/config';

const alias = { '@': path.resolve(import.meta.dirname) };

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        // Some start processes, which takes its time beside other work.
        test: {
          name: 'unit',
          include: ['{app,lib,scripts}/**/*.test.ts', '*.test.ts'],
          testTimeout: 30_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'integration',
          include: ['tests/**/*.test.ts'],
          testTimeout: 90_000,
          hookTimeout: 120_000,
          // Each file starts processes of its own; two cores carry one at a time.
          fileParallelism: false,
        },
      },
    ],
  },
});
