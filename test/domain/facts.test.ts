import { expect, test } from 'vitest';
import { factSchema } from '../../src/domain/facts.ts';
import { spoiled } from '../support/spoiled.ts';
import { factExamples } from './factExamples.ts';

/** Words that nobody has to know, and numbers that may be below zero or between two whole ones. */
const FREE = [
  ...[
    'boot',
    'item',
    'reason',
    'kept',
    'bolus',
    'alarm',
    'name',
    'unit',
    'value',
    'utcOffsetMinutes',
    'counts',
  ],
  ...['forceMn', 'ageMs', 'insideDeciC', 'batteryDeciC', 'freeMn', 'seatedMn', 'travelMicrosteps'],
];

/** What a fact may be without. */
const MAY_BE = [
  'bolus.cancelled: part is missing',
  'bolus.requested: createdMonoMs is missing',
  'bolus.requested: durationMs is missing',
  'bolus.requested: extendedUu is missing',
  'bolus.requested: kind is missing',
  'bolus.requested: origin is missing',
  'cgm.measured: ageMs is missing',
  'cgm.measured: noise is missing',
  'cgm.reported: endsInMs is missing',
  'exercise.started: durationMs is missing',
  'power.applied: gapMs is null',
  'remote.rejected: principal is null',
  'resume.requested: origin is missing',
  'sleep.started: durationMs is missing',
  'suspend.requested: durationMs is missing',
  'suspend.requested: origin is missing',
  'tempBasal.requested: percent is missing',
  'tempBasal.requested: rateUuPerHour is missing',
  'tempBasal.requested: replaces is missing',
];

test('SR-066 a fact is of a kind that is known by its name, and is kept as it is', () => {
  expect(factExamples.map(each => factSchema.parse(each))).toEqual(factExamples);
  const known = factSchema.options.map(({ shape }) => shape.type.value);
  const others = known.filter(type => !type.startsWith('timer.'));
  expect(new Set(factExamples.map(({ type }) => type))).toEqual(new Set(others));
});

test('SR-066 a fact is refused with any field missing, foreign or of another kind, but for what may be left out', () => {
  const wrong = factExamples
    .filter(fact => !('settings' in fact))
    .flatMap(fact => spoiled(fact, FREE).map(each => ({ ...each, type: fact.type })));
  expect(wrong.length).toBeGreaterThan(600);
  const taken = wrong.filter(({ value }) => factSchema.safeParse(value).success);
  expect([...new Set(taken.map(({ type, how }) => `${type}: ${how}`))].toSorted()).toEqual(MAY_BE);
});

test('SR-073 a fact with settings is refused with any other field', () => {
  const some = factExamples.filter(fact => 'settings' in fact);
  expect(some.map(({ type }) => type)).toEqual(['settings.changed', 'settings.proposed']);
  for (const fact of some) {
    expect(factSchema.safeParse({ ...fact, nobodyKnows: 1 }).success).toBe(false);
    expect(factSchema.safeParse({ ...fact, settings: {} }).success).toBe(false);
  }
  const proposed = { ...some[1], replaces: 0 };
  const taken = [{ replaces: -1 }, { insteadOf: 0 }, { insteadOf: 1 }, { insteadOf: undefined }].map(
    change => factSchema.safeParse({ ...proposed, ...change }).success,
  );
  expect(taken).toEqual([false, false, true, true]);
});
