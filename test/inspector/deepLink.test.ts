import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashOf, type Place, placeIn, runName } from '../../src/inspector/page/deep-link.ts';

const place: fc.Arbitrary<Place> = fc.record(
  {
    run: fc.string({ minLength: 1 }),
    t: fc.nat(),
    state: fc.constantFrom(
      'pump.motor.still',
      'alarm:occlusion|alarm.signal.silent',
      'pump.motor.still pulse.due 0',
    ),
    req: fc.constantFrom('SR-012', 'SR-118'),
  },
  { requiredKeys: ['t'] },
);

test('a link that is made is read as what it was made of', () => {
  fc.assert(
    fc.property(place, made => {
      expect(placeIn(hashOf(made))).toEqual({ place: made, problems: [] });
    }),
  );
  expect(hashOf({ run: 'r', t: 49_560, state: 'pump.motor.still', req: 'SR-012' })).toBe(
    '#run=r&t=49560&state=pump.motor.still&req=SR-012',
  );
});

test('what cannot be read is said, and the rest of the link holds', () => {
  expect(placeIn('#t=soon&req=everything&state=pump.life.off')).toEqual({
    place: { state: 'pump.life.off' },
    problems: [
      't = soon: is no time of a run; give milliseconds since it began.',
      'req = everything: is no requirement; they are called like SR-012.',
    ],
  });
  for (const none of ['', '#', '#top', '#x=1']) expect(placeIn(none)).toBeNull();
});

test('a run has the same name while it runs and when it is replayed from elsewhere', () => {
  expect(runName('runs/2026-01-02/journal.jsonl')).toBe('2026-01-02');
  expect(runName('/home/somebody/runs/2026-01-02/journal.jsonl')).toBe('2026-01-02');
  expect(runName('specs/scenarios/bolus.txt')).toBe('bolus.txt');
});
