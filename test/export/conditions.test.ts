import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Event } from '../../src/verify/automaton.ts';
import type { Condition } from '../../src/verify/export/document.ts';
import { conditionFrom, ecmascriptOf, literal, literalFrom } from '../../src/verify/export/ecmascript.ts';
import { BEGINNING, choiceOf, conditionFor, type Moment } from '../../src/verify/export/learned.ts';
import { specialised } from '../../src/verify/export/specialise.ts';

/** Every moment of a small world: two fields of memory, and events of which some carry a field. */
const EVENTS: readonly Event[] = [
  BEGINNING,
  { type: 'a.one' },
  ...['small', 'large', "it's"].map(size => ({ type: 'b.one', size })),
  ...['small', 'large'].map(size => ({ type: 'b.two', size })),
];
const MOMENTS: readonly Moment[] = ['none', 'some'].flatMap(owner =>
  [true, false].flatMap(odd => EVENTS.map(event => ({ context: { owner, odd }, event }))),
);

/** What a condition comes to when JavaScript itself reads it. */
const evaluated = (
  condition: Condition,
  { context, event }: Moment,
  active: ReadonlySet<string>,
): unknown => {
  const { type, ...fields } = event;
  const _event =
    type === BEGINNING.type
      ? undefined
      : { name: type, data: Object.keys(fields).length > 0 ? fields : undefined };
  const names = Object.keys(Object(context));
  const run = new Function('In', '_event', ...names, `return (${ecmascriptOf(condition)});`);
  return Boolean(
    run((id: string) => active.has(id), _event, ...names.map(name => Reflect.get(Object(context), name))),
  );
};

const leaf: fc.Arbitrary<Condition> = fc.oneof(
  fc.constantFrom('r.s', 'r.t').map(id => ({ in: id })),
  fc.subarray(['none', 'some'], { minLength: 1 }).map(is => ({ context: 'owner', is })),
  fc.constantFrom(true, false).map(odd => ({ context: 'odd', is: [odd] })),
  fc
    .subarray(['small', 'large', "it's"], { minLength: 1 })
    .map(is => ({ event: 'size', is, sometimes: true as const })),
  fc
    .subarray(['a.one', 'b.one', 'b.two'], { minLength: 1 })
    .map(is => ({ event: 'type', is, sometimes: true as const })),
);
const condition = fc.letrec<{ condition: Condition }>(tie => ({
  condition: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.array(tie('condition'), { maxLength: 3 }).map(all => ({ all })),
    fc.array(tie('condition'), { maxLength: 3 }).map(any => ({ any })),
    tie('condition').map(not => ({ not })),
  ),
})).condition;
const active = fc.subarray(['r.s', 'r.t']).map(ids => new Set(ids));

test('a condition that was printed as ECMAScript and read again asks the same', () => {
  fc.assert(
    fc.property(condition, active, (one, states) => {
      const again = conditionFrom(ecmascriptOf(one));
      for (const moment of MOMENTS)
        expect(evaluated(again, moment, states)).toBe(evaluated(one, moment, states));
    }),
    { numRuns: 300 },
  );
});

test('where only some events come, less has to be asked, and the answer is the same', () => {
  const heard = [{ type: 'b.one', fields: { size: ['small', 'large', "it's"] } }];
  fc.assert(
    fc.property(condition, active, (one, states) => {
      const special = specialised(one, heard, {});
      for (const moment of MOMENTS.filter(({ event }) => event.type === 'b.one'))
        expect(evaluated(special, moment, states)).toBe(evaluated(one, moment, states));
    }),
    { numRuns: 300 },
  );
});

test('whatever a function answers is written out exactly, by as few fields as can be', () => {
  const answers = fc.array(fc.boolean(), { minLength: MOMENTS.length, maxLength: MOMENTS.length });
  fc.assert(
    fc.property(answers, holds => {
      const learned = conditionFor(MOMENTS, moment => holds[MOMENTS.indexOf(moment)] === true);
      for (const [number, moment] of MOMENTS.entries())
        expect(evaluated(learned, moment, new Set())).toBe(holds[number]);
    }),
    { numRuns: 100 },
  );
  const isLarge = ({ event }: Moment): boolean => 'size' in event && event.size === 'large';
  expect(conditionFor(MOMENTS, isLarge)).toEqual({ event: 'size', is: ['large'], sometimes: true });
  expect(conditionFor(MOMENTS, () => true)).toEqual({ all: [] });
});

test('a choice gives what the function gave', () => {
  const values = fc.array(fc.constantFrom('x', 'y', 'z'), {
    minLength: MOMENTS.length,
    maxLength: MOMENTS.length,
  });
  fc.assert(
    fc.property(values, given => {
      const { cases, otherwise } = choiceOf(MOMENTS, moment => given[MOMENTS.indexOf(moment)] ?? '');
      for (const [number, moment] of MOMENTS.entries()) {
        const found = cases.find(({ when }) => evaluated(when, moment, new Set()));
        expect(found === undefined ? otherwise : found.gives).toBe(given[number]);
      }
    }),
    { numRuns: 100 },
  );
});

test('a function that looks at something else is refused', () => {
  let times = 0;
  const fickle = (): boolean => {
    times += 1;
    return times % 2 === 0;
  };
  expect(() => conditionFor([...MOMENTS, ...MOMENTS.slice(1)], fickle)).toThrow(/something else/);
});

test('every plain value is written and read again', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean(), fc.constant(null)),
      value => {
        expect(literalFrom(literal(value))).toBe(value);
        expect(new Function(`return ${literal(value)};`)()).toBe(value);
      },
    ),
  );
});

test.each(["owner === 'x' &&", '(', "owner == 'x'", "In('a'", 'x < 3', "owner === 'a' owner", '@'])(
  'a condition that is none is refused with its text: %s',
  text => expect(() => conditionFrom(text)).toThrow(text),
);
