import { expect, test } from 'vitest';
import { requirements } from '../../specs/requirements/index.ts';
import { ALARMS, alarmNames } from '../../src/domain/alarms.ts';
import { HARD, TIMING } from '../../src/domain/limits.ts';
import { isCode, project } from './source.ts';

const lines = project()
  .filter(source => isCode(source) && !source.path.startsWith('test/'))
  .flatMap(({ path, text }) => text.split('\n').map((text, index) => ({ path, line: index + 1, text })));

/** Where a search for this text ends: every line that defines it. */
const defining = (pattern: RegExp): readonly string[] =>
  lines.filter(({ text }) => pattern.test(text)).map(({ path, line }) => `${path}:${line}`);

test('a search for the id of an alarm finds exactly one defining line', () => {
  const found = alarmNames.map(name => [
    ALARMS[name].id,
    defining(new RegExp(`^\\s*id: '${ALARMS[name].id}',$`)),
  ]);
  expect(found.filter(([, where]) => where?.length !== 1)).toEqual([]);
  expect(found.length).toBeGreaterThanOrEqual(58);
});

test('a search for the id of a requirement finds exactly one defining line', () => {
  const found = requirements.map(({ id }) => [id, defining(new RegExp(`^\\s*id: '${id}',$`))]);
  expect(found.filter(([, where]) => where?.length !== 1)).toEqual([]);
});

test('a search for the name of a limit finds exactly one defining line beside its setting', () => {
  const names = [...Object.keys(HARD), ...Object.keys(TIMING)];
  const found = names.map(name => {
    const where = defining(new RegExp(`^\\s*${name}: [^;]+,( //.*)?$`));
    return [name, where.filter(place => place.startsWith('src/domain/limits'))];
  });
  expect(found.filter(([, where]) => where?.length !== 1)).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
});
