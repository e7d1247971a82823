import { z } from 'zod';

/** How many checks of a layer passed, failed and were skipped. */
export type Tally = { readonly passed: number; readonly failed: number; readonly skipped: number };

export const NONE: Tally = { passed: 0, failed: 0, skipped: 0 };
export const PASSED: Tally = { passed: 1, failed: 0, skipped: 0 };
export const FAILED: Tally = { passed: 0, failed: 1, skipped: 0 };

export const sum = (tallies: readonly Tally[]): Tally =>
  tallies.reduce(
    (all, one) => ({
      passed: all.passed + one.passed,
      failed: all.failed + one.failed,
      skipped: all.skipped + one.skipped,
    }),
    NONE,
  );

/** The part of vitest's JSON report that is counted. */
const reportSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string() })),
    }),
  ),
});

/**
 * Counts a report of vitest. A file that could not be loaded has no results, and counts as one failure;
 * so does a run that ended badly though no test failed, such as an error outside every test.
 */
export const tallyOf = (report: unknown, exitCode: number): Tally => {
  const read = reportSchema.safeParse(report);
  if (!read.success) return FAILED;
  const files = read.data.testResults.map(({ status, assertionResults }): Tally => {
    const count = (...kinds: readonly string[]) =>
      assertionResults.filter(result => kinds.includes(result.status)).length;
    const failed = count('failed');
    return {
      passed: count('passed'),
      failed: failed === 0 && status === 'failed' ? 1 : failed,
      skipped: count('pending', 'skipped', 'todo', 'disabled'),
    };
  });
  const all = sum(files);
  return exitCode !== 0 && all.failed === 0 ? sum([all, FAILED]) : all;
};

/** The line that ends the output. */
export const lastLine = ({ passed, failed, skipped }: Tally): string =>
  `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`;

/**
 * 1 when something failed or nothing ran; 3 when something was skipped where nothing may be; else 0.
 */
export const exitCodeOf = (tally: Tally, nothingMayBeSkipped: boolean): 0 | 1 | 3 => {
  if (tally.failed > 0 || tally.passed === 0) return 1;
  return nothingMayBeSkipped && tally.skipped > 0 ? 3 : 0;
};
