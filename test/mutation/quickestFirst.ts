import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * A mutant is killed by the first test that fails. So first come the files that killed the last mutant, for this one is
 * its neighbour, then those that took least time.
 */
export class QuickestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const cost = (file: TestSpecification): number => {
      const last = this.ctx.cache.getTestSpecificationResult(file);
      return last === undefined ? Number.POSITIVE_INFINITY : last.failed ? 0 : last.duration;
    };
    return [...files].sort((a, b) => cost(a) - cost(b));
  }
}
