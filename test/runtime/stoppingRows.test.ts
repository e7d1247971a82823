import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RequirementId } from '../../specs/requirements/index.ts';
import { ALARMS, type AlarmName, alarmNames, gradeNames, stopsTherapy } from '../../src/domain/alarms.ts';
import type { Fact } from '../../src/domain/facts.ts';
import type { PumpState } from '../../src/runtime/state.ts';
import { type CorePump, corePump } from '../support/corePump.ts';
import { req } from '../support/req.ts';

const MINUTE = 60_000;
const isDelivering = ({ pump }: PumpState): boolean => pump.matches({ permission: 'delivering' });

const facts =
  (...given: readonly Fact[]) =>
  async (pump: CorePump): Promise<void> => {
    for (const fact of given) await pump.give(fact);
  };

/** What raises each row that stops therapy, at that grade, in a pump that delivers. */
const CASES: Readonly<Record<string, (pump: CorePump) => Promise<void>>> = {
  'occlusion first': async pump => {
    await pump.wait(10 * MINUTE);
    pump.devices.mood.forceMn = 16_000;
    await pump.wait(10 * MINUTE);
  },
  'cartridgeRemoved first': facts({ type: 'cartridge.removed' }),
  'motorStall first': async pump => {
    pump.devices.mood.stalled = true;
    await pump.wait(10 * MINUTE);
  },
  'encoderMismatch first': facts({ type: 'encoder.counted', counts: 60 }),
  'overDelivery first': facts({ type: 'motor.arrived', pulse: 99 }),
  'motorOnTooLong first': facts({ type: 'motor.cut' }),
  'periodicTestFailed first': facts({ type: 'check.failed', item: 'program', reason: 'changed' }),
  'settingsInvalid first': facts({ type: 'settings.lost', reason: 'changed' }),
  'sounderFault worse': facts({
    type: 'sounder.tested',
    speaker: 'dead',
    vibrator: 'dead',
    buzzer: 'working',
  }),
  'watchdogReset first': facts({ type: 'watchdog.fired', cause: 'watchdog' }),
  'supervisorLost first': facts({ type: 'supervisor.vetoed', reason: 'too many pulses' }),
  'internalFault first': facts({ type: 'fault.latched', reason: 'planted' }),
  'batteryDepleted first': facts({
    type: 'battery.measured',
    percent: 1,
    millivolts: 3_500,
    minutesLeft: 6,
  }),
  'temperature worse': facts({ type: 'temperature.measured', insideDeciC: 300, batteryDeciC: 530 }),
  'pressure first': facts({ type: 'pressure.measured', pascals: 69_000 }),
  'watchdogReset worse': facts(
    { type: 'watchdog.fired', cause: 'watchdog' },
    { type: 'watchdog.fired', cause: 'brownOut' },
  ),
  'forceLost first': async pump => {
    await pump.wait(20 * MINUTE);
    pump.devices.mood.forceMn = 0;
    await pump.wait(10 * MINUTE);
  },
  'journalFailed first': facts({ type: 'journal.setAside', kept: 'journal.jsonl.damaged', reason: 'line 2' }),
  'journalFailed worse': facts({ type: 'journal.failed', reason: 'disk full' }),
};

const off: Fact = { type: 'power.lost', cause: 'operator' };
const on: Fact = { type: 'power.applied', boot: 'again', gapMs: 1_000 };

/** Rows that are raised where nothing is delivered: they keep it so. */
const AT_REST: typeof CASES = {
  'selfTestFailed first': facts(off, on, { type: 'selfTest.failed', item: 'motor', reason: 'energised' }),
  'cartridgeFault first': async pump => {
    await facts(
      { type: 'change.requested' },
      { type: 'cartridge.removed' },
      { type: 'set.disconnected' },
      { type: 'rewind.requested' },
    )(pump);
    await pump.wait(MINUTE);
    pump.devices.mood.forceMn = 50_000;
    await pump.give({ type: 'cartridge.inserted' });
    await pump.wait(MINUTE);
  },
};
const cases = { ...CASES, ...AT_REST };

