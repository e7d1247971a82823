import { describe, expect, test } from 'vitest';
import type { Fact } from '../../src/domain/facts.ts';
import { nextDeadline } from '../../src/domain/ledger/ledger.ts';
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
