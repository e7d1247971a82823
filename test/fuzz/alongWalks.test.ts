import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ALARMS } from '../../src/domain/alarms.ts';
import type { Fact } from '../../src/domain/facts.ts';
import { monoMs, wallMs } from '../../src/domain/units.ts';
import { isNews, stopping } from '../../src/runtime/annunciator.ts';
import type { Observed } from '../../src/runtime/run.ts';
import { blankState, type PumpState } from '../../src/runtime/state.ts';
import { step } from '../../src/runtime/step.ts';
import { req } from '../support/req.ts';
import { random } from './random.ts';
import { walk } from './walk.ts';

const MIDNIGHT = Date.UTC(2026, 0, 2);
/** What a rule must have had to check at the least. */
const LEAST = 10;
/** Eight walks move the motor some hundred times. */
const LEAST_MOVES = 100;
const URGENCY = ['high', 'medium', 'low', 'info'];

/** The steps of a seeded walk, on which somebody now and then pauses an alarm that is shown. */
const stepsOf = (seed: number): readonly Observed[] => {
  const choose = random(seed);
  const steps: Observed[] = [];
  let state = blankState();
  let now = 0;
  const take = (fact: Fact): void => {
    const envelope = { seq: steps.length + 1, ...instant(now), fact };
    const before = state;
    const stepped = step(before, envelope);
    state = stepped.state;
    steps.push({ ...stepped, envelope, before });
  };
  for (const { waitMs, fact } of walk(seed, 1_500).strides) {
    now += waitMs;
    take(fact);
    const [shown, ...others] = state.annunciation;
    if (shown !== undefined && choose.oneIn(8))
      take({ type: 'alarm.paused', alarm: choose.pick([shown, ...others]).alarm });
  }
  return steps;
};

const instant = (now: number) => ({ monoMs: monoMs(now), wallMs: wallMs(MIDNIGHT + now) });

/** Holds every step of some walks against a rule that says whether it had anything to check. */
const alongWalks = (rule: (step: Observed) => boolean, least: number): void => {
  let checked = 0;
  fc.assert(
    fc.property(fc.nat(1_000_000), seed => {
      for (const each of stepsOf(seed)) if (rule(each)) checked += 1;
    }),
    { numRuns: 8 },
  );
  expect(checked).toBeGreaterThan(least);
};

/** What is given and what may be given. */
const delivery = ({ pump, ledger }: PumpState) => [
  ...['life', 'permission', 'motor', 'basal', 'bolus', 'extended', 'supply'].map(region =>
    JSON.stringify(Object.entries(pump.value).find(([name]) => name === region)),
  ),
  pump.context,
  ledger.delivering,
  ledger.flight,
  ledger.bolus.current,
  ledger.bolus.extended,
];

test('SR-040 to acknowledge or to pause an alarm changes nothing of delivery', req('SR-040'), () => {
  alongWalks(({ before, envelope: { fact } }) => {
    if (fact.type !== 'alarm.acknowledged' && fact.type !== 'alarm.paused') return false;
    // Without the time that has passed before it, which brings about things of its own.
    const now = before.ledger.at ?? instant(0);
    const { state, commands } = step(before, { seq: 1, ...now, fact });
    expect(commands.filter(({ type }) => type !== 'annunciate')).toEqual([]);
    expect(delivery(state)).toEqual(delivery(before));
    return true;
  }, LEAST);
});

test('SR-082 SR-084 news of at least its priority ends a pause', req('SR-082'), () => {
  alongWalks(({ before, state }) => {
    const news = state.annunciation.filter(({ alarm }) => isNews(before.alarms[alarm], state.alarms[alarm]));
    const paused = state.annunciation.filter(
      ({ alarm, signal }) => signal === 'paused' && before.alarms[alarm].matches({ signal: 'paused' }),
    );
    for (const one of news)
      for (const { alarm, priority } of paused.filter(({ alarm }) => alarm !== one.alarm))
        expect(URGENCY.indexOf(priority), `${alarm} beside ${one.alarm}`).toBeLessThan(
          URGENCY.indexOf(one.priority),
        );
    return news.length > 0;
  }, LEAST);
});

test(
  'SR-087 where all that is new is LOW, no alarm stops what was not stopped',
  req('SR-087', 'SR-039'),
  () => {
    alongWalks(({ before, state }) => {
      const news = state.annunciation.filter(({ alarm }) =>
        isNews(before.alarms[alarm], state.alarms[alarm]),
      );
      if (news.length === 0 || news.some(({ priority }) => priority !== 'low')) return false;
      const isStopped = ({ pump }: PumpState): boolean =>
        pump.matches({ permission: 'suspendedByAlarm' }) || pump.matches({ conditions: 'stopped' });
      // What stopped it before the power went stops it again after the self-test, whatever is news then.
      const isOld = stopping(before.alarms).length > 0;
      expect(isStopped(state) && !isStopped(before) && !isOld).toBe(false);
      return true;
    }, LEAST);
    for (const kind of Object.values(ALARMS))
      for (const grade of [kind.first, 'worse' in kind ? kind.worse : undefined])
        if (grade?.priority === 'low') expect(['nothing', 'automation']).toContain(grade.stops);
  },
);

test('SR-013 no motor command is given while another waits for its answer', req('SR-013'), () => {
  alongWalks(({ before, state, commands }) => {
    const moves = commands.filter(({ type }) => ['moveMotor', 'rewindDrive', 'seatPlunger'].includes(type));
    if (moves.length === 0) return false;
    expect(moves).toHaveLength(1);
    if (moves[0]?.type !== 'moveMotor') return true;
    expect(before.pump.matches({ motor: { underway: 'moving' } })).toBe(false);
    expect(state.pump.matches({ motor: { underway: 'moving' } })).toBe(true);
    return true;
  }, LEAST_MOVES);
});
