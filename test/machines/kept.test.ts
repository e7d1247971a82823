import fc from 'fast-check';
import { expect, test } from 'vitest';
import { properties } from '../../specs/properties.ts';
import type { Property } from '../../specs/property.ts';
import type { Composed } from '../../src/verify/system.ts';
import { openPump, pumpInPlant } from '../../src/verify/systems.ts';
import { checksOf } from '../../src/verify/walk/checks.ts';
import { goneOn, type Kept, kept } from '../../src/verify/walk/kept.ts';
import { isWalked, verdictsOf } from '../../src/verify/walk/verdicts.ts';
import { metBy, type Walk, walkOf } from '../../src/verify/walk/walk.ts';
import { brokenFor } from './broken.ts';

/** All that a walk says at its end. */
const saidBy = (walk: Walk, checks: ReturnType<typeof checksOf>) => ({
  course: walk.course(),
  labels: metBy(walk).labels,
  verdicts: verdictsOf(walk, checks),
});

/** As a file has it. */
const asFile = (each: Kept): Kept => ({
  ...structuredClone(each),
  findings: JSON.parse(JSON.stringify(each.findings)),
});

const WORLDS = {
  free: openPump,
  plant: pumpInPlant,
  // Mistakes that are found early, so that they lie on both sides of a cut.
  broken: () => openPump(brokenFor('the motor moves only through the gate')),
} satisfies Record<string, () => Composed>;

const END = 500;
let cuts = 0;

for (const [name, make] of Object.entries(WORLDS)) {
  const world = name === 'plant' ? 'plant' : 'free';
  const asked: readonly Property[] = properties.filter(
    property => isWalked(property) && (property.world === 'any' || property.world === world),
  );

  test(`a walk that is cut anywhere and gone on with says what it says uncut: ${name}`, () => {
    const system = make();
    const checks = checksOf(system, asked);
    const whole = walkOf(system, checks);
    whole.goOn(END);
    const said = saidBy(whole, checks);
    expect(said.verdicts.reduce((sum, verdict) => sum + verdict.checks, 0)).toBeGreaterThan(1_000);
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(END - 1), { minLength: 1, maxLength: 4 }), places => {
        let at = make();
        let begun = checksOf(at, asked);
        let walk = walkOf(at, begun);
        for (const place of [...places.sort((a, b) => a - b), END]) {
          walk.goOn(place - walk.expanded());
          const left = asFile(kept(at, walk, begun));
          at = make();
          ({ walk, checks: begun } = goneOn(at, asked, left));
          cuts += 1;
        }
        expect(saidBy(walk, begun)).toEqual(said);
      }),
      { numRuns: 4 },
    );
  });
}

test('many cuts were tried', () => {
  expect(cuts).toBeGreaterThan(20);
});

test('a walk is not gone on with in a system that was walked another way before', () => {
  const system = openPump();
  const checks = checksOf(system, []);
  const walk = walkOf(system, checks);
  walk.goOn(50);
  const left = kept(system, walk, checks);
  const other = openPump();
  const next: number[] = [];
  other.expand(other.initial, target => next.push(target));
  other.expand(Math.max(...next), () => {});
  expect(() => goneOn(other, [], left)).toThrow('walked before');
});
