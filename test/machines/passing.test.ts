import { expect, test } from 'vitest';
import { passing } from '../../src/verify/walk/passing.ts';

test('whatever was given a number since a state was shown keeps it, however many there are', () => {
  const states = passing();
  states.show(7, 1, 2);
  for (const many of [8_192, 8_193, 50_000]) {
    states.show(7, 1, 2);
    const given = Array.from({ length: many }, (_, index) => states.numberOf(index, -3));
    expect(given.filter((number, index) => states.first(number) !== index)).toEqual([]);
    expect(given.every(number => number < 0 && states.second(number) === -3)).toBe(true);
    expect(new Set(given).size).toBe(many);
    expect(states.numberOf(1, 2)).toBe(7);
  }
});
