import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { root } from '../house/source.ts';
import { SLOW_PATH } from './judges.ts';
import { titled } from './registry.ts';

test('the name of a test has the values that its title uses, and no other', () => {
  const settings = { basalProfile: [{ fromMinute: 0, rateUuPerHour: 800_000 }] };
  expect(titled('it is suspended', [settings])).toBe('it is suspended');
  expect(titled('waits when %s', ['it is suspended', settings])).toBe('waits when it is suspended');
  expect(titled('%d counts of %i', [10, 12, settings])).toBe('10 counts of 12');
  expect(titled('serves $key, $other', [{ key: 'autoOff', name: 'x' }])).toBe('serves autoOff, $other');
});

test('each test that is listed as slow is registered by that name', () => {
  const names = z.array(z.string());
  const listed = names.parse(JSON.parse(readFileSync(SLOW_PATH, 'utf8')));
  const printed = execFileSync(process.execPath, ['test/mutation/names.ts'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 16 * 1024 ** 2,
  });
  const registered = new Set(names.parse(JSON.parse(printed)));
  expect(registered.size).toBeGreaterThan(listed.length);
  expect(listed.length).toBeGreaterThan(0);
  expect(listed.filter(name => !registered.has(name))).toEqual([]);
});
