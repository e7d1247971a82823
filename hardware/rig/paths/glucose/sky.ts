import { lowSuspendMachine } from '../../../../machines/therapy/lowSuspend/lowSuspend.ts';
import type { Event } from '../../../../src/verify/automaton.ts';
import { type Chart, chartOf } from '../../../../src/verify/chart.ts';
import { pairs } from '../../../../src/verify/packed.ts';
import { ownLabels, type System } from '../../../../src/verify/system.ts';
import { timerView } from '../../../../src/verify/timerView.ts';

/** The chart of low-glucose suspend as the oracle of the rig: its timers fire when the world says so. */
export const lowSuspendModel: Chart = chartOf(timerView(lowSuspendMachine));

/** What whoever sends glucose values must know of them to say what can be brought about by the next. Plain data. */
export type Sky = {
  /** The newest value: none was ever sent, low by itself, low by where it goes, risen, or too old for any verdict. */
  readonly newest: 'none' | 'low' | 'ahead' | 'risen' | 'old';
  /** It was said to be low, and not yet to be better. */
  readonly isLow: boolean;
  /** The 120 min are used up: nothing is withheld for hours. */
  readonly isSpent: boolean;
  readonly delivering: boolean;
  /** The pump is in fail-safe: nothing that can be done to it changes anything. */
  readonly isOver: boolean;
};

const NEW: Sky = { newest: 'none', isLow: false, isSpent: false, delivering: true, isOver: false };

/** Something that values, their absence, time or a person bring about, and what the sky is then. */
type Move = { readonly event: Event; readonly after: Sky };

const POLICIES = ['atThreshold', 'predictive', 'beforeLow'] as const;
const armed = POLICIES.map(policy => {
  const event = { type: 'lowSuspend.armed', policy };
  return event;
});
const plain = new Map<string, Event>();
const named = (type: string): Event => {
  const event = plain.get(type) ?? { type };
  plain.set(type, event);
  return event;
};

const isIn = (state: number, value: Readonly<Record<string, unknown>>): boolean =>
  lowSuspendModel.snapshot(state).matches(value);

/** Whether basal is off in this state of the chart. */
export const isWithheld = (state: number): boolean => isIn(state, { basal: 'withheld' });

/** What can be made to happen next, in this state of the chart under this sky. */
const movesUnder = (state: number, sky: Sky): readonly Move[] => {
  const move = (type: string, change: Partial<Sky> = {}): Move => ({
    event: named(type),
    after: { ...sky, ...change },
  });
  if (sky.isOver) return [];
  if (isIn(state, { policy: 'off' }))
    return sky.delivering ? armed.map(event => ({ event, after: sky })) : [];
  const isFree = isIn(state, { lockout: 'free' });
  const disarmed = move('lowSuspend.disarmed', { isLow: false });
  if (isWithheld(state)) return [disarmed, ...whileWithheld(state, sky, move)];
  const mayFall = isFree && sky.delivering && !sky.isSpent;
  return [
    disarmed,
    ...(mayFall ? [move('glucose.predictedLow', { newest: 'low', isLow: true })] : []),
    // Only where nothing was sent before does a fall foretell a low without being one.
    ...(mayFall && sky.newest === 'none' && isIn(state, { policy: 'predictive' })
      ? [move('glucose.predictedLow', { newest: 'ahead', isLow: true })]
      : []),
    ...(sky.isLow ? [move('glucose.recovering', { newest: 'risen', isLow: false })] : []),
    ...(isIn(state, { lockout: 'overruled' }) || isIn(state, { lockout: 'exhausted' })
      ? [move('timer.shortLockoutElapsed', { newest: 'old' })]
      : []),
    ...(isIn(state, { lockout: 'unanswered' })
      ? [move('timer.longLockoutElapsed', { newest: 'old', isSpent: false })]
      : []),
  ];
};

const whileWithheld = (
  state: number,
  { newest }: Sky,
  move: (type: string, change?: Partial<Sky>) => Move,
): readonly Move[] => {
  const person = [
    move('lowSuspend.overruled'),
    move('delivery.stopped', { delivering: false }),
    move('fault.latched', { delivering: false, isOver: true }),
    ...(isIn(state, { lockout: { free: 'unanswered' } }) ? [move('lowSuspend.answered')] : []),
  ];
  if (isIn(state, { basal: { withheld: 'unseen' } }))
    return [
      ...person,
      move('glucose.seen', { newest: 'low' }),
      move('timer.blindnessElapsed', { newest: 'old' }),
    ];
  return [
    ...person,
    move('glucose.recovering', { newest: 'risen', isLow: false }),
    ...(newest === 'low'
      ? [move('glucose.unseenLow', { newest: 'old' }), move('lowSuspend.exhausted', { isSpent: true })]
      : []),
    ...(newest === 'ahead' ? [move('glucose.unseen', { newest: 'old' })] : []),
  ];
};

const skies = () => {
  const all: Sky[] = [];
  const known = new Map<string, number>();
  return {
    at: (number: number): Sky => {
      const sky = all[number];
      if (sky === undefined) throw new Error(`there is no sky ${number}`);
      return sky;
    },
    numberOf: (sky: Sky): number => {
      const key = JSON.stringify(sky);
      const number = known.get(key) ?? all.push(sky) - 1;
      known.set(key, number);
      return number;
    },
  };
};

/** The chart under that sky, from a pump that delivers and whose settings let low glucose stop nothing. */
export const skySystem = (): System => {
  const { tables } = lowSuspendModel;
  const labels = ownLabels(lowSuspendModel);
  const both = pairs();
  const known = skies();
  return {
    initial: both.numberOf(lowSuspendModel.initial, known.numberOf(NEW)),
    size: both.size,
    bytes: both.bytes,
    chart: lowSuspendModel,
    chartState: both.first,
    world: null,
    worldState: () => 0,
    labelAt: label => ({ ...labels.at(label), refused: [] }),
    expand: (state, tell) => {
      const before = both.first(state);
      for (const { event, after: under } of movesUnder(before, known.at(both.second(state)))) {
        const number = tables.eventNumber(event);
        const label = labels.numberOf(number, lowSuspendModel.take(before, number));
        const after = lowSuspendModel.landed();
        if (!labels.isQuiet(label)) tell(both.numberOf(after, known.numberOf(under)), label);
      }
    },
  };
};
