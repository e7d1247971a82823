import { basalBolusController } from '../../src/automation/basalBolus/controller.ts';
import type { Controller } from '../../src/automation/controller.ts';
import { LOOP_STRATEGY, loopController } from '../../src/automation/loop/controller.ts';
import { OREF_DEFAULTS, orefController } from '../../src/automation/oref/controller.ts';
import { DEFAULT_SMB } from '../../src/automation/oref/profile.ts';
import { pidController } from '../../src/automation/pid/controller.ts';
import { predictiveController } from '../../src/automation/predictive/controller.ts';
import { microunits, microunitsPerHour, milliseconds, wallMs } from '../../src/domain/units.ts';

/** Asks for all there is, always. */
const greedy: Controller = (_history, _therapy, nowMs) => ({
  basal: { rate: microunitsPerHour(400_000_000), lengthMs: milliseconds(7_200_000) },
  microbolus: microunits(100_000_000),
  reasons: [],
  validUntilMs: wallMs(nowMs + 7_200_000),
});

/** Every controller there is, and one that means harm. */
export const CONTENDERS: Readonly<Record<string, Controller>> = {
  ours: predictiveController({ weightKg: 60 }),
  'oref0 by temporary basals': orefController(OREF_DEFAULTS),
  'oref0 by microboluses': orefController({
    ...OREF_DEFAULTS,
    acts: 'microboluses',
    unannouncedMeals: true,
    smb: { ...DEFAULT_SMB, always: true },
  }),
  'Loop by temporary basals': loopController(),
  'Loop by automatic boluses': loopController({ ...LOOP_STRATEGY, dosing: 'automaticBolus' }),
  'PID with feedback': pidController({ dailyInsulinU: 40 }),
  'basal and boluses': basalBolusController,
  greedy,
};
