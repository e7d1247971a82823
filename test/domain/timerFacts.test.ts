import { expect, test } from 'vitest';
import { alarmMachine } from '../../machines/alarm/alarm.ts';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { type FactType, factSchema } from '../../src/domain/facts.ts';
import { SMALL_MACHINES } from '../../src/runtime/machines.ts';

/** What ends the delays of a chart, by the one spelling. */
const timersOf = (chart: { readonly implementations: { readonly delays?: object } }): readonly string[] =>
  Object.keys(chart.implementations.delays ?? {}).map(delay => `timer.${delay}Elapsed`);

test('each delay of each chart has a fact that ends it, and each such fact a delay', () => {
  const ofPump = [pumpMachine, ...Object.values(SMALL_MACHINES)].flatMap(timersOf);
  const ofAlarms = timersOf(alarmMachine);
  const timers = factSchema.options
    .map(({ shape }): { type: FactType; fields: readonly string[] } => ({
      type: shape.type.value,
      fields: Object.keys(shape),
    }))
    .filter(({ type }) => type.startsWith('timer.'));
  const types = (withAlarm: boolean) =>
    timers.flatMap(({ type, fields }) => (fields.includes('alarm') === withAlarm ? [type] : []));
  expect(types(false).toSorted()).toEqual(ofPump.toSorted());
  expect(types(true).toSorted()).toEqual(ofAlarms.toSorted());
  expect(Math.min(ofPump.length, ofAlarms.length)).toBeGreaterThan(5);
});
