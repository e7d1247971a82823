import { describe, expect, test } from 'vitest';
import { type Fact, factSchema } from '../../src/domain/facts.ts';
import { isByHand } from '../../src/domain/ledger/attendance.ts';
import { emptyLedger, nextDeadline } from '../../src/domain/ledger/ledger.ts';
import { req } from '../support/req.ts';
import { flat, running, types } from './bench.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const wanted = flat(1_000_000, { autoOffHours: 5 });

const ofAutoOff = (all: readonly { readonly type: string }[]): readonly string[] =>
  all.map(({ type }) => type).filter(type => type.startsWith('autoOff.'));

/** Acts of a person, one of each source. */
const ACTS: readonly Fact[] = [
  { type: 'bolus.cancelled' },
  { type: 'suspend.requested' },
  { type: 'resume.requested', origin: 'user' },
  { type: 'tempBasal.cancelled' },
  { type: 'alarm.acknowledged', alarm: 'autoOffWarning' },
  { type: 'zone.changed', utcOffsetMinutes: 0, cause: 'travel' },
  { type: 'clock.set' },
  { type: 'sleep.started' },
  { type: 'exercise.started' },
  { type: 'reminder.snoozed', reminder: 'siteChange' },
  { type: 'automation.enabled' },
  { type: 'automation.disabled' },
];

/** Every fact that somebody at the pump brings about: by its keys and its screen, or with a cartridge in hand. */
const BY_HAND: readonly Fact['type'][] = [
  'bolus.requested',
  'bolus.confirmed',
  'bolus.confirmedAgain',
  'bolus.cancelled',
  'suspend.requested',
  'resume.requested',
  'tempBasal.requested',
  'tempBasal.cancelled',
  'alarm.acknowledged',
  'alarm.paused',
  'reminder.snoozed',
  'lowSuspend.overruled',
  'settings.proposed',
  'settings.confirmed',
  'settings.discarded',
  'clock.set',
  'zone.changed',
  'carbs.entered',
  'glucose.entered',
  'automation.enabled',
  'automation.disabled',
  'sleep.started',
  'exercise.started',
  'activity.ended',
  'target.started',
  'target.cancelled',
  'pairing.opened',
  'screen.touched',
  'screen.unlocked',
  'screen.locked',
  'entry.opened',
  'entry.closed',
  'button.pressed',
  'button.released',
  'change.requested',
  'change.cancelled',
  'set.disconnected',
  'cartridge.removed',
  'cartridge.inserted',
  'cartridge.replaced',
  'rewind.requested',
  'prime.started',
  'prime.held',
  'prime.stopped',
  'prime.skipped',
  'fill.requested',
  'fill.cancelled',
  'fill.skipped',
];

