import { PULSE } from '../../../src/domain/pulses.ts';
import { bolusSeries } from '../measure/boluses.ts';
import { flowsOf, overallError, trumpetOf, volumesOf, WINDOWS } from '../measure/flow.ts';
import { type Evaporation, evaporationOf, insulinBetween, type Weight } from '../measure/mass.ts';
import { type Estimate, expanded } from '../measure/uncertainty.ts';
import { benchSettings } from '../paths/pumpOnBench.ts';
import type { RigProfile } from '../profile/schema.ts';
import type { Phase, PhaseTools } from '../run/phases.ts';
import type { Stand } from '../run/stand.ts';
import { NO_BASAL } from '../run/standing.ts';
import { balanceName, type RigBench, weighingOf, withBench } from './bench.ts';
import type { Keep } from './keep.ts';
import { askBolus, movesIn, TRAVEL_STANDARD_U, unitsOf } from './observing.ts';
import type { Pace } from './pace.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const PULSE_U = PULSE / 1_000_000;
/** What makers of insulin pumps state for basal, and for boluses of 1 U and more. */
const STATED_PERCENT = 5;
/** Below 1 U they state so much insulin instead. */
const STATED_U = 0.05;
const EVAPORATION_LOOKS = 12;

const basalOf = (rateUPerHour: number) => ({
  ...benchSettings,
  basalProfile: [{ fromMinute: 0, rateUuPerHour: Math.round(rateUPerHour * 1_000_000) }],
});

type Around = {
  readonly stand: Stand;
  readonly profile: RigProfile;
  readonly keep: Keep;
  readonly pace: Pace;
};

/** Weighs at fixed times: every `everyMs`, so often; the first at once. */
const series = async (
  { pump, weigh }: RigBench,
  everyMs: number,
  times: number,
  told: (done: number) => void = () => {},
): Promise<readonly Weight[]> => {
  const from = pump.clock.now();
  const weights = [await weigh()];
  for (let done = 1; done <= times; done += 1) {
    await pump.wait(Math.max(0, from + done * everyMs - pump.clock.now()));
    weights.push(await weigh());
    told(done);
  }
  return weights;
};

/** What the beaker loses while the pump stands still. */
const evaporationHere = async (bench: RigBench, profile: RigProfile): Promise<Evaporation> => {
  const everyMs = Math.round((profile.method.evaporationMinutes * MINUTE) / EVAPORATION_LOOKS);
  return evaporationOf(await series(bench, everyMs, EVAPORATION_LOOKS), weighingOf(profile));
};

/** Start-up and trumpet curve at 1 U/h, with the overall error of the analysis. */
export const flowPhase = (around: Around): Phase => ({
  name: 'delivery accuracy at 1 U/h',
  group: 'main',
  deadlineMs: 3_600_000,
  run: tools => flow(around, tools),
});

const flow = ({ stand, profile, keep, pace }: Around, { measure }: PhaseTools): Promise<void> =>
  withBench(stand, profile, { settings: basalOf(1) }, async bench => {
    const { method } = profile;
    const weighing = weighingOf(profile);
    const instrument = balanceName(profile);
    const evaporation = await evaporationHere(bench, profile);
    measure({
      name: 'evaporation',
      value: evaporation.value,
      unit: 'µg/h',
      least: -200,
      most: 1_000,
      uncertainty: expanded(evaporation.standard),
      instrument,
    });
    await bench.pump.give({ type: 'resume.requested' });
    const startUp = method.stabilisationMinutes / method.sampleMinutes;
    const samples = startUp + Math.floor(method.analysisMinutes / method.sampleMinutes);
    const told = pace('delivery accuracy at 1 U/h', samples);
    const weights = await series(bench, method.sampleMinutes * MINUTE, samples, told);
    keep.weights('flow at 1 U/h', weights);
    const flows = flowsOf(volumesOf(weights, weighing, evaporation), method.sampleMinutes);
    keep.curve({
      name: 'Start-up curve at 1 U/h',
      x: 'time (h)',
      y: 'flow (U/h)',
      lines: [
        {
          name: 'flow',
          points: flows.map((each, i) => [((i + 1) * method.sampleMinutes) / 60, each]),
        },
      ],
    });
    const analysed = weights.slice(startUp);
    const overall = overallError(analysed, 1, weighing, evaporation);
    measure({
      name: 'overall mean flow error A',
      value: overall.value,
      unit: '%',
      least: -allowedPercent(method.analysisMinutes, 1),
      most: allowedPercent(method.analysisMinutes, 1),
      uncertainty: expanded(overall.standard),
      instrument,
      requirements: ['SR-018'],
    });
    const windows = { ...WINDOWS.ambulatory, intervalMinutes: method.sampleMinutes };
    const points = trumpetOf(flows.slice(startUp), 1, windows);
    for (const { windowMinutes, most, least } of points) {
      const standard = windowStandard(weights, windowMinutes, evaporation, profile);
      for (const [end, value] of [
        ['largest', most],
        ['smallest', least],
      ] as const)
        measure({
          name: `${end} error of windows of ${windowMinutes} min`,
          value,
          unit: '%',
          least: -allowedPercent(windowMinutes, 1),
          most: allowedPercent(windowMinutes, 1),
          uncertainty: expanded(standard),
          instrument,
          requirements: ['SR-018'],
        });
    }
    keep.curve({
      name: 'Trumpet curve at 1 U/h',
      x: 'window (min)',
      y: 'error (%)',
      lines: [
        { name: 'largest', points: points.map(({ windowMinutes, most }) => [windowMinutes, most]) },
        { name: 'smallest', points: points.map(({ windowMinutes, least }) => [windowMinutes, least]) },
      ],
    });
    const missing = windows.windowsMinutes.filter(
      minutes => !points.some(({ windowMinutes }) => windowMinutes === minutes),
    );
    if (missing.length > 0)
      keep.note(
        `No trumpet for windows of ${missing.join(', ')} min: the analysis of ${method.analysisMinutes} min in intervals of ${method.sampleMinutes} min has none so long.`,
      );
  });

