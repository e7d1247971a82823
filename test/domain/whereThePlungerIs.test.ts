import { describe, expect, test } from 'vitest';
import { countsIn, LOST_SHARE, VERIFIED_LEAST, VERIFIED_MOST } from '../../src/domain/drive.ts';
import { afloat, noteCounts, restAt, verdictOf } from '../../src/domain/ledger/encoder.ts';
import type { Encoder } from '../../src/domain/ledger/encoderState.ts';
import type { Ledger } from '../../src/domain/ledger/ledger.ts';
import { loseRecords } from '../../src/domain/ledger/recovery.ts';
import { SAME_PLACE } from '../../src/domain/ledger/restart.ts';
import {
  distrustCartridge,
  findSupply,
  insertCartridge,
  loseForce,
  seatPlunger,
  stateCartridge,
} from '../../src/domain/ledger/supply.ts';
import { millinewtons, monoMs } from '../../src/domain/units.ts';
import { req } from '../support/req.ts';
import { running, types } from './bench.ts';

const { ledger } = running();

const encoder = (change: Partial<Encoder> = {}): Encoder => ({
  reference: 100,
  last: 100,
  origin: 100,
  counted: 0,
  doubted: 0,
  slack: 0,
  travelled: 0,
  ...change,
});

describe('the encoder', () => {
  test('adds up all movement, there and back, and begins with the first reading', () => {
    const first = noteCounts(encoder({ reference: null, last: null, origin: null, travelled: null }), 40);
    expect(first).toMatchObject({ reference: 40, last: 40, origin: 40, travelled: 0 });
    const there = noteCounts(first, 100);
    expect(there).toMatchObject({ reference: 40, last: 100, origin: 40, travelled: 60 });
    expect(noteCounts(there, 70).travelled).toBe(30);
  });

  test(
    'SR-006 what a pulse in doubt has moved by now is used up, and no more than that',
    req('SR-006'),
    () => {
      const still = encoder({ last: 130 });
      expect(restAt(still)).toBe(still);
      expect(restAt(encoder({ last: 108, slack: 20 }))).toMatchObject({ reference: 108, slack: 12 });
      expect(restAt(encoder({ last: 130, slack: 20 }))).toMatchObject({ reference: 130, slack: 0 });
      expect(restAt(encoder({ last: 90, slack: 20 }))).toMatchObject({ reference: 90, slack: 20 });
    },
  );

  test('without a cartridge forgets where it was, and not its last word or its way', () => {
    expect(afloat(encoder({ last: 130, counted: 3, doubted: 1, slack: 4, travelled: 70 }))).toEqual({
      reference: null,
      last: 130,
      origin: null,
      counted: 0,
      doubted: 0,
      slack: 0,
      travelled: 70,
    });
  });

  test(
    'SR-007 SR-011 allows two pulses over all, and tells more, at exactly so much',
    req('SR-007', 'SR-011'),
    () => {
      const two = countsIn(2);
      const whole = (extra: number, counted = 10, doubted = 0) =>
        verdictOf(encoder({ last: 100 + countsIn(counted + 1) + extra, counted, doubted }), VERIFIED_MOST);
      expect([two, two + 1].map(extra => whole(extra))).toEqual(['asCommanded', 'exceeded']);
      expect([1 - two, -two].map(extra => whole(extra))).toEqual(['asCommanded', 'mismatched']);
      // A pulse that nobody saw need not have been made.
      const lacking = countsIn(11) - countsIn(10);
      expect(whole(-two, 10, 1)).toBe('asCommanded');
      expect(whole(-two - lacking, 10, 1)).toBe('mismatched');
      expect(verdictOf(encoder(), VERIFIED_MOST + 1)).toBe('exceeded');
      expect(verdictOf(encoder({ slack: 1 }), VERIFIED_MOST + 1)).not.toBe('exceeded');
      expect(verdictOf(encoder(), VERIFIED_LEAST - 1)).toBe('short');
    },
  );
});