describe('SR-044 auto-off', () => {
  test('is off unless the settings want it', req('SR-044'), () => {
    const pump = running(flat(1_000_000));
    pump.run(30 * HOUR);
    expect(ofAutoOff(pump.heard)).toEqual([]);
  });

  test('warns 15 min before its time and is reached at its time, to the millisecond', req('SR-044'), () => {
    const pump = running(wanted);
    pump.run(5 * HOUR - 15 * MINUTE - 1);
    expect(ofAutoOff(pump.heard)).toEqual(['autoOff.armed']);
    pump.run(1);
    expect(ofAutoOff(pump.heard)).toEqual(['autoOff.armed', 'autoOff.near']);
    pump.run(15 * MINUTE - 1);
    expect(ofAutoOff(pump.heard)).toHaveLength(2);
    pump.run(1);
    expect(ofAutoOff(pump.heard).at(-1)).toBe('autoOff.reached');
  });

  test.each(ACTS)('14 min 59 s into the warning, $type is in time', req('SR-044'), act => {
    const pump = running(wanted);
    pump.run(5 * HOUR - 1_000);
    expect(types(pump.take(act))).toContain('autoOff.answered');
    pump.run(5 * HOUR - 15 * MINUTE - 1);
    expect(ofAutoOff(pump.heard)).not.toContain('autoOff.reached');
    pump.run(1);
    expect(ofAutoOff(pump.heard).at(-1)).toBe('autoOff.near');
  });

  test('every act of a person is one, and no other fact is', req('SR-044'), () => {
    const types = factSchema.options.map(({ shape }) => shape.type.value);
    const known = types.filter(type => isByHand(emptyLedger, { type } as Fact));
    expect(known.toSorted()).toEqual(BY_HAND.toSorted());
    expect(types.length - known.length).toBeGreaterThan(50);
  });

  test('an act that a paired remote has caused is none of the person', req('SR-044'), () => {
    const principal = 'ab12cd34ef56ab78';
    const paired = {
      ...emptyLedger,
      remote: { partners: { [principal]: 'controller' }, permission: null },
    } as const;
    const remote: Fact = { type: 'bolus.confirmed', bolus: `${principal}-7` };
    expect(isByHand(paired, remote)).toBe(false);
    expect(isByHand(paired, { type: 'bolus.confirmed', bolus: 'lunch' })).toBe(true);
  });

  test('what a remote, a device or the clock does is no act of the person', req('SR-044'), () => {
    const pump = running(wanted);
    const principal = 'ab12cd34ef56ab78';
    pump.take({ type: 'remote.paired', principal, role: 'controller' });
    pump.run(5 * HOUR - 1_000);
    const others: readonly Fact[] = [
      { type: 'bolus.confirmed', bolus: `${principal}-7` },
      { type: 'suspend.requested', origin: 'remote' },
      { type: 'cgm.measured', mgPerDl: 100, sequence: 1 },
      { type: 'force.measured', forceMn: 1_000 },
      { type: 'controller.failed', question: 1, how: 'threw', reason: 'planted' },
    ];
    for (const fact of others) expect(ofAutoOff(pump.take(fact))).toEqual([]);
    pump.run(1_000);
    expect(ofAutoOff(pump.heard).at(-1)).toBe('autoOff.reached');
  });

  test('does not count while delivery is stopped, and starts anew with it', req('SR-044'), () => {
    const pump = running(wanted);
    pump.run(4 * HOUR);
    pump.give({ type: 'stopDelivery' });
    expect(ofAutoOff(pump.take({ type: 'clock.reached' }))).toEqual(['autoOff.disarmed']);
    pump.run(10 * HOUR);
    pump.give({ type: 'startDelivery' });
    pump.run(5 * HOUR - 15 * MINUTE - 1);
    expect(ofAutoOff(pump.heard)).not.toContain('autoOff.near');
  });
});

describe('SR-042 a suspension for a chosen time', () => {
  test('is told once when it is over, and nothing starts', req('SR-042'), () => {
    const pump = running(flat(1_000_000));
    pump.run(HOUR);
    const before = pump.counted.length;
    pump.give({ type: 'stopDelivery' });
    pump.take({ type: 'suspend.requested', durationMs: 30 * MINUTE });
    pump.run(30 * MINUTE - 1);
    expect(types(pump.heard)).not.toContain('suspension.expired');
    expect(nextDeadline(pump.ledger)).toBe(pump.at().monoMs + 1);
    pump.run(3 * HOUR);
    expect(types(pump.heard).filter(type => type === 'suspension.expired')).toHaveLength(1);
    expect(pump.ledger.delivering).toBe(false);
    expect(pump.counted).toHaveLength(before);
  });

  test('is forgotten when delivery starts before', req('SR-042'), () => {
    const pump = running(flat(1_000_000));
    pump.give({ type: 'stopDelivery' });
    pump.take({ type: 'suspend.requested', durationMs: 30 * MINUTE });
    pump.run(10 * MINUTE);
    expect(types(pump.give({ type: 'startDelivery' }))).toEqual(['delivery.started']);
    pump.run(HOUR);
    expect(types(pump.heard)).not.toContain('suspension.expired');
  });
});
