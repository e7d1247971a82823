import { describe, expect, test } from 'vitest';
import { configurationHash } from '../../src/domain/configuration.ts';
import { attend, attendanceDueAt, watchAttendance } from '../../src/domain/ledger/attendance.ts';
import {
  noteAgreement,
  noteBattery,
  noteBeat,
  notePressure,
  noteTemperature,
  noteWatchdog,
} from '../../src/domain/ledger/conditions.ts';
import { absorb, emptyLedger, type Ledger, type Step } from '../../src/domain/ledger/ledger.ts';
import { monoMs } from '../../src/domain/units.ts';
import { req } from '../support/req.ts';
import { flat, running, types } from './bench.ts';
import { full, at as lastAt } from './fullLedger.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What is said step by step, each taken by the ledger of the one before. */
const said = (ledger: Ledger, steps: readonly ((ledger: Ledger) => Step)[]): readonly string[] => {
  let now = ledger;
  return steps.map(each => {
    const { ledger: next, derived } = each(now);
    now = next;
    return types(derived).join(' ');
  });
};

describe('what is measured of the pump itself is said when it is new, the first time too', () => {
  test('SR-068 of the battery', req('SR-068'), () => {
    const battery = (percent: number) => (ledger: Ledger) =>
      noteBattery(ledger, { type: 'battery.measured', percent, millivolts: 3_800, minutesLeft: 600 });
    expect(said(emptyLedger, [100, 90, 20, 19, 4, 100].map(battery))).toEqual([
      'battery.recovered',
      '',
      'battery.low',
      '',
      'battery.critical',
      'battery.recovered',
    ]);
    expect(battery(20)(emptyLedger).ledger.conditions.battery).toEqual({
      level: 'low',
      percent: 20,
      millivolts: 3_800,
      minutesLeft: 600,
    });
  });

  test('SR-108 of its temperature', req('SR-108'), () => {
    const temperature = (insideDeciC: number) => (ledger: Ledger) =>
      noteTemperature(ledger, { type: 'temperature.measured', insideDeciC, batteryDeciC: 250 });
    expect(said(emptyLedger, [250, 260, 400, 401, 460, 250].map(temperature))).toEqual([
      'temperature.settled',
      '',
      'temperature.warned',
      '',
      'temperature.exceeded',
      'temperature.settled',
    ]);
  });

  test('SR-108 of the pressure around it', req('SR-108'), () => {
    const pressure = (pascals: number, second: number) => (ledger: Ledger) =>
      notePressure(ledger, { type: 'pressure.measured', pascals }, monoMs(1_000 * second));
    expect(
      said(emptyLedger, [
        pressure(100_000, 0),
        pressure(100_001, 1),
        pressure(60_000, 100),
        pressure(60_000, 101),
        pressure(100_000, 200),
      ]),
    ).toEqual(['pressure.settled', '', 'pressure.exceeded', '', 'pressure.settled']);
  });

  test('SR-067 of resets, when it is the second within a day', req('SR-067'), () => {
    const reset = (atMs: number) => (ledger: Ledger) => noteWatchdog(ledger, monoMs(atMs));
    expect(said(emptyLedger, [reset(0), reset(23 * HOUR), reset(100 * HOUR)])).toEqual([
      '',
      'resets.repeated',
      '',
    ]);
  });

  test('SR-113 of a second channel that counts otherwise, once', req('SR-113'), () => {
    const hash = configurationHash(null);
    const beat =
      (pulses: number, by = hash) =>
      (ledger: Ledger) =>
        noteBeat(ledger, { pulses, hash: by });
    const agreed = (ledger: Ledger) => noteAgreement(ledger, { pulses: 7, hash });
    expect(said(emptyLedger, [agreed, beat(7), beat(9), beat(9), beat(7)])).toEqual([
      '',
      '',
      'supervisor.disagreed',
      '',
      '',
    ]);
    // One pulse off is borne once, and not at all while the pulse is under way.
    expect(said(emptyLedger, [agreed, beat(8), beat(8)])).toEqual(['', '', 'supervisor.disagreed']);
    const own = configurationHash(full.settings);
    const moving = [
      (ledger: Ledger) => noteAgreement({ ...ledger, flight: null }, { pulses: 7, hash: own }),
      (ledger: Ledger) => noteBeat({ ...ledger, flight: full.flight }, { pulses: 8, hash: own }),
      (ledger: Ledger) => noteBeat({ ...ledger, flight: full.flight }, { pulses: 8, hash: own }),
    ];
    expect(said(full, moving)).toEqual(['', '', '']);
    expect(said(emptyLedger, [(ledger: Ledger) => noteAgreement(ledger, { pulses: 7, hash: 'x' })])).toEqual([
      'supervisor.disagreed',
    ]);
  });
});

