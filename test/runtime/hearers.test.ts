import { expect, test } from 'vitest';
import { factSchema } from '../../src/domain/facts.ts';
import { hearersOf } from '../../src/runtime/hearers.ts';
import {
  afterPump,
  beforePump,
  isSmallName,
  SMALL_MACHINES,
  smallNames,
} from '../../src/runtime/machines.ts';

test('a machine hears what its own chart names, every timer, and nothing else', () => {
  const types = factSchema.options.map(({ shape }) => shape.type.value);
  let heard = 0;
  for (const type of types) {
    const hears = smallNames.filter(
      name => type.startsWith('timer.') || SMALL_MACHINES[name].events.some(event => event === type),
    );
    const { before, after } = hearersOf(type);
    expect([...before, ...after], type).toEqual(hears);
    expect(before.every(name => beforePump.includes(name))).toBe(true);
    expect(after.every(name => afterPump.includes(name))).toBe(true);
    // The second time it is remembered.
    expect(hearersOf(type)).toBe(hearersOf(type));
    heard += type.startsWith('timer.') ? 0 : hears.length;
  }
  expect(heard).toBeGreaterThan(40);
});

test('every machine stands before the pump or after it, and its name is known', () => {
  expect(smallNames.toSorted()).toEqual(Object.keys(SMALL_MACHINES).toSorted());
  expect(beforePump).toContain('battery');
  expect(afterPump).toContain('therapy');
  expect(smallNames.every(isSmallName)).toBe(true);
  expect(['pump', 'alarm', 'toString'].some(isSmallName)).toBe(false);
});
