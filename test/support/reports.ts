import { expect } from 'vitest';
import { sifted } from '../../src/verify/reports/expected.ts';
import type { Findings } from '../../src/verify/reports/reports.ts';

/** A finding that is new needs a reason or a repair; one that is gone needs no reason any more. */
export const expectOnlyWhatIsExpected = (name: string, findings: Findings): void => {
  for (const { report, unexpected, gone } of sifted(name, findings)) {
    expect(unexpected, `${name}, ${report}`).toEqual([]);
    expect(gone, `${name}, ${report}, expected and not found`).toEqual([]);
  }
};
