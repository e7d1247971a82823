import { PULSE } from '../../../src/domain/pulses.ts';
import { insulinBetween } from '../measure/mass.ts';
import { occlusionOf } from '../measure/occlusion.ts';
import { expanded } from '../measure/uncertainty.ts';
import { benchSettings } from '../paths/pumpOnBench.ts';
import type { RigProfile } from '../profile/schema.ts';
import { type Phase, type PhaseTools, PumpFailure } from '../run/phases.ts';
import type { Stand } from '../run/stand.ts';
import { NO_BASAL } from '../run/standing.ts';
import { balanceName, type RigBench, weighingOf, withBench } from './bench.ts';
import { alarmAfter, askBolus, movesIn, TRAVEL_STANDARD_U, unitsOf } from './observing.ts';

/** A line that the pinch valve blocks: how much is missed until the alarm, and what comes when it opens. */

const MINUTE = 60_000;
/** No evaporation of minutes shows beside a bolus. */
const NO_EVAPORATION = { value: 0, standard: 0 };

type Blocked = {
  readonly name: string;
  readonly settings: typeof benchSettings;
  /** SR-057, U. */
  readonly mostU: number;
  readonly longestMs: number;
  readonly during: (bench: RigBench) => Promise<void>;
  /** Whether the alarm must come while a bolus runs. */
  readonly isBolus: boolean;
};

const AT_1_U_PER_H = {
  ...benchSettings,
  basalProfile: [{ fromMinute: 0, rateUuPerHour: 1_000_000 }],
};

const KINDS: readonly Blocked[] = [
  {
    name: 'occlusion during a bolus',
    settings: NO_BASAL,
    mostU: 2,
    longestMs: 10 * MINUTE,
    during: ({ pump }) => askBolus(pump, 'blocked', 160 * PULSE),
    isBolus: true,
  },
  {
    name: 'occlusion at 1 U/h',
    settings: AT_1_U_PER_H,
    mostU: 3,
    longestMs: 300 * MINUTE,
    during: async () => {},
    isBolus: false,
  },
];

export const blockingPhases = (stand: Stand, profile: RigProfile): readonly Phase[] =>
  KINDS.map(kind => ({
    name: kind.name,
    group: 'main',
    deadlineMs: 300_000,
    lastsMs: kind.longestMs + 10 * MINUTE,
    needs: ['pinch'],
    covers: ['SR-057', ...(kind.isBolus ? ['SR-058'] : []), 'SR-059', 'SR-060'],
    run: tools => blocked(stand, profile, kind, tools),
  }));

const blocked = (
  stand: Stand,
  profile: RigProfile,
  { name, settings, mostU, longestMs, during, isBolus }: Blocked,
  { measure }: PhaseTools,
): Promise<void> =>
  withBench(stand, { settings }, async bench => {
    const { pump } = bench;
    await pump.give({ type: 'resume.requested' });
    const before = await bench.settled();
    const counts = await pump.counts();
    const from = pump.now();
    await pump.hands.set('pinch', true);
    await during(bench);
    const alarmed = (): number | null => alarmAfter(pump, 'occlusion', from);
    while (alarmed() === null && pump.now() - from < longestMs) await pump.wait(1_000);
    if (alarmed() === null) throw new PumpFailure(`no occlusion alarm within ${longestMs / MINUTE} min`);
    const travel = unitsOf((await pump.counts()) - counts);
    const shut = await bench.settled();
    await pump.give({ type: 'resume.requested' });
    const moved = movesIn(pump.steps).length;
    await pump.wait(MINUTE);
    const further = movesIn(pump.steps).length - moved;
    await pump.hands.set('pinch', false);
    await pump.wait(MINUTE);
    const open = await bench.settled();
    const weighing = weighingOf(profile);
    const { missed, released } = occlusionOf(
      { value: travel, standard: TRAVEL_STANDARD_U },
      insulinBetween(before, shut, weighing, NO_EVAPORATION),
      insulinBetween(shut, open, weighing, NO_EVAPORATION),
    );
    const both = `encoder and ${balanceName(profile)}`;
    measure({
      name: `${name}: insulin missed until the alarm`,
      value: missed.value,
      unit: 'U',
      least: 0,
      most: mostU,
      uncertainty: expanded(missed.standard),
      instrument: both,
      requirements: ['SR-057', ...(isBolus ? ['SR-058'] : [])],
    });
    const told = pump.steps
      .flatMap(({ commands }) => commands)
      .flatMap(command => (command.type === 'reportOcclusion' ? [command.heldUu / 1_000_000] : []));
    measure({
      name: `${name}: insulin told as held, less what was missed`,
      value: (told.at(-1) ?? Number.POSITIVE_INFINITY) - missed.value,
      unit: 'U',
      least: null,
      most: expanded(missed.standard),
      uncertainty: expanded(missed.standard),
      instrument: both,
      requirements: ['SR-059'],
    });
    measure({
      name: `${name}: bolus on release`,
      value: released.value,
      unit: 'U',
      least: 0,
      most: mostU,
      uncertainty: expanded(released.standard),
      instrument: balanceName(profile),
      requirements: ['SR-059'],
    });
    measure({
      name: `${name}: pulses after a resume against the blocked line`,
      value: further,
      unit: 'pulses',
      least: 0,
      most: 0,
      uncertainty: 0,
      instrument: 'serial line of the motor driver',
      requirements: ['SR-060'],
    });
  });
