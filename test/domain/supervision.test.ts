import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { configurationHash, RELEASE } from '../../src/domain/configuration.ts';
import { noteOccurrence, type Occurrences } from '../../src/domain/detect/recurrence.ts';
import {
  agree,
  compare,
  noSupervision,
  type Own,
  type Supervision,
} from '../../src/domain/detect/supervision.ts';
import { exampleSettings } from '../../src/domain/settings.ts';
import { monoMs } from '../../src/domain/units.ts';
import { req } from '../support/req.ts';

describe('supervisor', () => {
  const own = (pulses: number, over: Partial<Own> = {}): Own => ({
    pulses,
    inDoubt: 0,
    underway: false,
    hash: 'here',
    ...over,
  });
  const beat = (pulses: number, hash = 'here') => ({ pulses, hash });
  const agreed = agree(beat(1_000), own(40));

  test('SR-113 SR-114 one pulse off is borne for one beat; two beats, or two pulses, are a disagreement', () => {
    const once = compare(agreed, beat(1_001), own(40));
    expect(once.apart).toBe('once');
    expect(compare(once, beat(1_001), own(41)).apart).toBe('no');
    expect(compare(once, beat(1_001), own(40)).apart).toBe('for good');
    expect(compare(agreed, beat(1_002), own(40)).apart).toBe('for good');
    expect(compare(compare(agreed, beat(1_001), own(41)), beat(1_000), own(41)).apart).toBe('once');
  });

  test('SR-113 what we counted since the last beat it need not have seen yet, but no longer than that', () => {
    const late = compare(agreed, beat(1_000), own(41));
    expect(late.apart).toBe('no');
    expect(compare(late, beat(1_000), own(41)).apart).toBe('once');
  });

  test('SR-113 a pulse in doubt may have been seen or not', () => {
    const doubtful = compare(
      compare(agreed, beat(1_000), own(41, { inDoubt: 1 })),
      beat(1_000),
      own(41, { inDoubt: 1 }),
    );
    expect(doubtful.apart).toBe('no');
    expect(compare(doubtful, beat(1_001), own(41, { inDoubt: 1 })).apart).toBe('no');
  });

  test(
    'SR-117 another configuration at the start is no agreement; later it is borne for one beat',
    req('SR-117'),
    () => {
      expect(agree(beat(0, 'there'), own(0)).apart).toBe('for good');
      const changed = compare(agreed, beat(1_000), own(40, { hash: 'new' }));
      expect(changed.apart).toBe('once');
      expect(compare(changed, beat(1_000, 'new'), own(40, { hash: 'new' })).apart).toBe('no');
      expect(compare(changed, beat(1_000), own(40, { hash: 'new' })).apart).toBe('for good');
    },
  );

  test('SR-113 two honest counts never disagree, however pulses and beats interleave', req('SR-113'), () => {
    const happenings = fc.array(fc.constantFrom('moves', 'counts', 'beats'), { maxLength: 200 });
    fc.assert(
      fc.property(happenings, list => {
        let [seen, counted] = [0, 0];
        let supervision: Supervision = agree(beat(0), own(0));
        for (const what of list) {
          // The plunger moves, which the encoder sees, and only then is the pulse counted.
          if (what === 'moves' && seen === counted) seen += 1;
          if (what === 'counts') counted = seen;
          if (what === 'beats')
            supervision = compare(supervision, beat(seen), own(counted, { underway: seen > counted }));
        }
        expect(supervision.apart).toBe('no');
      }),
    );
  });

  test('SR-113 before it has agreed its beats say nothing', () => {
    expect(compare(noSupervision, beat(7), own(0))).toEqual(noSupervision);
  });

  test('SR-117 the hash tells release and settings apart, and is that of the package', () => {
    const hash = configurationHash(exampleSettings);
    expect(hash).toMatch(/^[0-9a-f]{16}$/);
    expect(
      configurationHash({ ...exampleSettings, maxBolusUu: exampleSettings.maxBolusUu - 50_000 }),
    ).not.toBe(hash);
    expect(configurationHash(null)).not.toBe(hash);
    const manifest: unknown = JSON.parse(
      readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
    );
    expect(manifest).toMatchObject({ version: RELEASE });
  });
});

test('SR-071 the second reset within 24 h is told, and one a day is not', req('SR-071'), () => {
  const hour = 3_600_000;
  const told = (hours: readonly number[]): readonly boolean[] => {
    let resets: Occurrences = [];
    return hours.map(at => {
      const noted = noteOccurrence(resets, monoMs(at * hour));
      resets = noted.occurrences;
      return noted.repeated;
    });
  };
  expect(told([0, 24, 48])).toEqual([false, false, false]);
  expect(told([0, 23, 47])).toEqual([false, true, false]);
  expect(told([5, 5])).toEqual([false, true]);
});
