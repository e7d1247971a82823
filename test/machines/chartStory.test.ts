import fc from 'fast-check';
import { expect, test } from 'vitest';
import { properties } from '../../specs/properties.ts';
import type { Event } from '../../src/verify/automaton.ts';
import { chartStoryOf, machineOfStory, playChart } from '../../src/verify/stories/chartStory.ts';
import { openPump } from '../../src/verify/systems.ts';

const system = openPump();
const [property] = properties;

/** A walk of so many steps, each chosen among those that there are. */
const walk = (choices: readonly number[]): readonly Event[] => {
  const events: Event[] = [];
  let at = system.initial;
  for (const choice of choices) {
    const steps: { readonly to: number; readonly event: Event }[] = [];
    system.expand(at, (to, label) => steps.push({ to, event: system.labelAt(label).event }));
    const taken = steps[choice % steps.length];
    if (taken === undefined) break;
    events.push(taken.event);
    at = taken.to;
  }
  return events;
};

test('a run of a chart is told again as it is written, event by event', () => {
  if (property === undefined) throw new Error('no property');
  let moved = 0;
  fc.assert(
    fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 30 }), choices => {
      const run = walk(choices);
      const text = chartStoryOf('pump, any fact at any time', system, { property, run, isShortest: true });
      expect(machineOfStory(text)).toBe('pump, any fact at any time');
      const { told, steps } = playChart(system, text);
      expect(told).toBe(text);
      expect(steps.map(({ label }) => label.event)).toEqual(run);
      moved += text.includes(' -> ') ? 1 : 0;
    }),
    { numRuns: 60 },
  );
  expect(moved).toBeGreaterThan(20);
});

test('what the chart cannot take is refused with its line', () => {
  expect(() => playChart(system, '= chart pump\n> nobody.came\n')).toThrow(
    /line 2, "> nobody\.came": pump cannot take this here/,
  );
});
