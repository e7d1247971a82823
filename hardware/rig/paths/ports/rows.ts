import { balanceName } from '../../acceptance/bench.ts';
import { lackOf } from '../../bench/hands.ts';
import type { Stimulus } from '../../bench/stimuli.ts';
import { expanded } from '../../measure/uncertainty.ts';
import type { RigProfile } from '../../profile/schema.ts';
import type { Measurement } from '../../run/record.ts';
import type { SuiteResult } from '../suite.ts';
import type { Felt, Place } from './cell.ts';
import type { PathInstruments } from './instruments.ts';
import type { Scale } from './scale.ts';
import { STATED_SHARE, together, type Window } from './volume.ts';

/** Rows of what instruments have said of paths: the worst of each kind, and all windows together. */

type Row = Omit<Measurement, 'outcome' | 'marginal' | 'requirements'> & {
  readonly requirements?: readonly string[];
};

/** Of all windows together: one run in a thousand is outside by chance. */
const TOGETHER_FACTOR = 3;
/** Below 1 U makers state so much insulin instead of a share, U. */
const STATED_U = 0.05;

const worst = (windows: readonly Window[], beyond: (window: Window) => number): Window | undefined =>
  windows.toSorted((one, other) => beyond(other) - other.limit - (beyond(one) - one.limit))[0];

const quietRows = (scale: Scale, instrument: string): readonly Row[] => {
  const evaporation = scale.evaporation();
  const quiet = scale.windows().filter(({ isQuiet }) => isQuiet);
  const one = worst(quiet, ({ gain }) => gain);
  if (one === undefined || evaporation === null) return [];
  const { gain, standard, hours } = together(quiet, { profile: scale.profile, evaporation });
  const row = { unit: 'U', least: null, instrument, requirements: ['SR-003'] };
  return [
    {
      ...row,
      name: `gain of the balance in ${quiet.length} states of rest, ${hours.toFixed(2)} h together`,
      value: gain,
      most: TOGETHER_FACTOR * standard,
      uncertainty: expanded(standard),
    },
    {
      ...row,
      name: 'largest gain of the balance in one state of rest',
      value: one.gain,
      most: one.limit,
      uncertainty: expanded(one.standard),
    },
  ];
};

const givenRows = (scale: Scale, instrument: string): readonly Row[] => {
  const evaporation = scale.evaporation();
  const whole = scale.windows().filter(({ least, most, isQuiet }) => least !== null && !isQuiet && most > 0);
  const sum = evaporation === null ? null : together(whole, { profile: scale.profile, evaporation });
  const least = whole.reduce((all, window) => all + (window.least ?? 0), 0);
  if (sum === null || least === 0) return [];
  const short = worst(whole, window => (window.least ?? 0) - window.gain);
  const long = worst(whole, window => window.gain - window.most);
  const stated = Math.max(STATED_SHARE * sum.ordered, STATED_U);
  const row = { unit: 'U', instrument, requirements: ['SR-021'] };
  return [
    {
      ...row,
      name: `what came on ${whole.length} paths and in their last states`,
      value: sum.gain,
      least: least - stated,
      most: sum.ordered + stated,
      uncertainty: expanded(sum.standard),
    },
    ...(short === undefined
      ? []
      : [
          {
            ...row,
            name: 'least of what came in one window, less what was ordered in it',
            value: short.gain - (short.least ?? 0),
            least: -short.limit,
            most: null,
            uncertainty: expanded(short.standard),
          },
        ]),
    ...(long === undefined
      ? []
      : [
          {
            ...row,
            name: 'most of what came in one window, less what was ordered in it',
            value: long.gain - long.most,
            least: null,
            most: long.limit,
            uncertainty: expanded(long.standard),
          },
        ]),
  ];
};

const PLACES = {
  seated: { what: 'seated, the line open', needs: null, requirements: [] },
  blocked: { what: 'seated, the line closed and found blocked', needs: 'pinch', requirements: ['SR-060'] },
  free: { what: 'free, without a cartridge or off its stopper', needs: 'swap', requirements: ['SR-062'] },
} as const satisfies Record<
  Place,
  { readonly what: string; readonly needs: Stimulus | null; readonly requirements: readonly string[] }
>;

const forceRows = (
  { place, looks, least, most, from, to, uncertainty }: Felt,
  instrument: string,
): readonly Row[] => {
  const { what, requirements } = PLACES[place];
  const row = { unit: 'mN', uncertainty, instrument, requirements };
  return [
    ...(from === null
      ? []
      : [
          {
            ...row,
            name: `least force in ${looks} looks, plunger ${what}`,
            value: least,
            least: from,
            most: null,
          },
        ]),
    ...(to === null
      ? []
      : [
          {
            ...row,
            name: `greatest force in ${looks} looks, plunger ${what}`,
            value: most,
            least: null,
            most: to,
          },
        ]),
  ];
};

const pressRows = ({ results }: SuiteResult): readonly Row[] => {
  const looks = results.reduce((sum, { checks }) => sum + checks.press, 0);
  const lost = results.filter(({ amiss }) => amiss === 'press').length;
  return looks === 0
    ? []
    : [
        {
          name: 'presses of the button, and their ends, that its pump heard',
          value: looks - lost,
          unit: 'changes',
          least: looks,
          most: looks,
          uncertainty: 0,
          instrument: 'digital inputs, and what the pump says',
          requirements: ['SR-035'],
        },
      ];
};

export type InstrumentReport = { readonly rows: readonly Row[]; readonly notes: readonly string[] };

/** What the instruments of a rig make of a suite, with what they could not say and why. */
export const instrumentReport = (
  { cell, scale }: PathInstruments,
  profile: RigProfile,
  suite: SuiteResult,
): InstrumentReport => {
  const { calibration } = profile.devices.force;
  const felt = cell.felt();
  const weighed = balanceName(profile);
  const unfelt = (Object.keys(PLACES) as Place[]).flatMap(place => {
    const { what, needs } = PLACES[place];
    if (felt.some(each => each.place === place)) return [];
    const lack = needs === null ? null : lackOf(profile, needs);
    return [`Not covered: force with the plunger ${what}: ${lack ?? 'no path came to such a state'}.`];
  });
  const press = lackOf(profile, 'press');
  return {
    rows: [
      ...(scale === null ? [] : [...quietRows(scale, weighed), ...givenRows(scale, weighed)]),
      ...felt.flatMap(each => forceRows(each, `load cell ${profile.devices.force.kind} (${calibration.id})`)),
      ...pressRows(suite),
    ],
    notes: [
      ...unfelt,
      ...(press === null ? [] : [`Not covered: that a press arrives at the pump: ${press}.`]),
      ...[...(scale?.uncovered() ?? [])].map(
        ([why, times]) => `Not covered, of what was weighed, in ${times} windows: ${why}.`,
      ),
    ],
  };
};
