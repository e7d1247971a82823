import { expect, test } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { step } from '../../src/runtime/step.ts';
import { withChart } from '../../src/runtime/withChart.ts';
import { machineOf } from '../../src/verify/mutants/draft.ts';
import { charted, chartOf } from '../../src/verify/mutants/fields.ts';
import type { Mutant } from '../../src/verify/mutants/mutant.ts';
import { mutantsOf } from '../../src/verify/mutants/mutants.ts';
import { courseOf } from '../../src/verify/mutants/observed/fate.ts';
import { LOCKS } from '../../src/verify/mutants/observed/locks.ts';
import type { Place } from '../../src/verify/mutants/observed/observe.ts';
import { isSame, replay } from '../../src/verify/mutants/observed/replay.ts';
import { spread } from './roam/hunt.ts';
import { roam } from './roam/roam.ts';
import { tales } from './roam/tales.ts';
import { focusOn } from './walkTapes.ts';

/** Ways that are gone for each chart here, beside all tales. */
const ROAMED = 120;

/** Where mutants of a chart answer otherwise on tales and on some ways: some places of each. */
const placesIn = (chart: string, which: (mutant: Mutant) => boolean) => {
  const mutants = mutantsOf(chartOf(chart)).filter(which);
  const course = courseOf(chart, charted(chart), mutants);
  const placesOf = course.placesOn([...tales(), ...roam(focusOn(chartOf(chart)), ROAMED).tapes]);
  return mutants.map(mutant => ({
    id: mutant.id,
    machine: machineOf(mutant.draft),
    places: spread(placesOf(mutant)),
  }));
};

const isSameAfter = (machine: AnyStateMachine, { tape, at }: Place): boolean => {
  const taped = tape.steps[at];
  if (taped === undefined) throw new Error(`${tape.name} has no step ${at + 1}`);
  try {
    const { state, commands } = step(withChart(taped.before, machine), taped.envelope);
    return isSame(state, taped.state) && JSON.stringify(commands) === JSON.stringify(taped.commands);
  } catch {
    // A pump that breaks off shows it.
    return false;
  }
};

test.each([...new Set(LOCKS.map(({ chart }) => chart))])(
  'what hides mutants of the %s chart hides them on recorded runs',
  { timeout: 600_000 },
  chart => {
    const own = LOCKS.filter(lock => lock.chart === chart);
    const inStep = new Set(own.flatMap(({ hides, mutants }) => (hides === 'inStep' ? mutants : [])));
    const all = new Set(own.flatMap(({ mutants }) => mutants));
    const found = placesIn(chart, ({ id }) => all.has(id));
    expect(found.map(({ id }) => id).toSorted()).toEqual([...all].toSorted());
    let met = 0;
    const shown: string[] = [];
    for (const { id, machine, places } of found)
      for (const place of places) {
        met += 1;
        const at = `${id}: ${place.tape.name}, step ${place.at + 1}`;
        if (inStep.has(id) && !isSameAfter(machine, place)) shown.push(at);
        const { sight } = replay(machine, place.tape, place.at);
        if (sight !== null) shown.push(`${at}: ${sight.says}`);
      }
    console.log(`${found.length} mutants of ${chart} answer ${met} recorded steps otherwise`);
    expect(shown).toEqual([]);
    expect(met).toBeGreaterThan(0);
  },
);

test('the same is not held of mutants that are like them, and are seen', { timeout: 600_000 }, () => {
  const like = new Set([
    'actionDropped: pump.motor.underway.moving alarm.stopRaised 0: without 0: countInDoubt',
    'transitionDropped: pump.bolus.delivering limit.dailyReached 0: dropped',
    'actionDropped: pump.bolus.confirming alarm.stopRaised 0: without 0: discardBolus',
  ]);
  const found = placesIn('pump', ({ id }) => like.has(id));
  expect(found).toHaveLength(like.size);
  for (const { id, machine, places } of found)
    expect(
      places.every(place => isSameAfter(machine, place)),
      id,
    ).toBe(false);
});
