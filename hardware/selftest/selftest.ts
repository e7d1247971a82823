import type { FactSink, SelfTestPort } from '../../src/ports.ts';

/** A device under self-test: resolves to what is wrong, or to nothing. Moves nothing, never rejects for a bad device. */
export type Check = { readonly item: string; readonly attest: () => Promise<readonly string[]> };

/** Longest reason that a fact carries. */
const LONGEST_REASON = 400;

/** Attests the devices in order; the first that fails is reported with all that is wrong with it. */
export const selfTest = (checks: readonly Check[], sink: FactSink): SelfTestPort => {
  const run = async (): Promise<void> => {
    for (const { item, attest } of checks) {
      const wrong = await attest();
      if (wrong.length === 0) continue;
      const reason = wrong.join(' ');
      sink({
        type: 'selfTest.failed',
        item,
        reason: reason.length <= LONGEST_REASON ? reason : `${reason.slice(0, LONGEST_REASON - 1)}…`,
      });
      return;
    }
    sink({ type: 'selfTest.passed' });
  };
  return {
    run: () => {
      run().catch(error =>
        queueMicrotask(() => {
          throw error;
        }),
      );
    },
  };
};
