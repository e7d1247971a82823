import fc from 'fast-check';
import { expect, test } from 'vitest';
import { remembered } from '../../src/domain/remembered.ts';
import { grown, type List, listOf } from '../../src/domain/sharedList.ts';

/** Which of the lists so far one more grows from, and how many of its first it forgets, as a share of all. */
const growths = fc.array(
  fc.record({ of: fc.nat(), forgets: fc.constantFrom(0, 0, 0, 0.1, 0.5, 1), newest: fc.boolean() }),
  { maxLength: 200 },
);

test('SR-016 lists that share their entries are each what a list of its own would be, whichever grew from which', () => {
  let branched = 0;
  fc.assert(
    fc.property(growths, steps => {
      const lists: List<number>[] = [[]];
      const plain: (readonly number[])[] = [[]];
      for (const [index, step] of steps.entries()) {
        const last = lists.length - 1;
        const from = step.newest ? last : step.of % lists.length;
        if (from !== last) branched += 1;
        const [list, own] = [lists[from] ?? [], plain[from] ?? []];
        const dropped = Math.floor(own.length * step.forgets);
        lists.push(grown(list, index, dropped));
        plain.push([...own.slice(dropped), index]);
      }
      for (const [index, list] of lists.entries()) {
        const own = plain[index] ?? [];
        expect([...list]).toEqual(own);
        expect(list).toHaveLength(own.length);
        expect(JSON.stringify(list)).toBe(JSON.stringify(own));
        for (const place of [
          0,
          1,
          own.length >> 1,
          own.length - 1,
          own.length,
          -1,
          -own.length,
          -own.length - 1,
        ])
          expect(list.at(place)).toBe(own.at(place));
      }
    }),
  );
  expect(branched).toBeGreaterThan(100);
});

test('two lists of the same entries are equal in tests, and others are not', () => {
  const one = grown(grown([], 1, 0), 2, 0);
  grown(one, 3, 0);
  expect(one).toEqual(grown(grown(grown([], 0, 0), 1, 1), 2, 0));
  expect(one).toStrictEqual(listOf([1, 2]));
  expect(listOf([])).toStrictEqual([]);
  expect(one).not.toEqual(grown(grown([], 1, 0), 3, 0));
});

test('an array grows like any other list, without what is dropped, and stays what it was', () => {
  const plain = [1, 2, 3];
  expect([...grown(plain, 4, 2)]).toEqual([3, 4]);
  expect(plain).toEqual([1, 2, 3]);
});

test('an answer is kept for the very same question only', () => {
  let asked = 0;
  const sum = remembered((list: readonly number[], more: number) => {
    asked += 1;
    return list.reduce((all, each) => all + each, more);
  });
  const list = [1, 2];
  expect([sum(list, 1), sum(list, 1), asked]).toEqual([4, 4, 1]);
  expect([sum([1, 2], 1), asked]).toEqual([4, 2]);
  expect([sum(list, 2), sum(list, 1), asked]).toEqual([5, 4, 4]);
});
