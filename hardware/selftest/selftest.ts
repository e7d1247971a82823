import type { FactSink, SelfTestPort } from '../../src/ports.ts';

/** A device under self-test: resolves to what is wrong, or to nothing. Moves nothing, never rejects for a bad device. */
export type Attest = { readonly item: string; readonly attest: () => Promise<readonly string[]> };

/** Something that must stay as it is: says what is wrong with it, or nothing. At once, and without touching it. */
export type Check = { readonly item: string; readonly look: () => readonly string[] };

/** Longest reason that a fact carries. */
const LONGEST_REASON = 400;

const reasonOf = (wrong: readonly string[]): string => {
  const reason = wrong.join(' ');
  return reason.length <= LONGEST_REASON ? reason : `${reason.slice(0, LONGEST_REASON - 1)}…`;
};

/** What is wrong; a check that cannot be made is as bad as one that fails. */
const lookAt = ({ look }: Check): readonly string[] => {
  try {
    return look();
  } catch (failure) {
    return [failure instanceof Error ? failure.message : String(failure)];
  }
};

/**
 * At power-on the devices are attested in order, and every check is made; while running the checks alone.
 * The first that fails is reported with all that is wrong with it.
 */
export const selfTest = (
  devices: readonly Attest[],
  checks: readonly Check[],
  sink: FactSink,
): SelfTestPort => {
  const firstFailure = (): { readonly item: string; readonly reason: string } | null => {
    for (const check of checks) {
      const wrong = lookAt(check);
      if (wrong.length > 0) return { item: check.item, reason: reasonOf(wrong) };
    }
    return null;
  };
  const run = async (): Promise<void> => {
    for (const { item, attest } of devices) {
      const wrong = await attest();
      if (wrong.length === 0) continue;
      sink({ type: 'selfTest.failed', item, reason: reasonOf(wrong) });
      return;
    }
    const failure = firstFailure();
    sink(failure === null ? { type: 'selfTest.passed' } : { type: 'selfTest.failed', ...failure });
  };
  return {
    run: () => {
      run().catch(error =>
        queueMicrotask(() => {
          throw error;
        }),
      );
    },
    check: () => {
      const failure = firstFailure();
      sink(failure === null ? { type: 'check.passed' } : { type: 'check.failed', ...failure });
    },
  };
};