describe('SR-044 auto-off', () => {
  const counting: Ledger = {
    ...emptyLedger,
    delivering: true,
    settings: flat(1_000_000, { autoOffHours: 5 }),
    attendance: { since: monoMs(0), told: 'nothing' },
  };
  const at = (ms: number) => (ledger: Ledger) => watchAttendance(ledger, monoMs(ms));

  test('is said step by step, each once, and answered by an act', req('SR-044'), () => {
    const end = 5 * HOUR;
    const near = end - 15 * MINUTE;
    const act = (ms: number) => (ledger: Ledger) => attend(ledger, monoMs(ms));
    expect(
      said(counting, [at(1), at(2), at(near - 1), at(near), at(end - 1), at(end), at(end + 1), act(end + 2)]),
    ).toEqual(['autoOff.armed', '', '', 'autoOff.near', '', 'autoOff.reached', '', 'autoOff.answered']);
    expect(said(counting, [at(1), at(near), act(near + 1), act(near + 2), at(near + 3)])).toEqual([
      'autoOff.armed',
      'autoOff.near',
      'autoOff.answered',
      '',
      '',
    ]);
    // After an answer to the alarm it is counted from the beginning.
    const answered = attend(
      { ...counting, attendance: { since: monoMs(0), told: 'reached' } },
      monoMs(end + 2),
    );
    expect(answered.ledger.attendance).toEqual({ since: monoMs(end + 2), told: 'nothing' });
  });

  test.each(['armed', 'near'] as const)('%s, it is over when delivery stops', req('SR-044'), told => {
    const stopped = { ...counting, delivering: false, attendance: { since: monoMs(0), told } };
    expect(said(stopped, [at(1), at(2)])).toEqual(['autoOff.disarmed', '']);
  });

  test('asks to be looked at when it will have something to say', req('SR-044'), () => {
    const dueWhen = (told: Ledger['attendance']['told']): number | null =>
      attendanceDueAt({ ...counting, attendance: { since: monoMs(1_000), told } });
    expect(dueWhen('armed')).toBe(1_000 + 5 * HOUR - 15 * MINUTE);
    expect(dueWhen('near')).toBe(1_000 + 5 * HOUR);
    expect(dueWhen('reached')).toBeNull();
    expect(attendanceDueAt({ ...counting, delivering: false })).toBeNull();
  });
});

describe('one fact', () => {
  test('that ends a delay changes nothing of what is counted', () => {
    const taken = absorb(full, { seq: 1, ...lastAt, fact: { type: 'timer.pulseElapsed' } });
    expect(taken.ledger.claims).toBe(full.claims);
  });

  test(
    'SR-020 of a bolus that nobody looked after for half a minute is late; basal has a minute',
    req('SR-020'),
    () => {
      const stalled = (bolus: boolean, ms: number): boolean => {
        const pump = running(flat(1_000_000));
        pump.run(MINUTE);
        if (bolus) {
          pump.take({ type: 'bolus.requested', bolus: 'b', amountUu: 1_000_000 });
          pump.give({ type: 'startBolus' });
        }
        pump.pass(ms);
        return types(pump.take({ type: 'clock.reached' })).includes('delivery.interrupted');
      };
      expect([stalled(true, 30_000), stalled(true, 30_001)]).toEqual([false, true]);
      expect([stalled(false, 60_000), stalled(false, 60_001)]).toEqual([false, true]);
    },
  );

  test('of lost power ripens nothing: the time before it is nobody’s', () => {
    const pump = running(flat(1_000_000));
    pump.pass(10 * MINUTE);
    expect(types(pump.take({ type: 'power.lost', cause: 'supply' }))).not.toContain('delivery.interrupted');
  });

  test('of a journal that was read tells again of a clock that nothing vouches for', req('SR-078'), () => {
    const reading = (phase: Ledger['clock']['phase']): readonly string[] => {
      const pump = running(flat(1_000_000));
      const ledger: Ledger = { ...pump.ledger, clock: { ...pump.ledger.clock, phase } };
      const fact = { type: 'journal.read', verdict: 'clean' } as const;
      return types(absorb(ledger, { seq: 99, ...pump.at(), fact }).derived);
    };
    expect(reading('lost')).toContain('clock.lost');
    expect(reading('trusted')).not.toContain('clock.lost');
  });

  test('SR-110 from a remote is told as one, and one of a person is not', req('SR-110'), () => {
    for (const type of ['suspend.requested', 'resume.requested'] as const) {
      const heard = (origin: 'user' | 'remote'): readonly string[] =>
        types(running(flat(1_000_000)).take({ type, origin }));
      expect(heard('remote')).toContain('remote.commanded');
      expect(heard('user')).not.toContain('remote.commanded');
    }
  });
});

test('a ledger that has seen nothing owes nothing, has said nothing, and trusts no reading', () => {
  expect(emptyLedger).toMatchObject({
    delivering: false,
    basal: { accumulated: 0, owed: false },
    hourIsFull: false,
    basalIsWithheld: false,
    dayIsFull: false,
    glucose: { doubts: ['alone'], levelsAreSaid: false },
    reminders: {
      missedBolus: { at: null, said: false },
      glucoseCheck: { at: null, said: false },
      siteChange: { at: null, said: false },
    },
  });
});
