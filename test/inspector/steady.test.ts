import { effect, signal } from '@preact/signals';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { turnedTo } from '../../src/inspector/page/moments.ts';
import { steadySet } from '../../src/inspector/page/steady.ts';

test('whoever follows a set is told of it once for each other content, however often it is made', () => {
  let checked = 0;
  fc.assert(
    fc.property(fc.array(fc.uniqueArray(fc.constantFrom('a', 'b', 'c'))), made => {
      const source = signal<readonly string[]>([]);
      const told: string[] = [];
      const steady = steadySet(() => new Set(source.value));
      const end = effect(() => void told.push([...steady.value].join()));
      for (const each of made) source.value = [...each];
      end();
      checked += made.length;
      const wanted = [[], ...made].map(each => each.join());
      expect(told).toEqual(wanted.filter((each, index) => each !== wanted[index - 1]));
    }),
  );
  expect(checked).toBeGreaterThan(100);
});

test('a picture that stays where it is, is the very same stretch of time', () => {
  const now = { from: 10, to: 20 };
  expect(turnedTo(now, 10)).toBe(now);
  expect(turnedTo(now, 20)).toBe(now);
  expect(turnedTo(now, 20.5)).toEqual({ from: 19.5, to: 29.5 });
});
