import { expect, test } from 'vitest';
import { requirements } from '../../specs/requirements/index.ts';
import {
  ALARMS,
  type AlarmKind,
  alarmNames,
  gradeNames,
  gradeOf,
  isAlarmName,
  isGradeName,
  stopsBolus,
  stopsTherapy,
} from '../../src/domain/alarms.ts';
import { req } from '../support/req.ts';
import { analysed } from './alarmRows.ts';

const rows: readonly AlarmKind[] = Object.values(ALARMS);
/** The row of a name in the requirements; throws without one. */
const rowOf = (id: string): AlarmKind => {
  const row = rows.find(each => each.id === id);
  if (row === undefined) throw new Error(`there is no alarm ${id}`);
  return row;
};

/** Whether a sentence holds this number with this unit, and not as the end of a longer one. */
const holds = (sentence: string, threshold: string): boolean =>
  sentence
    .split(threshold)
    .some((before, index, parts) => index < parts.length - 1 && !/[\d.]$/.test(before));

const gradesOf = (row: AlarmKind) => gradeNames.flatMap(name => row[name] ?? []);

test('the alarm table has the rows A-01 to A-59, each once', () => {
  const expected = Array.from({ length: 59 }, (_, index) => `A-${String(index + 1).padStart(2, '0')}`);
  expect(rows.map(({ id }) => id).toSorted()).toEqual(expected);
});

test('every row says in sentences when it comes, how it goes and what a person does', () => {
  for (const { id, title, trigger, clears, remedy } of rows) {
    for (const sentence of [trigger, clears, remedy]) expect(sentence, id).toMatch(/^[A-Z].*\.$/s);
    expect(title, id).toMatch(/^[A-Z].*[^.]$/);
  }
});

test('the analysis has each of them, once', () => {
  expect(analysed.map(({ id }) => id)).toEqual(rows.map(({ id }) => id).toSorted());
});

test.each(analysed)(
  '$id is as bad, and stays as long, as the analysis says',
  ({ id, grades, latching, again }) => {
    const row = rowOf(id);
    expect(gradesOf(row).map(({ priority, stops }) => `${priority}/${stops}`)).toEqual(grades);
    expect({ latching: row.latching, again: row.again }).toEqual({ latching, again });
  },
);

test('a sentence that tells when an alarm comes holds the thresholds of the analysis', () => {
  const told = analysed.flatMap(({ id, thresholds }) => thresholds.map(each => ({ id, each })));
  expect(told.length).toBeGreaterThan(60);
  const missing = told.filter(({ id, each }) => !holds(rowOf(id).trigger, each));
  expect(missing).toEqual([]);
});

test('what is signalled each minute is the countdown to the automatic stop, and nothing else', () => {
  expect(rows.filter(({ escalation }) => escalation !== undefined).map(({ id }) => id)).toEqual(['A-32']);
  expect(rowOf('A-32').escalation).toBe('countdown');
});

test('every row is asked for by a requirement, and what names alarms is asked of one of them', () => {
  for (const row of rows) expect(row.req.length, row.id).toBeGreaterThan(0);
  const naming = requirements.flatMap(({ id, text }) => {
    const names = text.match(/A-\d\d/g);
    return names === null ? [] : [{ id, names }];
  });
  expect(naming.length).toBeGreaterThan(5);
  for (const { id, names } of naming)
    expect(
      names.flatMap(name => rowOf(name).req),
      id,
    ).toContain(id);
});

test('SR-087 no LOW alarm and no information signal stops therapy or a bolus', req('SR-087'), () => {
  const quiet = rows.flatMap(gradesOf).filter(({ priority }) => priority === 'low' || priority === 'info');
  expect(quiet.length).toBeGreaterThan(10);
  for (const { stops } of quiet) expect(['nothing', 'automation']).toContain(stops);
});

test('SR-080 every alarm that stops therapy is HIGH and latches', req('SR-080'), () => {
  const stopping = rows.filter(row => gradesOf(row).some(stopsTherapy));
  expect(stopping.length).toBeGreaterThan(20);
  for (const row of stopping) {
    expect(row.latching, row.id).toBe(true);
    for (const grade of gradesOf(row).filter(stopsTherapy)) expect(grade.priority, row.id).toBe('high');
  }
});

test('a grade is worse than the one before it: more urgent, or it stops more', () => {
  const urgency = ['info', 'low', 'medium', 'high'];
  const reach = ['nothing', 'automation', 'bolus', 'therapy', 'forGood'];
  for (const row of rows) {
    const grades = gradesOf(row);
    for (const [at, grade] of grades.entries()) {
      const before = grades[at - 1];
      if (before === undefined) continue;
      const [louder, wider] = [
        urgency.indexOf(grade.priority) - urgency.indexOf(before.priority),
        reach.indexOf(grade.stops) - reach.indexOf(before.stops),
      ];
      expect(Math.min(louder, wider), row.id).toBeGreaterThanOrEqual(0);
      expect(louder + wider, row.id).toBeGreaterThan(0);
    }
  }
});

test('a grade that a row does not have is a defect of ours', () => {
  expect(gradeOf('suspensionReminder', 'worst').priority).toBe('high');
  expect(() => gradeOf('occlusion', 'worse')).toThrow('occlusion has no grade "worse"');
});

test('no row is still to come', () => {
  expect(alarmNames.filter(name => ALARMS[name].due !== undefined)).toEqual([]);
});

test('the names of alarms and grades are those of the table, and nothing else is one', () => {
  for (const name of alarmNames) expect(isAlarmName(name)).toBe(true);
  for (const name of gradeNames) expect(isGradeName(name)).toBe(true);
  for (const other of ['', 'first ', 'A-15', null, undefined, 0]) {
    expect(isAlarmName(other)).toBe(false);
    expect(isGradeName(other)).toBe(false);
  }
});

test('of all grades, those that say so end boluses, those that stop therapy do that, and no other does either', () => {
  const grades = rows.flatMap(gradesOf);
  expect(grades.filter(stopsBolus).length).toBeGreaterThan(0);
  for (const grade of grades) {
    expect(stopsBolus(grade)).toBe(grade.stops === 'bolus');
    expect(stopsTherapy(grade)).toBe(['therapy', 'forGood'].includes(grade.stops));
  }
});
