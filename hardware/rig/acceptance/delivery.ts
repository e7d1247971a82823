import { flowsOf, overallError, trumpetOf, volumesOf, WINDOWS } from '../measure/flow.ts';
import { type Evaporation, insulinBetween, type Weight } from '../measure/mass.ts';
import { expanded } from '../measure/uncertainty.ts';
import { benchSettings } from '../paths/pumpOnBench.ts';
import type { RigProfile } from '../profile/schema.ts';
import type { Phase, PhaseTools } from '../run/phases.ts';
import { balanceName, weighingOf, withBench } from './bench.ts';
import { MOST_EVAPORATION } from './stuckBalance.ts';
import { type Around, evaporationHere, MINUTE, PULSE_U, STATED_PERCENT, series } from './weighing.ts';

const HOUR = 60 * MINUTE;

const basalOf = (rateUPerHour: number) => ({
  ...benchSettings,
  basalProfile: [{ fromMinute: 0, rateUuPerHour: Math.round(rateUPerHour * 1_000_000) }],
});

/** Start-up and trumpet curve at 1 U/h, with the overall error of the analysis. */
export const flowPhase = (around: Around): Phase => ({
  name: 'delivery accuracy at 1 U/h',
  group: 'main',
  deadlineMs: 3_600_000,
  lastsMs:
    (around.profile.method.evaporationMinutes +
      around.profile.method.stabilisationMinutes +
      around.profile.method.analysisMinutes) *
    MINUTE,
  covers: ['SR-018'],
  run: tools => flow(around, tools),
});

const flow = ({ stand, profile, keep, pace }: Around, { measure }: PhaseTools): Promise<void> =>
  withBench(stand, { settings: basalOf(1) }, async bench => {
    const { method } = profile;
    const weighing = weighingOf(profile);
    const instrument = balanceName(profile);
    const evaporation = await evaporationHere(bench, profile);
    measure({
      name: 'evaporation',
      value: evaporation.value,
      unit: 'µg/h',
      least: -200,
      most: MOST_EVAPORATION,
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

/** Basal at one rate: every hour by count, and all of it by mass. */
export const basalPhase = (around: Around, rate: number): Phase => ({
  name: `basal at ${rate} U/h over ${around.profile.method.basalHours} h`,
  group: 'main',
  deadlineMs: 3_600_000,
  lastsMs: around.profile.method.evaporationMinutes * MINUTE + around.profile.method.basalHours * HOUR,
  covers: ['SR-018'],
  run: tools => basal(around, rate, tools),
});

const basal = (
  { stand, profile, keep, pace }: Around,
  rate: number,
  { measure }: PhaseTools,
): Promise<void> =>
  withBench(stand, { settings: basalOf(rate) }, async bench => {
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
