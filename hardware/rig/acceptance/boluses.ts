import { PULSE } from '../../../src/domain/pulses.ts';
import { bolusSeries } from '../measure/boluses.ts';
import { insulinBetween } from '../measure/mass.ts';
import { type Estimate, expanded } from '../measure/uncertainty.ts';
import type { RigProfile } from '../profile/schema.ts';
import type { Phase, PhaseTools } from '../run/phases.ts';
import { NO_BASAL } from '../run/standing.ts';
import { balanceName, type RigBench, weighingOf, withBench } from './bench.ts';
import { askBolus, movesIn, TRAVEL_STANDARD_U, unitsOf } from './observing.ts';
import { type Around, evaporationHere, MINUTE, PULSE_U, STATED_PERCENT } from './weighing.ts';

/** Below 1 U makers state so much insulin instead. */
const STATED_U = 0.05;
/** A pulse of a bolus comes every second; a little more, so that the last one is over. */
const PULSE_MS = 1_100;
/** Until the line has relaxed, and nothing drips any more. */
const DRIPS_MS = 10_000;

/** Single boluses, each weighed. */
export const bolusPhase = (around: Around): Phase => ({
  name: `${around.profile.method.boluses} boluses of ${around.profile.method.bolusU} U`,
  group: 'main',
  deadlineMs: 600_000,
  lastsMs: lastsMs(around.profile),
  covers: ['SR-005', 'SR-007', 'SR-011', 'SR-021', 'SR-034', 'SR-036'],
  run: tools => boluses(around, tools),
});

/** The pulses of a bolus and its drips, and up to a minute on either side until the balance is at rest. */
const lastsMs = ({ method }: RigProfile): number =>
  method.evaporationMinutes * MINUTE +
  method.boluses * (pulsesOf(method.bolusU) * PULSE_MS + DRIPS_MS + 2 * MINUTE);

const pulsesOf = (bolusU: number): number => Math.round(bolusU * 1_000_000) / PULSE;

const boluses = ({ stand, profile, keep, pace }: Around, { measure }: PhaseTools): Promise<void> =>
  withBench(stand, { settings: NO_BASAL }, async bench => {
    const { boluses: wanted, bolusU } = profile.method;
    const { pump } = bench;
    const evaporation = await evaporationHere(bench, profile);
    const amountUu = Math.round(bolusU * 1_000_000);
    await pump.give({ type: 'resume.requested' });
    const fromCounts = await pump.counts();
    const told = pace('boluses', wanted);
    const each: Estimate[] = [];
    for (let number = 1; number <= wanted; number += 1) {
      const before = await bench.settled();
      await askBolus(pump, `bolus ${number}`, amountUu);
      await pump.wait(pulsesOf(bolusU) * PULSE_MS + DRIPS_MS);
      const behind = await bench.settled();
      keep.weights(`bolus ${number}`, [before, behind]);
      each.push(insulinBetween(before, behind, weighingOf(profile), evaporation));
      told(number);
    }
    const { meanPercent, mostPercent, leastPercent, within15 } = bolusSeries(each, bolusU);
    const stated = Math.max(STATED_PERCENT, (100 * STATED_U) / bolusU);
    const instrument = balanceName(profile);
    for (const [name, { value, standard }] of [
      ['mean error of a bolus', meanPercent],
      ['largest error of a bolus', mostPercent],
      ['smallest error of a bolus', leastPercent],
    ] as const)
      measure({
        name,
        value,
        unit: '%',
        least: -stated,
        most: stated,
        uncertainty: expanded(standard),
        instrument,
        requirements: ['SR-021'],
      });
    measure({
      name: 'boluses within 15 %',
      value: within15,
      unit: 'boluses',
      least: wanted,
      most: wanted,
      uncertainty: 0,
      instrument,
    });
    keep.curve({
      name: `Boluses of ${bolusU} U`,
      x: 'bolus',
      y: 'dose (U)',
      lines: [{ name: 'dose', points: each.map(({ value }, i) => [i + 1, value]) }],
    });
    await counted(bench, fromCounts, wanted * (amountUu / PULSE), { measure });
  });

/** What the pump counted, against its encoder, its journal and its clock. */
const counted = async (
  { pump }: RigBench,
  fromCounts: number,
  asked: number,
  { measure }: Pick<PhaseTools, 'measure'>,
): Promise<void> => {
  const { doses } = pump.runtime.state().ledger;
  const sum = doses.basal + doses.bolus + doses.extended + doses.prime;
  const travel = unitsOf((await pump.counts()) - fromCounts);
  const exact = { uncertainty: 0, instrument: 'count of the pump' } as const;
  const row = measure;
  row({
    name: 'sum of the channels less travel of the encoder',
    value: sum * PULSE_U - travel,
    unit: 'U',
    least: -PULSE_U,
    most: PULSE_U,
    uncertainty: expanded(TRAVEL_STANDARD_U),
    instrument: 'encoder',
    requirements: ['SR-034'],
  });
  row({
    name: 'pulses of boluses',
    value: doses.bolus,
    unit: 'pulses',
    least: asked,
    most: asked,
    ...exact,
    requirements: ['SR-011', 'SR-021'],
  });
  row({
    name: 'pulses in doubt',
    value: doses.inDoubt,
    unit: 'pulses',
    least: 0,
    most: 0,
    ...exact,
    requirements: ['SR-007'],
  });
  const at = movesIn(pump.steps).map(({ envelope }) => envelope.monoMs);
  const between = at.slice(1).map((ms, i) => ms - (at[i] ?? 0));
  // Of fewer than two pulses there is none, and that they are too few stands above.
  if (between.length > 0)
    row({
      name: 'shortest time between two pulses of a bolus',
      value: Math.min(...between),
      unit: 'ms',
      least: 950,
      most: null,
      uncertainty: 1,
      instrument: 'serial line of the motor driver',
      requirements: ['SR-036'],
    });
  const recorded = (type: string): number =>
    pump.steps.filter(({ commands }) => commands.some(command => command.type === type)).length;
  row({
    name: 'pulses without exactly one intent and one outcome',
    value: Math.abs(recorded('recordIntent') - at.length) + Math.abs(recorded('recordOutcome') - at.length),
    unit: 'pulses',
    least: 0,
    most: 0,
    uncertainty: 0,
    instrument: 'journal of the pump',
    requirements: ['SR-005'],
  });
};
