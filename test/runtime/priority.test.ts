import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Fact, factSchema } from '../../src/domain/facts.ts';
import { firstOf, PRIORITY, priorityOf } from '../../src/runtime/priority.ts';

const types = factSchema.options.map(({ shape }) => shape.type.value);
const of = (type: Fact['type']): Fact => ({ type }) as Fact;

describe('facts that wait together', () => {
  test('have a class each, whatever they are, and no class is without one', () => {
    const found = types.map(type => priorityOf(of(type)));
    expect([...new Set(found)].toSorted((a, b) => a - b)).toEqual(Object.values(PRIORITY));
    // Remembered the second time.
    expect(types.map(type => priorityOf(of(type)))).toEqual(found);
  });

  test('are taken from what makes the pump safer to what makes it deliver', () => {
    const order = [
      'fault.latched',
      'power.failing',
      'force.measured',
      'suspend.requested',
      'bolus.cancelled',
      'cgm.measured',
      'battery.measured',
      'motor.arrived',
      'bolus.confirmed',
      'controller.answered',
      'clock.reached',
    ] as const;
    const classes = order.map(type => priorityOf(of(type)));
    expect(classes).toEqual([0, 1, 2, 3, 4, 5, 5, 6, 7, 8, 9]);
    const queue = order.map(of).toReversed();
    // Within a class the first to come, and both readings have come in the other order.
    expect(order.map(() => firstOf(queue)?.type)).toEqual(order.toSpliced(5, 2, order[6], order[5]));
    expect(firstOf(queue)).toBeUndefined();
  });

  test('are all taken, first come within a class', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...types), { maxLength: 30 }), list => {
        const queue = list.map(of);
        const sorted = queue.toSorted((a, b) => priorityOf(a) - priorityOf(b));
        const taken = sorted.map(() => firstOf(queue));
        expect(taken.every((fact, index) => fact === sorted[index])).toBe(true);
        expect(queue).toEqual([]);
      }),
    );
  });
});