describe('SR-062 after a boot the cartridge is', () => {
  const foundWith = (supply: Partial<Ledger['supply']>, last: number | null = 500) => {
    const { ledger: after, derived } = findSupply({
      ...ledger,
      supply: { ...ledger.supply, bay: 'closed', prepared: true, rest: { counts: 500, slack: 6 }, ...supply },
      encoder: encoder({ last }),
    });
    const [found] = derived.flatMap(each => (each.type === 'supply.found' ? [each.found] : []));
    return [found, after.supply.prepared, after.supply.rest];
  };

  test('ready where the plunger is as it rested, or as far as pulses in doubt explain', req('SR-062'), () => {
    const at = (moved: number) => foundWith({}, 500 + moved)[0];
    expect([-SAME_PLACE, -SAME_PLACE - 1, SAME_PLACE + 6, SAME_PLACE + 7].map(at)).toEqual([
      'ready',
      'moved',
      'ready',
      'moved',
    ]);
    expect(foundWith({})).toEqual(['ready', true, null]);
    expect(foundWith({}, 800)).toEqual(['moved', false, null]);
    expect(foundWith({}, null)).toEqual(['moved', false, null]);
    expect(foundWith({ rest: null }, 900)).toEqual(['ready', true, null]);
  });

  test('empty with an open bay, and only there where it was not prepared', req('SR-062'), () => {
    expect(foundWith({ bay: 'open' })).toEqual(['empty', false, null]);
    expect(foundWith({ prepared: false })).toEqual(['occupied', false, null]);
  });
});

describe('a cartridge', () => {
  test('SR-055 of another strength is refused, and nothing is believed of it', req('SR-055'), () => {
    const fact = { type: 'cartridge.replaced', volumeUu: 200_000_000, unitsPerMl: 200 } as const;
    expect(stateCartridge(ledger, fact, monoMs(0))).toEqual({
      ledger,
      derived: [
        {
          type: 'cartridge.refused',
          reasons: ['U-200 insulin is not U-100, for which every dose is reckoned; load another cartridge.'],
        },
      ],
    });
  });

  test('SR-061 is doubted with all reasons in one sentence each', req('SR-061'), () => {
    const seat = { type: 'plunger.seated', freeMn: 90_000, seatedMn: 0, travelMicrosteps: -1 } as const;
    const [doubt] = seatPlunger(ledger, seat).derived;
    expect(doubt).toMatchObject({ type: 'seat.doubted' });
    expect(JSON.stringify(doubt)).toMatch(
      /cartridge, more than \d+ mN\. 0 mN .* mN\. a way of -1 microsteps/,
    );
  });

  test('that was put in closes the bay; one that is distrusted is prepared no more', () => {
    const open: Ledger = { ...ledger, supply: { ...ledger.supply, bay: 'open' } };
    expect(insertCartridge(open).supply).toEqual({ ...open.supply, bay: 'closed' });
    expect(distrustCartridge(ledger).supply).toEqual({ ...ledger.supply, prepared: false });
  });

  test(
    'SR-062 whose plunger meets less than its share of the first force has come loose',
    req('SR-062'),
    () => {
      const feeling = (forceMn: number, samples: readonly number[], coupled = true): Ledger => ({
        ...ledger,
        force: millinewtons(forceMn),
        supply: { ...ledger.supply, coupled, prepared: true },
        occlusion: { ...ledger.occlusion, samples },
      });
      const base = 1_000 * LOST_SHARE;
      const lost = (forceMn: number, samples: readonly number[], coupled = true) => {
        const before = feeling(forceMn, samples, coupled);
        const { ledger: after, derived } = loseForce(before, before);
        return [types(derived).includes('force.lost'), after.supply.coupled, after.supply.prepared];
      };
      expect(lost(999, [base])).toEqual([true, false, false]);
      expect(lost(1_000, [base])).toEqual([false, true, true]);
      expect(lost(0, [])).toEqual([false, true, true]);
      expect(lost(0, [base], false)).toEqual([false, false, true]);
    },
  );

  test('SR-072 whose record is lost is none that a person has prepared', req('SR-072'), () => {
    const lost = loseRecords(ledger, { ...running().at(), monoMs: monoMs(1_000) });
    expect(lost.supply).toMatchObject({ isNew: false, prepared: false });
    expect(lost.left).toBeNull();
    expect(lost.unknownUntil).toBeGreaterThan(1_000);
  });
});
