import { expect, test } from 'vitest';
import { blankState } from '../../src/runtime/state.ts';
import { type Given, monitor } from '../../src/verify/monitor/monitor.ts';
import { recorded } from './support/recorded.ts';

/** A snapshot that does not say of which chart it is: nothing can be worked out by it that is not known. */
const nameless = ({ machine, before, event }: Given): Given => ({
  machine,
  event,
  before: Object.create(before, {
    machine: {
      get: () => {
        throw new Error(`${machine} is worked out while the pump runs`);
      },
    },
  }),
});

test('a monitor that is prepared works nothing out while the pump runs, and judges the same', async () => {
  const { steps } = await recorded();
  const [prepared, plain] = [monitor(), monitor()];
  prepared.prepare(blankState());
  const charts = new Set<string>();
  for (const { deliveries } of steps) {
    expect(prepared.take(deliveries.map(nameless))).toEqual(plain.take(deliveries));
    for (const { machine } of deliveries) charts.add(machine);
  }
  expect(charts.size).toBeGreaterThan(20);
  const first = steps[0]?.deliveries ?? [];
  expect(() => monitor().take(first.map(nameless))).toThrow('while the pump runs');
});
