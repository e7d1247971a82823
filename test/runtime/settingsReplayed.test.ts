import { expect, test } from 'vitest';
import { exampleSettings } from '../../src/domain/settings.ts';
import { readJournal } from '../../src/runtime/journalRead.ts';
import { replay } from '../../src/runtime/recover.ts';
import { corePump } from '../support/corePump.ts';
import { req } from '../support/req.ts';

test('SR-105 settings are recorded whichever object they are, and replay alike', req('SR-105'), async () => {
  const pump = await corePump();
  await pump.give({ type: 'settings.changed', settings: exampleSettings });
  await pump.give({ type: 'settings.changed', settings: structuredClone(exampleSettings) });
  const given = pump.steps.filter(({ envelope }) => envelope.fact.type === 'settings.changed').slice(-2);
  for (const { commands } of given) expect(commands.map(({ type }) => type)).toContain('recordSettings');
  expect(given).toHaveLength(2);
  const reading = readJournal(`${pump.lines.join('\n')}\n`);
  if (!reading.ok) throw new Error(reading.error.problem);
  expect(replay(reading.read.entries)).toMatchObject({ same: true, firstDifference: null });
});
