import { cartridgeOf } from '../../src/domain/change.ts';
import type { Fact } from '../../src/domain/facts.ts';
import { exampleSettings } from '../../src/domain/settings.ts';
import type { PumpState } from '../../src/runtime/state.ts';
import { nextStep } from '../exploration/randomChange.ts';
import type { Random } from './random.ts';

type Part = { readonly part?: 'normal' | 'extended' };

const QUARTER_HOUR_MS = 900_000;

/** What a person who wants insulin does next with this pump. `name` is a bolus of its own. */
export const wishOf = (state: PumpState, choose: Random, isOpen: boolean, name: string): Fact => {
  const { pump } = state;
  const shown = state.annunciation.filter(({ signal }) => signal !== 'acknowledged');
  const alarm = shown[0]?.alarm;
  if (alarm !== undefined && choose.oneIn(2)) return { type: 'alarm.acknowledged', alarm };
  if (pump.matches({ supply: 'changing' })) return changeStep(state, choose, isOpen);
  if (pump.matches({ reservoir: 'empty' }) && choose.oneIn(2)) return { type: 'change.requested' };
  if (!pump.matches({ permission: 'delivering' })) return { type: 'resume.requested' };
  return wishWhileDelivering(state, choose, name);
};

const changeStep = (state: PumpState, choose: Random, isOpen: boolean): Fact => {
  if (choose.oneIn(40)) return { type: 'change.cancelled' };
  if (state.pump.matches({ supply: { changing: 'primingTubing' } }) && !choose.oneIn(4))
    return { type: 'prime.held' };
  const bay: Fact = { type: isOpen ? 'cartridge.inserted' : 'cartridge.removed' };
  const next = nextStep(state, choose.below(1_000), bay);
  return next.type === 'cartridge.replaced' && !choose.oneIn(6) ? cartridgeOf(200_000_000) : next;
};

const wishWhileDelivering = (state: PumpState, choose: Random, bolus: string): Fact => {
  const amountUu = 50_000 * (1 + choose.below(20));
  const durationMs = QUARTER_HOUR_MS * (1 + choose.below(2));
  const number = choose.below(100);
  if (number < 35) return { type: 'bolus.requested', bolus, amountUu };
  if (number < 45) return { type: 'bolus.requested', bolus, kind: 'extended', amountUu, durationMs };
  if (number < 52)
    return {
      type: 'bolus.requested',
      bolus,
      kind: 'combo',
      amountUu: amountUu + 50_000,
      extendedUu: amountUu,
      durationMs,
    };
  if (number < 60)
    return {
      type: 'bolus.cancelled',
      ...choose.pick<Part>([{}, { part: 'normal' }, { part: 'extended' }]),
    };
  if (number < 68) return { type: 'tempBasal.requested', percent: 50 * choose.below(5), durationMs };
  if (number < 70) return { type: 'tempBasal.cancelled' };
  if (number < 73) return { type: 'suspend.requested' };
  if (number < 74) return { type: 'change.requested' };
  if (number < 75) return { type: 'power.lost', cause: choose.pick(['operator', 'operator', 'supply']) };
  if (number < 77) return { type: 'automation.enabled' };
  if (number < 80) return proposal(state, choose);
  if (number < 90)
    return { type: 'cgm.measured', mgPerDl: 60 + choose.below(200), sequence: choose.below(1_000) };
  return { type: 'screen.touched' };
};

const proposal = ({ ledger: { settings, programming } }: PumpState, choose: Random): Fact => ({
  type: 'settings.proposed',
  replaces: programming.version,
  settings: {
    ...(settings ?? exampleSettings),
    maxBolusUu: 500_000 * (1 + choose.below(50)),
    maxDailyUu: 10_000_000 * (3 + choose.below(20)),
    lowReservoirUu: 10_000_000 * (1 + choose.below(5)),
  },
});
