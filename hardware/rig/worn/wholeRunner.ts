import { HARD } from '../../../src/domain/limits.ts';
import { PULSE } from '../../../src/domain/pulses.ts';
import { after, mgPerDl, milliseconds, wallMs } from '../../../src/domain/units.ts';
import type { Ready } from '../../../src/simulate/campaign/life.ts';
import type { Runner } from '../../../src/simulate/campaign/run.ts';
import { plate, type Told } from '../../../src/simulate/meals.ts';
import { bolusByHand } from '../../../src/simulate/open/baseline.ts';
import { clockOf } from '../../../src/simulate/open/controlled.ts';
import type { Outcome, Reading } from '../../../src/simulate/open/replay.ts';
import { type Scenario, scenarioSchema } from '../../../src/simulate/scenario/scenario.ts';
import { person } from '../../../src/simulate/worn/person.ts';
import { calculatorFor } from '../../../src/simulate/worn/therapy.ts';
import { controllerFor, settingsFor } from './cellTherapy.ts';
import { BOOT_MS, type DirectPumpOptions, directPump } from './directPump.ts';

const MINUTE_MS = 60_000;
const UU_PER_U = 1_000_000;
const CARTRIDGE_UU = HARD.cartridgeUu;
const FAILURE = { below: 10, above: 600 } as const;
/** Whoever calculates here is what the cell says; the calculator of the pump is not asked. */
const NOBODY: Scenario = scenarioSchema.parse({ name: 'a cell', days: 1, meals: [] });

/**
 * Lives a cell with the whole pump: readings are facts of its sensor; the pump asks the controller, and holds what it says to
 * its own envelope; meals are entered and boluses requested by a person who confirms them. What the pump refuses is not given.
 */
export const wholeRunner: Runner = ready => liveWhole(ready, null);

/** The same, with every step written down. */
export const liveWhole = ({ lived, care }: Ready, journal: DirectPumpOptions['journal']): Outcome => {
  const { body, minutes, meals, sensor, rescue = null, influence, reaching } = lived;
  const pump = directPump({
    settings: settingsFor(care),
    controller: controllerFor(care),
    wallMs: wallMs(clockOf(care.therapy)(0) - BOOT_MS),
    cartridgeUu: CARTRIDGE_UU,
    seed: 1,
    journal: journal ?? null,
  });
  const { clock, runtime, deliveredUu: pushed, inject } = pump;
  const { submit } = runtime;
  const food = plate();
  const glucose = new Float64Array(minutes + 1);
  const deliveredUu = new Int32Array(minutes);
  const bolusUu = new Int32Array(minutes);
  const readings: Reading[] = [];
  const told: Told[] = [];
  const rescues: number[] = [];
  let failedAt: number | null = null;

  const who = person({
    clock,
    submit,
    state: runtime.state,
    scenario: NOBODY,
    calculator: calculatorFor({ carbRatioGPerU: 10, sensitivityMgPerDlPerU: 50 }),
    rescue: null,
    eat: food.serve,
    hands: {
      takeOut: () => inject({ cartridgeOut: true }),
      putIn: cartridgeUu => inject({ cartridgeUu, occlusion: false }),
      wearSet: onBody => inject({ onBody }),
    },
    cartridgeUu: CARTRIDGE_UU,
    meter: body.glucoseMgPerDl,
  });
  runtime.observe(who.observe);

  const sense = (minute: number, now: number): void => {
    if (minute % sensor.everyMin !== 0) return;
    const reading = sensor.read(minute, now);
    if (reading === null) return;
    const value = Math.round(reading);
    readings.push({ minute, mgPerDl: value });
    submit({ type: 'cgm.measured', mgPerDl: mgPerDl(value), sequence: minute / sensor.everyMin });
    const last = rescues.at(-1) ?? Number.NEGATIVE_INFINITY;
    if (rescue !== null && reading < rescue.belowMgPerDl && minute - last >= rescue.everyMin) {
      rescues.push(minute);
      food.serve(rescue.carbsG);
    }
    want();
  };

  /** What is told in this minute, and the bolus that a person gives for it. */
  const tell = (minute: number): void => {
    const news = meals.flatMap(meal => (meal.told?.atMin === minute ? [meal.told] : []));
    told.push(...news);
    for (const { carbsG } of news) {
      const grams = Math.round(carbsG);
      if (care.by === 'controller' && grams >= 1)
        submit({ type: 'carbs.entered', grams: Math.min(250, grams) });
    }
    const wantedUu = bolusByHand(care.hand, { minute, readings, told, news, deliveredUu, bolusUu });
    const amountUu = Math.floor(Math.min(wantedUu, HARD.maxBolusUu) / HARD.bolusStepUu) * HARD.bolusStepUu;
    if (amountUu > 0) who.request(amountUu);
  };

  /** Automation that has ended is wanted again. */
  const want = (): void => {
    if (care.by === 'controller' && !runtime.state().ledger.automation.isEnabled)
      submit({ type: 'automation.enabled' });
  };

  const note = (minute: number): number => {
    const now = body.glucoseMgPerDl();
    glucose[minute] = now;
    if (failedAt === null && (now < FAILURE.below || now > FAILURE.above)) failedAt = minute;
    return now;
  };

  const began = clock.now();
  who.start();
  submit({ type: 'resume.requested' });
  submit({ type: 'cgm.reported', session: 'active' });
  const pulses = () => {
    const { basal, bolus, extended } = runtime.state().ledger.doses;
    return { all: basal + bolus + extended, bolus: bolus + extended };
  };
  let [counted, reached] = [pulses(), pushed()];
  for (let minute = 0; minute < minutes; minute += 1) {
    const now = note(minute);
    for (const meal of meals) if (meal.atMin === minute) food.serve(meal.carbsG);
    sense(minute, now);
    tell(minute);
    clock.advanceTo(after(began, milliseconds((minute + 1) * MINUTE_MS)));
    const since = pulses();
    deliveredUu[minute] = (since.all - counted.all) * PULSE;
    bolusUu[minute] = (since.bolus - counted.bolus) * PULSE;
    const insulinUu = Math.max(0, pushed() - reached);
    [counted, reached] = [since, pushed()];
    body.minute((insulinUu / UU_PER_U) * (reaching?.(minute) ?? 1), food.bite(), influence?.(minute));
  }
  note(minutes);
  return { glucose, readings, deliveredUu, bolusUu, rescues, failedAt };
};
