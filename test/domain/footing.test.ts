import { describe, expect, test } from 'vitest';
import {
  automationDeadline,
  obstaclesOf,
  passAutomation,
  sayFooting,
  withAutomation,
} from '../../src/domain/ledger/automation.ts';
import type { Automation } from '../../src/domain/ledger/automationState.ts';
import type { Ledger } from '../../src/domain/ledger/ledger.ts';
import { microunitsPerHour, monoMs } from '../../src/domain/units.ts';
import { req } from '../support/req.ts';
import { shared } from '../support/shared.ts';
import { AUTOMATED, see, wanted } from './automated.ts';
import { types } from './bench.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const U = 1_000_000;

/** A pump that may be steered, and the moment. */
const ready = shared(() => {
  const pump = wanted();
  see(pump, [150, 152, 151]);
  return { ledger: pump.ledger, now: pump.at().monoMs };
});
const soon = (minutes: number) => monoMs(ready().now + minutes * MINUTE);
const ledgerWith = (automation: Partial<Automation>, change: Partial<Ledger> = {}): Ledger =>
  withAutomation({ ...ready().ledger, ...change }, automation);

/** What is said of this ledger when it is to be said anew. */
const saidOf = (change: Partial<Ledger> = {}, automation: Partial<Automation> = {}, ms = 0) =>
  sayFooting(ledgerWith({ said: null, ...automation }, change), monoMs(ready().now + ms)).derived;

describe('SR-098 where automation stands', () => {
  test('is told with all that excludes it, in words', req('SR-098'), () => {
    const { ledger, now } = ready();
    expect(obstaclesOf(ledger, now)).toEqual([]);
    const stopped = { ...ledger, delivering: false, settings: { ...AUTOMATED, automation: 'off' as const } };
    expect(obstaclesOf(withAutomation(stopped, { isEnabled: false }), now)).toEqual([
      'Automation is off.',
      'No controller is chosen in the settings.',
      'Delivery is suspended.',
    ]);
    const pump = wanted();
    pump.take({ type: 'tempBasal.requested', percent: 50, durationMs: HOUR });
    pump.give({ type: 'startTempBasal' });
    pump.take({ type: 'bolus.requested', bolus: 'e', kind: 'extended', amountUu: U, durationMs: HOUR });
    pump.give({ type: 'startExtended' });
    expect(obstaclesOf(pump.ledger, pump.at().monoMs)).toEqual([
      'A temporary basal runs.',
      'An extended bolus runs.',
    ]);
  });

  test('unknown insulin on board excludes it until the moment when it is known again', req('SR-098'), () => {
    const { ledger } = ready();
    const says = (minutes: number) => obstaclesOf({ ...ledger, unknownUntil: soon(5) }, soon(minutes));
    expect(says(5 - 1 / MINUTE)).toEqual(['Insulin on board is unknown.']);
    expect(says(5)).toEqual([]);
  });

  test('the third reading is at most 18 min old, and the newest without a doubt', req('SR-098'), () => {
    const silent = 'No controller has answered.';
    expect(saidOf()).toEqual([{ type: 'automation.ready', reasons: [silent] }]);
    // The third is ten minutes older than the newest, which is of now.
    expect(types(saidOf({}, {}, 8 * MINUTE))).toEqual(['automation.ready']);
    expect(saidOf({}, {}, 8 * MINUTE + 1)).toEqual([
      { type: 'automation.unready', reasons: ['Three fresh glucose readings are needed.', silent] },
    ]);
    const glucose = { ...ready().ledger.glucose, doubts: ['jump', 'noisy'] as const };
    expect(saidOf({ glucose })).toEqual([
      { type: 'automation.unready', reasons: ['The last reading is in doubt: jump, noisy.', silent] },
    ]);
  });

  test('a controller that has answered before is waited for in other words', req('SR-098'), () => {
    expect(saidOf({}, { heardUntil: soon(5) })).toEqual([
      { type: 'automation.ready', reasons: ['It starts with the next answer of the controller.'] },
    ]);
  });

  test('a choice that a person has taken back is told as no loss, and once', req('SR-098'), () => {
    const off = { settings: { ...AUTOMATED, automation: 'off' as const } };
    expect(types(saidOf(off, { said: 'ready' }))).toEqual(['automation.disabled']);
    // Who wants it before there is a choice is told what is missing.
    expect(types(saidOf(off))).toEqual(['automation.obstructed']);
    expect(saidOf(off, { said: 'ended' })).toEqual([]);
  });
});

describe('SR-094 time passes for automation', () => {
  const command = (minutes: number) => ({ rate: microunitsPerHour(2 * U), endsAt: soon(minutes) });
  const exercise = (minutes: number) => ({ activity: 'exercise', endsAt: soon(minutes) }) as const;
  const passed = (automation: Partial<Automation>, minutes: number) => {
    const { ledger, derived } = passAutomation(
      ledgerWith({ steering: 'controller', ...automation }),
      soon(minutes),
    );
    return { derived: types(derived), ...ledger.automation };
  };
  const just = 1 / MINUTE;

  test('a command ends at its end, and nothing else with it', req('SR-094'), () => {
    const both = { command: command(5), doing: exercise(9), heardUntil: soon(10) };
    expect(passed(both, 5 - just)).toMatchObject({ derived: [], ...both });
    expect(passed(both, 5)).toMatchObject({ ...both, derived: [], command: null, rate: null });
  });

  test('an activity ends at its end, is told, and leaves the command', req('SR-094'), () => {
    const both = { command: command(9), doing: exercise(5), heardUntil: soon(10) };
    expect(passed(both, 5 - just)).toMatchObject({ derived: [], ...both });
    expect(passed(both, 5)).toMatchObject({ ...both, derived: ['activity.expired'], doing: null });
  });

  test('an answer lapses with its command', req('SR-094'), () => {
    const both = { command: command(9), heardUntil: soon(5) };
    expect(passed(both, 5)).toMatchObject({
      derived: ['automation.lapsed'],
      command: null,
      heardUntil: null,
    });
  });

  test('SR-100 four hours at the most, two and a half at the least are too long', req('SR-100'), () => {
    for (const [which, ms] of [
      ['most', 4 * HOUR],
      ['least', 2.5 * HOUR],
    ] as const) {
      const extreme = { which, since: ready().now };
      const { ledger } = ready();
      expect(automationDeadline(withAutomation(ledger, { extreme }))).toBe(ready().now + ms);
      expect(passed({ extreme }, ms / MINUTE - just).derived).toEqual([]);
      expect(passed({ extreme }, ms / MINUTE)).toMatchObject({
        derived: ['automation.saturated'],
        extreme: null,
      });
    }
  });
});
