import fc from 'fast-check';
import { DOUBTS } from '../../src/domain/detect/reading.ts';
import { BOLUS_POLICIES, type Evidence, type Sight } from '../../src/domain/envelope/evidence.ts';
import { PEOPLE } from '../../src/domain/envelope/people.ts';
import type { Asked, Heard } from '../../src/domain/envelope/request.ts';
import { mgPerDl, microunits, microunitsPerHour, milliseconds } from '../../src/domain/units.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const U = 1_000_000;

/** An adult at 140 mg/dL, steady, on 1 U/h, with everything in order and room for 5 U. */
export const calm: Evidence = {
  bounds: {
    kind: 'adult',
    maxBasal: microunitsPerHour(5 * U),
    maxBolus: microunits(8 * U),
    maxOnBoard: microunits(5 * U),
    dailyInsulin: microunits(40 * U),
    threshold: mgPerDl(70),
    bolusPolicy: 'micro',
  },
  obstacles: [],
  mode: 'full',
  sight: { mgPerDl: mgPerDl(140), ageMs: milliseconds(MINUTE), doubts: [], aheadTenths: 1_400 },
  usual: microunitsPerHour(U),
  highest: microunitsPerHour(1.5 * U),
  running: null,
  onBoardUu: 0,
  automatic: microunits(2 * U),
  hourRoom: microunits(10 * U),
  dayRoom: microunits(50 * U),
  sinceBolusMs: null,
  correction: microunits(2 * U),
};

export const sight = (change: Partial<Sight>): Pick<Evidence, 'sight'> => ({
  sight: { mgPerDl: mgPerDl(140), ageMs: milliseconds(MINUTE), doubts: [], aheadTenths: 1_400, ...change },
});

/** A request for a rate in U/h over so many minutes, and a bolus in U. */
export const ask = (rate: number | null, bolus = 0, minutes = 30): Heard => ({
  kind: 'asked',
  asked: {
    basal:
      rate === null
        ? null
        : { rate: microunitsPerHour(Math.round(rate * U)), lengthMs: milliseconds(minutes * MINUTE) },
    bolusUu: bolus * U,
    validMs: milliseconds(30 * MINUTE),
  },
});

const upTo = (most: number): fc.Arbitrary<number> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: 0, max: most }) },
    { weight: 1, arbitrary: fc.constantFrom(0, 1, most) },
  );
const amount = (units: number) => upTo(units * U).map(microunits);
const rate = (units: number) => upTo(units * U).map(microunitsPerHour);
const length = (ms: number) => upTo(ms).map(milliseconds);

const anySight: fc.Arbitrary<Sight> = fc.record({
  mgPerDl: fc.integer({ min: 39, max: 401 }).map(mgPerDl),
  ageMs: length(30 * MINUTE),
  doubts: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.subarray([...DOUBTS]) },
  ),
  aheadTenths: fc.option(fc.integer({ min: -2_000, max: 8_000 })),
});

const PARTS = [
  'bounds',
  'mode',
  'sight',
  'usual',
  'running',
  'onBoardUu',
  'automatic',
  'hourRoom',
  'dayRoom',
  'sinceBolusMs',
  'correction',
] as const satisfies readonly (keyof Evidence)[];

const bounds: fc.Arbitrary<Evidence['bounds']> = fc.record({
  kind: fc.constantFrom(...PEOPLE),
  maxBasal: rate(15),
  maxBolus: amount(25),
  maxOnBoard: amount(80),
  dailyInsulin: amount(200),
  threshold: fc.constantFrom(70, 80).map(mgPerDl),
  bolusPolicy: fc.constantFrom(...BOLUS_POLICIES),
});

/** Whatever the pump may know, each part drawn by itself: seldom anything that allows for more insulin. */
const scattered: fc.Arbitrary<Evidence> = fc
  .record({
    bounds,
    obstacles: fc.oneof(
      { weight: 5, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.constant(['No.']) },
    ),
    mode: fc.constantFrom('full', 'full', 'limited'),
    sight: fc.option(anySight, { freq: 8 }),
    rates: fc.tuple(rate(4), rate(4)),
    running: fc.option(fc.record({ rate: rate(15), leftMs: length(30 * MINUTE) })),
    onBoardUu: fc.oneof(
      { weight: 5, arbitrary: fc.integer({ min: -5 * U, max: 30 * U }) },
      { weight: 1, arbitrary: fc.constant('unknown' as const) },
    ),
    automatic: amount(60),
    hourRoom: amount(50),
    dayRoom: amount(300),
    sinceBolusMs: fc.option(length(2 * HOUR)),
    correction: amount(20),
  })
  .map(({ rates: [a, b], ...known }) => ({
    ...known,
    usual: microunitsPerHour(Math.min(a, b)),
    highest: microunitsPerHour(Math.max(a, b)),
  }));

/** Whatever the pump may know: all in order but for a few parts, or nothing in order. */
export const anyEvidence: fc.Arbitrary<Evidence> = fc.oneof(
  { weight: 1, arbitrary: scattered },
  {
    weight: 2,
    arbitrary: fc
      .tuple(scattered, fc.subarray([...PARTS], { maxLength: 3 }))
      .map(([other, parts]) => ({
        ...calm,
        ...Object.fromEntries(parts.map(part => [part, other[part]])),
      }))
      .map(evidence => ({
        ...evidence,
        highest: microunitsPerHour(Math.max(evidence.highest, evidence.usual)),
      })),
  },
);

/** A request in whole units, within and far beyond reason. */
export const anyAsked: fc.Arbitrary<Asked> = fc.record({
  basal: fc.option(
    fc.record({
      rate: fc.oneof(rate(6), rate(1_000)),
      lengthMs: fc.integer({ min: 1, max: 4 * HOUR }).map(milliseconds),
    }),
    { freq: 5 },
  ),
  bolusUu: fc.oneof(fc.constant(0), upTo(U / 2), upTo(2 * U), upTo(1_000 * U)),
  validMs: fc.integer({ min: 1, max: 2 * HOUR }).map(milliseconds),
});

/** What no controller should answer. */
export const anyGarbage: fc.Arbitrary<unknown> = fc.oneof(
  fc.anything(),
  fc.record({
    basal: fc.option(
      fc.record({ rate: fc.oneof(fc.double(), fc.integer()), lengthMs: fc.oneof(fc.double(), fc.integer()) }),
    ),
    microbolus: fc.option(fc.oneof(fc.double(), fc.integer())),
    reasons: fc.constant([]),
    validUntilMs: fc.oneof(fc.double(), fc.maxSafeInteger()),
  }),
);
