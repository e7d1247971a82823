import type { Ledger } from '../../src/domain/ledger/ledger.ts';
import type { Settings } from '../../src/domain/settings.ts';
import { automaticAmounts } from '../../src/runtime/automaticAmounts.ts';
import { memoryOf } from '../../src/runtime/monitor.ts';
import type { Observed } from '../../src/runtime/run.ts';
import { blankState } from '../../src/runtime/state.ts';
import { AUTOMATED } from '../support/automated.ts';
import { corePump } from '../support/corePump.ts';
import { greedy } from '../support/greedyController.ts';

const MINUTE = 60_000;

export const says = (step: Observed): string | null => automaticAmounts.breaks(step, memoryOf(blankState()));
export function full(step: Observed, change: Partial<Ledger>, before: Partial<Ledger> = {}): Observed {
  return {
    ...step,
    before: { ...step.before, ledger: { ...step.before.ledger, ...before } },
    state: { ...step.state, ledger: { ...step.state.ledger, ...change } },
  };
}
export const set = (step: Observed, change: Partial<Settings>): Observed =>
  full(step, { settings: { ...AUTOMATED, ...change } });

/** Two hours of a controller that asks for all there is: a bolus of it, and a rate of it. */
export const greedyPump = async () => {
  const pump = await corePump({ settings: AUTOMATED, controller: greedy });
  await pump.give({ type: 'resume.requested' }, { type: 'cgm.reported', session: 'active' });
  await pump.wait(180 * MINUTE);
  await pump.give({ type: 'automation.enabled' });
  for (let index = 0; index < 24; index += 1) {
    await pump.give({ type: 'cgm.measured', mgPerDl: 180 + 3 * index, sequence: index + 1 });
    await pump.wait(5 * MINUTE);
  }

  const found = (isSuch: (step: Observed) => boolean): Observed => {
    const step = pump.steps.find(isSuch);
    if (step === undefined) throw new Error('automation has never given that');
    return step;
  };
  const bolusing = found(({ before, state }) => {
    const { current } = state.ledger.bolus;
    return current?.automatic === true && before.ledger.bolus.current === null;
  });
  const raising = found(
    step =>
      step.state.ledger.bolus.current === null &&
      step.state.ledger.automation.steering === 'controller' &&
      says(full(step, { settings: { ...AUTOMATED, maxOnBoardUu: 0 } })) !== null,
  );
  return { pump, bolusing, raising };
};
