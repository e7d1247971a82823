import { expect, test } from 'vitest';
import { alarmMachine } from '../../machines/alarm/alarm.ts';
import { type AlarmRow, currentGrade } from '../../machines/alarm/setup.ts';
import type { Priority } from '../../src/domain/alarms.ts';
import { endsPauseOf, isNews } from '../../src/runtime/annunciator.ts';
import { automaton, type Event } from '../../src/verify/automaton.ts';
import { alarmAlphabet, alarmSorts } from '../../src/verify/systems.ts';
import { timerView } from '../../src/verify/timerView.ts';
import { req } from '../support/req.ts';

const URGENCY: readonly Priority[] = ['info', 'low', 'medium', 'high'];
const view = timerView(alarmMachine);
const JOINED = { type: 'alarm.joined' };
/** What one of two alarms hears alone; a resume is heard by both. */
const RESUMED = { type: 'therapy.resumed' };

const instance = (sort: AlarmRow) => {
  const chart = automaton(view, sort);
  const own = alarmAlphabet(sort, view).filter(({ type }) => type !== JOINED.type && type !== RESUMED.type);
  return { chart, own };
};
type Instance = ReturnType<typeof instance>;

/** Both alarms after one of them has heard an event, as the step does it: news ends the pause of the other. */
const together = (one: Instance, other: Instance, states: Pair, event: Event): Pair => {
  const [mine, theirs] = states;
  const next = one.chart.step(mine, event).target;
  const [before, after] = [one.chart.snapshot(mine), one.chart.snapshot(next)];
  const ends = isNews(before, after) && endsPauseOf(other.chart.snapshot(theirs), after);
  return [next, ends ? other.chart.step(theirs, JOINED).target : theirs];
};
type Pair = readonly [number, number];

const keyOf = ([one, other]: Pair): number => one * 10_000 + other;

const urgencyOf = ({ chart }: Instance, state: number): number =>
  URGENCY.indexOf(currentGrade(chart.snapshot(state).context).priority);

type Tally = { states: number; news: number; endedPauses: number; laterPauses: number };

/** Walks every state of two alarms, and holds each piece of news against the other's pause. */
const walk = (one: Instance, other: Instance, tally: Tally): void => {
  const start: Pair = [one.chart.initial, other.chart.initial];
  const seen = new Set([keyOf(start)]);
  const open: Pair[] = [start];
  const reach = (pair: Pair): void => {
    if (seen.has(keyOf(pair))) return;
    seen.add(keyOf(pair));
    open.push(pair);
  };
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const [a, b] = pair;
    for (const event of one.own) {
      const next = together(one, other, pair, event);
      hold(one, other, pair, next, tally);
      reach(next);
    }
    for (const event of other.own) {
      const [theirs, mine] = together(other, one, [b, a], event);
      hold(other, one, [b, a], [theirs, mine], tally);
      reach([mine, theirs]);
    }
    reach([one.chart.step(a, RESUMED).target, other.chart.step(b, RESUMED).target]);
  }
  tally.states += seen.size;
};

const hold = (
  one: Instance,
  other: Instance,
  [mine, theirs]: Pair,
  [next, others]: Pair,
  tally: Tally,
): void => {
  const [before, after] = [one.chart.snapshot(mine), one.chart.snapshot(next)];
  if (!isNews(before, after)) return;
  tally.news += 1;
  if (!after.hasTag('sounding')) throw new Error(`news is silent: ${one.chart.key(next)}`);
  if (!other.chart.snapshot(theirs).matches({ signal: 'paused' })) return;
  const stillPaused = other.chart.snapshot(others).matches({ signal: 'paused' });
  const isLess = urgencyOf(one, next) < urgencyOf(other, theirs);
  if (stillPaused !== isLess)
    throw new Error(`a pause of ${other.chart.key(theirs)} meets news of ${one.chart.key(next)}`);
  if (stillPaused) tally.laterPauses += 1;
  else tally.endedPauses += 1;
};

test(
  'SR-082 in every state of every two kinds of alarm, news is heard and ends each pause of no higher priority',
  req('SR-082', 'SR-084'),
  () => {
    const tally: Tally = { states: 0, news: 0, endedPauses: 0, laterPauses: 0 };
    const kinds = alarmSorts.map(instance);
    for (const [at, one] of kinds.entries()) for (const other of kinds.slice(at)) walk(one, other, tally);
    console.log(`${kinds.length} kinds, ${tally.states} states of pairs, ${tally.news} pieces of news`);
    expect(tally.endedPauses).toBeGreaterThan(0);
    expect(tally.laterPauses).toBeGreaterThan(0);
  },
);
