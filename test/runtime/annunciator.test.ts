import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alarmMachine } from '../../machines/alarm/alarm.ts';
import { ALARMS, type AlarmName, alarmNames, gradeNames, gradeOf } from '../../src/domain/alarms.ts';
import { annunciationOf } from '../../src/runtime/annunciator.ts';
import { takeEvent } from '../../src/runtime/charts.ts';
import { blankState, type PumpState } from '../../src/runtime/state.ts';
import { req } from '../support/req.ts';

const raised = fc.constantFrom(...alarmNames).chain(alarm =>
  fc.record({
    alarm: fc.constant(alarm),
    grade: fc.constantFrom(...gradeNames.filter(grade => ALARMS[alarm][grade] !== undefined)),
    at: fc.integer({ min: 0, max: 1_000 }),
    answer: fc.constantFrom('nothing', 'alarm.acknowledged', 'alarm.paused'),
  }),
);
type Raised = typeof raised extends fc.Arbitrary<infer Value> ? Value : never;

/** The alarms after each was raised at its time; `answer` is what a person did about it. */
const alarmsOf = (list: readonly Raised[]): Pick<PumpState, 'alarms' | 'since'> =>
  list.reduce<Pick<PumpState, 'alarms' | 'since'>>(({ alarms, since }, { alarm, grade, at, answer }) => {
    const sounding = takeEvent(alarmMachine, alarms[alarm], { type: 'alarm.raised', grade }).next;
    const next = answer === 'nothing' ? sounding : takeEvent(alarmMachine, sounding, { type: answer }).next;
    return {
      alarms: { ...alarms, [alarm]: next },
      since: { ...since, [alarm]: { monoMs: at, wallMs: at } },
    };
  }, blankState());

const URGENCY = ['high', 'medium', 'low', 'info'];
const isOver = ({ alarm, answer }: Raised): boolean =>
  ALARMS[alarm].again === 'never' && answer === 'alarm.acknowledged';

test(
  'SR-084 every active alarm is listed once, the most urgent first, and of these the earliest',
  req('SR-084'),
  () => {
    fc.assert(
      fc.property(fc.uniqueArray(raised, { selector: ({ alarm }) => alarm, maxLength: 12 }), list => {
        const { alarms, since } = alarmsOf(list);
        const shown = annunciationOf(alarms, since);
        const active: readonly AlarmName[] = list.filter(each => !isOver(each)).map(({ alarm }) => alarm);
        expect(shown.map(({ alarm }) => alarm).toSorted()).toEqual(active.toSorted());
        for (const { alarm, grade } of list) {
          const found = shown.find(each => each.alarm === alarm);
          if (found) expect(found.priority).toBe(gradeOf(alarm, grade).priority);
        }
        for (const [at, alarm] of shown.entries()) {
          const next = shown[at + 1];
          if (next === undefined) continue;
          const [mine, theirs] = [alarm, next].map(({ priority }) => URGENCY.indexOf(priority));
          expect(mine).toBeLessThanOrEqual(theirs ?? 0);
          if (mine === theirs) expect(alarm.sinceMonoMs).toBeLessThanOrEqual(next.sinceMonoMs);
        }
      }),
    );
  },
);
