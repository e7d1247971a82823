import { TIMING } from '../../../../src/domain/limits.ts';
import { after, milliseconds } from '../../../../src/domain/units.ts';
import type { Observed } from '../../../../src/runtime/run.ts';
import { type Cause, comes, type Situation } from '../acts.ts';
import { JAM } from '../benchSystem.ts';
import { admissible } from '../causes.ts';
import type { Oracle } from '../oracle.ts';
import { isIn } from '../pumpModel.ts';
import type { Arrival } from './arrival.ts';

/** A question waits 90 s for its answer, a jam is found after 180 s: so long a button is down before anything is asked. */
const BEFOREHAND_MS = 100_000;
/** With one of these a dose is on its way, which may last until the jam is found. */
const DOSES: readonly string[] = ['bolus', 'extended'];

/** The button of a pump, held until the pump finds that it is jammed. */
export type HeldButton = {
  /** How a jam comes about. */
  readonly jam: (situation: Situation) => Cause;
  /** How a bolus is asked for whose question is withdrawn by a jam, the button being held beforehand; null for another one. */
  readonly askedWhileHeld: (situation: Situation) => Cause | null;
  readonly heard: (step: Observed) => void;
  /** How a button is let go that has done what it was held for, or any, when `isOver`; nothing where none is down. */
  readonly letGo: (isOver: boolean) => readonly (() => Promise<void>)[];
};

/** `press` resolves when the board has said that the button is so. */
export const heldButton = (
  press: (down: boolean) => Promise<void>,
  arrives: Pick<Arrival, 'pressed' | 'released'>,
): HeldButton => {
  let is: 'up' | 'down' | 'jammed' = 'up';
  const alarm = stuckAlarm();
  const hold = async (situation: Situation): Promise<void> => {
    if (is !== 'up') return;
    await afterPulse(situation);
    is = 'down';
    alarm.begin(situation.oracle);
    await press(true);
    await arrives.pressed();
  };
  return {
    jam: situation => ({ ...comes(true), act: () => hold(situation) }),
    askedWhileHeld: situation => {
      if (!isWithdrawn(situation)) return null;
      return {
        when: 'settled',
        takesTime: true,
        act: async () => {
          await hold(situation);
          const { runtime, clock } = situation.bench.pump();
          await clock.advanceTo(after(clock.now(), milliseconds(BEFOREHAND_MS)));
          // What is asked in a pulse comes elsewhere than the path says.
          await clock.advanceUntil(() => runtime.state().pump.matches({ motor: 'still' }), WAKE_UPS_MOST);
          admissible(situation).forEach(runtime.submit);
        },
      };
    },
    heard: step => {
      const isJam = is === 'down' && step.deliveries.some(({ event }) => event.type === JAM);
      if (isJam) is = 'jammed';
      alarm.heard(step, isJam);
    },
    letGo: isOver => {
      if (is === 'up' || (is === 'down' && !isOver)) return [];
      is = 'up';
      return [
        async () => {
          await press(false);
          arrives.released();
        },
      ];
    },
  };
};

/** A button is stuck after a minute, and free again 5 s after it was released; a word takes no second. */
const WORD_MS = 1_000;

/** When a held button must be shown as stuck, when it must not, and when nobody can say. */
const stuckAlarm = () => {
  let oracle: Oracle | null = null;
  /** When the pump last heard of it, and what. */
  let last: { readonly isDown: boolean; readonly ms: number } | null = null;
  let isJammed = false;
  /** It lost its power meanwhile: what it has kept of the alarm is not known. */
  let isKnown = true;
  /** It was released so long ago that nothing of an earlier hold is shown. */
  let isGone = true;
  const demand = (mine: Oracle, ms: number): void => {
    const { isDown, ms: since } = last ?? { isDown: false, ms };
    const lasted = ms - since;
    if (isDown && isKnown) {
      if (isJammed) mine.mustBeShown('buttonStuck', 'worse');
      else if (lasted < TIMING.buttonHeld) mine.mustBeShown('buttonStuck', null);
      else if (lasted < TIMING.buttonHeld + WORD_MS) mine.mayBeShown('buttonStuck');
      else mine.mustBeShown('buttonStuck', 'first');
    } else if (isDown || lasted < TIMING.buttonRest + WORD_MS) mine.mayBeShown('buttonStuck');
    else {
      isGone = true;
      mine.mustBeShown('buttonStuck', null);
    }
  };
  return {
    begin: (mine: Oracle): void => {
      oracle = mine;
      last = null;
      isJammed = false;
      isKnown = isGone;
      isGone = false;
    },
    heard: ({ envelope: { fact, monoMs } }: Observed, isJam: boolean): void => {
      if (oracle === null) return;
      isJammed ||= isJam;
      isKnown &&= fact.type !== 'power.lost' && fact.type !== 'power.applied';
      if (fact.type === 'button.pressed' || fact.type === 'button.released')
        last = { isDown: fact.type === 'button.pressed', ms: monoMs };
      demand(oracle, monoMs);
    },
  };
};

/**
 * The moment after a pulse, where pulses come: every interval of a pulse that a path can meet divides the three minutes, so that the jam
 * is found in such a moment, too, and not in a pulse.
 */
const afterPulse = async ({ bench, state, known }: Situation): Promise<void> => {
  if (!isIn(state, { permission: 'delivering' }) || known.level === 'emptied') return;
  const { runtime, clock } = bench.pump();
  const isStill = (): boolean => runtime.state().pump.matches({ motor: 'still' });
  await clock.advanceUntil(() => !isStill(), WAKE_UPS_MOST);
  await clock.advanceUntil(isStill, WAKE_UPS_MOST);
  await clock.advanceTo(after(clock.now(), milliseconds(AFTER_PULSE_MS)));
};
const AFTER_PULSE_MS = 100;

/** The alarm comes before any dose of this bolus. */
const isWithdrawn = ({ ahead }: Situation): boolean => {
  const jam = ahead.findIndex(({ type }) => type === JAM);
  return (
    jam >= 0 &&
    !ahead
      .slice(0, jam)
      .some(
        event =>
          event.type === 'bolus.admitted' ||
          event.type === 'power.lost' ||
          ('channel' in event && DOSES.includes(String(event.channel))),
      )
  );
};
const WAKE_UPS_MOST = 20_000;
