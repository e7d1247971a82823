import { describe, expect, test } from 'vitest';
import type { RequirementId } from '../../specs/requirements/index.ts';
import { ALARMS, type AlarmName, alarmNames, gradeNames, stopsTherapy } from '../../src/domain/alarms.ts';
import type { PumpState } from '../../src/runtime/state.ts';
import { AT_REST, afterRaising, type Raising, raisedIn, STOPPING } from '../support/raising.ts';
import { req } from '../support/req.ts';

const MINUTE = 60_000;
const isDelivering = ({ pump }: PumpState): boolean => pump.matches({ permission: 'delivering' });

const cases: Readonly<Record<string, Raising>> = { ...STOPPING, ...AT_REST };

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
  expect(Object.keys(cases).toSorted()).toEqual(rows.map(({ key }) => key).toSorted());
});

const alarmIn = ({ annunciation }: PumpState, name: AlarmName) =>
  annunciation.find(({ alarm }) => alarm === name);

describe('a stop that nobody commanded', () => {
  test.each(rows)(
    'SR-080 SR-039 $serves $key: a HIGH alarm in that very step, until a person acts, and no resume before',
    async ({ name, key, forGood }) => {
      const raising: Raising | undefined = cases[key];
      if (raising === undefined) throw new Error(`nothing here raises ${key}`);
      const pump = await afterRaising(raising);
      const stop =
        key in STOPPING
          ? pump.steps.find(({ before, state }) => isDelivering(before) && !isDelivering(state))
          : pump.steps.find(step => raisedIn(step).includes(key));
      expect(stop && raisedIn(stop).includes(key), 'raised in the step that stops').toBe(true);
      expect(stop && isDelivering(stop.state)).toBe(false);
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