/** What makers state, and one pulse at each end of the window: no pump of whole pulses can do better (SR-018). */
const allowedPercent = (minutes: number, rate: number): number =>
  STATED_PERCENT + (100 * PULSE_U * 60) / (minutes * rate);

const windowStandard = (
  weights: readonly Weight[],
  minutes: number,
  evaporation: Evaporation,
  profile: RigProfile,
): number => {
  const [first] = weights;
  const last = weights.find(({ atMs }) => first !== undefined && atMs >= first.atMs + minutes * MINUTE);
  return first === undefined || last === undefined
    ? 0
    : (100 * 60 * insulinBetween(first, last, weighingOf(profile), evaporation).standard) / minutes;
};

/** Single boluses, each weighed. */
export const bolusPhase = (around: Around): Phase => ({
  name: `${around.profile.method.boluses} boluses of ${around.profile.method.bolusU} U`,
  group: 'main',
  deadlineMs: 600_000,
  run: tools => boluses(around, tools),
});

const boluses = ({ stand, profile, keep, pace }: Around, { measure }: PhaseTools): Promise<void> =>
  withBench(stand, profile, { settings: NO_BASAL }, async bench => {
    const { boluses: wanted, bolusU } = profile.method;
    const { pump } = bench;
    const evaporation = await evaporationHere(bench, profile);
    const amountUu = Math.round(bolusU * 1_000_000);
    await pump.give({ type: 'resume.requested' });
    const fromCounts = pump.world.model.counts();
    const told = pace('boluses', wanted);
    const each: Estimate[] = [];
    for (let number = 1; number <= wanted; number += 1) {
      const before = await bench.settled();
      await askBolus(pump, `bolus ${number}`, amountUu);
      await pump.wait((amountUu / PULSE) * 1_100 + 10_000);
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
    counted(bench, fromCounts, wanted * (amountUu / PULSE), { measure });
  });

/** What the pump counted, against its encoder, its journal and its clock. */
const counted = (
  { pump }: RigBench,
  fromCounts: number,
  asked: number,
  { measure }: Pick<PhaseTools, 'measure'>,
): void => {
  const { doses } = pump.runtime.state().ledger;
  const sum = doses.basal + doses.bolus + doses.extended + doses.prime;
  const travel = unitsOf(pump.world.model.counts() - fromCounts);
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
  row({
    name: 'shortest time between two pulses of a bolus',
    value: Math.min(...at.slice(1).map((ms, i) => ms - (at[i] ?? 0))),
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

/** Basal at one rate: every hour by count, and all of it by mass. */
export const basalPhase = (around: Around, rate: number): Phase => ({
  name: `basal at ${rate} U/h over ${around.profile.method.basalHours} h`,
  group: 'main',
  deadlineMs: 3_600_000,
  run: tools => basal(around, rate, tools),
});

const basal = (
  { stand, profile, keep, pace }: Around,
  rate: number,
  { measure }: PhaseTools,
): Promise<void> =>
  withBench(stand, profile, { settings: basalOf(rate) }, async bench => {
    const { basalHours } = profile.method;
    const evaporation = await evaporationHere(bench, profile);
    await bench.pump.give({ type: 'resume.requested' });
    const told = pace(`basal at ${rate} U/h`, basalHours);
    const hourly: number[] = [];
    let before = bench.pump.runtime.state().ledger.doses.basal;
    const weights = await series(bench, HOUR, basalHours, hour => {
      const now = bench.pump.runtime.state().ledger.doses.basal;
      hourly.push((now - before) * PULSE_U);
      before = now;
      told(hour);
    });
    keep.weights(`basal at ${rate} U/h`, weights);
    measure({
      name: `largest error in one hour at ${rate} U/h`,
      value: Math.max(...hourly.map(units => Math.abs(units - rate))),
      unit: 'U',
      least: 0,
      // The last term lets decimals be compared.
      most: PULSE_U + 0.005 * rate + 1e-9,
      uncertainty: 0,
      instrument: 'count of the pump, verified by the encoder',
      requirements: ['SR-018'],
    });
    const { value, standard } = overallError(weights, rate, weighingOf(profile), evaporation);
    const allowed = allowedPercent(basalHours * 60, rate);
    measure({
      name: `overall mean flow error at ${rate} U/h`,
      value,
      unit: '%',
      least: -allowed,
      most: allowed,
      uncertainty: expanded(standard),
      instrument: balanceName(profile),
      requirements: ['SR-018'],
    });
  });
