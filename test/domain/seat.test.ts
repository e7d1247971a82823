import { expect, test } from 'vitest';
import { BAY_LENGTH, FREE_MOST, SEAT_LEAST, SEAT_MOST } from '../../src/domain/drive.ts';
import type { FactOf } from '../../src/domain/facts.ts';
import { admitsPulse } from '../../src/domain/ledger/ledger.ts';
import { req } from '../support/req.ts';
import { bench, flat, types } from './bench.ts';

type Seat = Omit<FactOf<'plunger.seated'>, 'type'>;

const GOOD: Seat = { freeMn: 0, seatedMn: SEAT_LEAST, travelMicrosteps: 1_000 };

const seat = (change: Partial<Seat>) => {
  const pump = bench();
  pump.take({ type: 'cartridge.removed' });
  pump.take({ type: 'cartridge.inserted' });
  return { pump, derived: pump.take({ type: 'plunger.seated', ...GOOD, ...change }) };
};

const BOUNDS: readonly (readonly [string, Partial<Seat>, boolean])[] = [
  ['the zero at its highest', { freeMn: FREE_MOST }, true],
  ['the zero above it', { freeMn: FREE_MOST + 1 }, false],
  ['the zero at its lowest', { freeMn: -FREE_MOST }, true],
  ['the zero below it', { freeMn: -FREE_MOST - 1 }, false],
  ['the least force at a cartridge', { seatedMn: SEAT_LEAST }, true],
  ['less force than that', { seatedMn: SEAT_LEAST - 1 }, false],
  ['the most force at a cartridge', { seatedMn: SEAT_MOST }, true],
  ['more force than that', { seatedMn: SEAT_MOST + 1 }, false],
  ['met at once', { travelMicrosteps: 0 }, true],
  ['met behind where it began', { travelMicrosteps: -1 }, false],
  ['met at the end of the bay', { travelMicrosteps: BAY_LENGTH }, true],
  ['met beyond the bay', { travelMicrosteps: BAY_LENGTH + 1 }, false],
];

test.each(BOUNDS)(
  'SR-061 a cartridge is believed only by the zero, the span and the way of it: %s',
  req('SR-061'),
  (_case, change, isBelieved) => {
    const { pump, derived } = seat(change);
    expect(types(derived)).toEqual([isBelieved ? 'seat.verified' : 'seat.doubted']);
    expect(pump.ledger.supply).toMatchObject({ coupled: isBelieved, prepared: false });
  },
);

test(
  'SR-061 all that is wrong with a seat is told at once, with its unit and its limit',
  req('SR-061'),
  () => {
    const { derived } = seat({ freeMn: 900, seatedMn: 100, travelMicrosteps: -5 });
    const [doubted] = derived;
    expect(doubted).toMatchObject({ type: 'seat.doubted' });
    const reason = doubted?.type === 'seat.doubted' ? doubted.reason : '';
    for (const part of ['900 mN', `${FREE_MOST} mN`, '100 mN', `${SEAT_LEAST} mN`, '-5 microsteps'])
      expect(reason).toContain(part);
  },
);

test(
  'SR-048 what is in the bay of a pump that nobody has prepared is not believed, and gives no dose',
  req('SR-048'),
  () => {
    const pump = bench();
    pump.take({ type: 'settings.changed', settings: flat(1_000_000) });
    pump.take({ type: 'power.applied', boot: 'b', gapMs: 0 });
    const derived = pump.take({ type: 'journal.read', verdict: 'new' });
    expect(derived).toContainEqual({ type: 'supply.found', found: 'occupied' });
    pump.give({ type: 'startDelivery' });
    expect(admitsPulse(pump.ledger, 'basal', pump.at())).toMatchObject({
      open: false,
      reasons: expect.arrayContaining(['the cartridge is not ready.']),
    });
  },
);
