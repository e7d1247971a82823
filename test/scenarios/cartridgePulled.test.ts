import { expect, test } from 'vitest';
import type { Fact } from '../../src/domain/facts.ts';
import { type CorePump, corePump } from '../support/corePump.ts';
import { req } from '../support/req.ts';

const MINUTE = 60_000;
const U = 1_000_000;

/** How the pump gets to where the cartridge is pulled out: facts, and the time to wait, in ms. */
type Way = readonly (Fact | number)[];

const ASKED: Way = [{ type: 'bolus.requested', bolus: 'lunch', amountUu: 2 * U }];
const BOLUS: Way = [...ASKED, { type: 'bolus.confirmed', bolus: 'lunch' }];
const SPREAD: Way = [
  {
    type: 'bolus.requested',
    bolus: 'pizza',
    kind: 'combo',
    amountUu: 2 * U,
    extendedUu: U,
    durationMs: 30 * MINUTE,
  },
  { type: 'bolus.confirmed', bolus: 'pizza' },
];

/** While the cartridge is in use: its loss is an alarm of its own. */
const IN_USE: readonly (readonly [string, Way])[] = [
  ['delivering', [5_000]],
  ['with a temporary basal', [{ type: 'tempBasal.requested', percent: 150, durationMs: 60 * MINUTE }, 5_000]],
  ['confirming a bolus', ASKED],
  ['in mid-pulse of a bolus', [...BOLUS, 50]],
  ['verifying a pulse of a bolus', [...BOLUS, 121]],
  ['between two pulses of a bolus', [...BOLUS, 500]],
  ['in a combo bolus', [...SPREAD, 3 * MINUTE]],
  ['cancelling a bolus', [...BOLUS, 50, { type: 'bolus.cancelled' }]],
  ['suspended', [{ type: 'suspend.requested' }, 1_000]],
  ['suspended in mid-pulse', [...BOLUS, 50, { type: 'suspend.requested' }]],
  ['suspended from afar', [{ type: 'suspend.requested', origin: 'remote' }, 1_000]],
  ['occluded', [...BOLUS, 500, { type: 'force.measured', forceMn: 40_000 }, 1_000]],
  [
    'stopped by its battery',
    [{ type: 'battery.measured', percent: 1, millivolts: 3_400, minutesLeft: 1 }, 1_000],
  ],
];

const UNLOADING: Way = [...BOLUS, 50, { type: 'change.requested' }];
const SEATING: Way = [
  ...UNLOADING,
  1_000,
  { type: 'cartridge.removed' },
  { type: 'set.disconnected' },
  { type: 'rewind.requested' },
  1_500,
  { type: 'cartridge.inserted' },
  500,
];
const SEATED: Way = [...SEATING, 1_000];
const LOADED: Way = [...SEATED, { type: 'cartridge.replaced', volumeUu: 200 * U, unitsPerMl: 100 }];
const PRIMED: Way = [...LOADED, { type: 'prime.skipped' }];

/** In a change that a person has begun: stopped already, and it stays so. */
const IN_CHANGE: readonly (readonly [string, Way])[] = [
  ['about to be taken out', UNLOADING],
  ['being met by the plunger', SEATING],
  ['seated', SEATED],
  ['loaded', LOADED],
  ['filling the tubing', [...LOADED, { type: 'prime.started' }, 1_050]],
  ['primed', PRIMED],
  ['filling the cannula', [...PRIMED, { type: 'fill.requested', amountUu: 300_000 }, 1_050]],
];

const pulledAfter = async (way: Way): Promise<CorePump> => {
  const pump = await corePump();
  await pump.give({ type: 'resume.requested' });
  for (const each of way) await (typeof each === 'number' ? pump.wait(each) : pump.give(each));
  await pump.give({ type: 'cartridge.removed' });
  await pump.wait(400);
  return pump;
};

/** Nothing moves, no bolus is left, and only a whole change would let a person resume. */
const expectStill = async (pump: CorePump): Promise<void> => {
  const { pump: chart } = pump.runtime.state();
  expect(chart.matches({ supply: { changing: 'empty' }, bolus: 'idle', extended: 'idle' })).toBe(true);
  expect(pump.devices.isMoving()).toBe(false);
  const commanded = pump.devices.commanded.length;
  await pump.give({ type: 'resume.requested' });
  await pump.wait(30 * MINUTE);
  expect(pump.runtime.faulted()).toBeNull();
  expect(pump.runtime.state().ledger.delivering).toBe(false);
  expect(pump.devices.commanded.length).toBe(commanded);
};

test.each(IN_USE)(
  'SR-056 SR-080 SR-033 path 8: the cartridge is pulled out while the pump is %s',
  req('SR-056', 'SR-080', 'SR-033'),
  async (_state, way) => {
    const pump = await pulledAfter(way);
    expect(pump.shown()).toEqual(
      expect.arrayContaining([expect.objectContaining({ alarm: 'cartridgeRemoved', priority: 'high' })]),
    );
    await expectStill(pump);
  },
);

test.each(IN_CHANGE)(
  'SR-056 SR-051 path 8: the cartridge comes out in a change while it is %s',
  req('SR-056', 'SR-051'),
  async (_state, way) => {
    const pump = await pulledAfter(way);
    expect(pump.shown().map(({ alarm }) => alarm)).not.toContain('cartridgeRemoved');
    await expectStill(pump);
    expect(pump.shown().map(({ alarm }) => alarm)).toContain('changeIncomplete');
  },
);
