import { defineConfig } from 'vitest/config';

const inCi = process.env.CI === 'true';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Native serial and pty bindings are safe in processes, not in threads.
    pool: 'forks',
    maxWorkers: 2,
    // Generous, because no test may depend on how fast the machine is.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: inCi ? ['default', 'json', 'junit'] : ['default'],
    outputFile: { json: 'reports/tests.json', junit: 'reports/tests.junit.xml' },
  },
});