/** Rows that a story or another test shows, with the place. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'alarmStorm first': 'specs/scenarios/alarm-storm.txt',
  'autoOff first': 'test/runtime/suspension.test.ts',
  'clockLost worst': 'test/runtime/suspension.test.ts',
  'motorStall worse': 'specs/scenarios/stall-again.txt',
  'powerInterrupted first': 'specs/scenarios/power-cut.txt',
  'reservoirEmpty first': 'specs/scenarios/reservoir.txt',
};

/** Requirements that ask for a row by its cause. */
const SERVES: Readonly<Partial<Record<AlarmName, RequirementId>>> = {
  cartridgeRemoved: 'SR-056',
  cartridgeFault: 'SR-061',
  forceLost: 'SR-062',
  motorOnTooLong: 'SR-009',
  selfTestFailed: 'SR-064',
};

const rows = alarmNames.flatMap(name =>
  gradeNames.flatMap(grade => {
    const kind = ALARMS[name];
    const how = kind[grade];
    return how !== undefined && kind.due === undefined && stopsTherapy(how)
      ? [
          {
            name,
            grade,
            key: `${name} ${grade}`,
            serves: SERVES[name] ?? '',
            forGood: how.stops === 'forGood',
          },
        ]
      : [];
  }),
);

test('every row of the table that stops therapy, at each grade, is shown to stop it', req('SR-080'), () => {
  const shown = [...Object.keys(cases), ...Object.keys(ELSEWHERE)];
  expect(shown.toSorted()).toEqual(rows.map(({ key }) => key).toSorted());
  for (const [key, place] of Object.entries(ELSEWHERE)) {
    const name = key.split(' ')[0] ?? '';
    const text = readFileSync(join(import.meta.dirname, '../..', place), 'utf8');
    const { title } = ALARMS[alarmNames.find(known => known === name) ?? 'internalFault'];
    expect(text.includes(title.toUpperCase()) || text.includes(name), `${place} tells of ${name}`).toBe(true);
  }
});

const alarmIn = ({ annunciation }: PumpState, name: AlarmName) =>
  annunciation.find(({ alarm }) => alarm === name);

describe('a stop that nobody commanded', () => {
  test.each(rows.filter(({ key }) => key in cases))(
    'SR-080 SR-039 $serves $key: a HIGH alarm in that very step, until a person acts, and no resume before',
    async ({ name, key, forGood }) => {
      const pump = await corePump();
      await pump.give({ type: 'resume.requested' });
      expect(isDelivering(pump.runtime.state())).toBe(true);
      await cases[key]?.(pump);
      const stop =
        key in CASES
          ? pump.steps.find(({ before, state }) => isDelivering(before) && !isDelivering(state))
          : pump.steps.find(({ state }) => alarmIn(state, name) !== undefined);
      expect(stop && alarmIn(stop.state, name)).toMatchObject({ priority: 'high', signal: 'sounding' });
      const moved = pump.devices.commanded.length;
      await pump.give({ type: 'resume.requested' });
      expect(isDelivering(pump.runtime.state())).toBe(false);
      const refusals = pump.steps.at(-1)?.commands.filter(({ type }) => type === 'refuse') ?? [];
      expect(JSON.stringify(refusals)).toContain(ALARMS[name].remedy);
      expect(pump.runtime.state().pump.matches({ life: 'failSafe' })).toBe(forGood);
      await pump.give({ type: 'alarm.acknowledged', alarm: name });
      expect(alarmIn(pump.runtime.state(), name)).toMatchObject({ priority: 'high' });
      await pump.wait(5 * MINUTE);
      expect(alarmIn(pump.runtime.state(), name)).toMatchObject({ priority: 'high' });
      expect(pump.devices.commanded).toHaveLength(moved);
    },
  );
});
