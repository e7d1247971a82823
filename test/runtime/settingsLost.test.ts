import { describe, expect, test } from 'vitest';
import { exampleSettings, type Settings } from '../../src/domain/settings.ts';
import { wallMs } from '../../src/domain/units.ts';
import { type Entry, encodeEntry, encodeHeader } from '../../src/runtime/journal.ts';
import { readJournal } from '../../src/runtime/journalRead.ts';
import { type Recovered, recover, type Watch } from '../../src/runtime/recover.ts';
import { type CorePump, corePump } from '../support/corePump.ts';
import { req } from '../support/req.ts';

const MINUTE = 60_000;

/** The lines that a pump leaves which has delivered for ten minutes and was switched off. */
const written = async (): Promise<readonly string[]> => {
  const pump = await corePump();
  await pump.give({ type: 'resume.requested' });
  await pump.wait(10 * MINUTE);
  expect(pump.devices.moved()).toBeGreaterThan(3);
  await pump.runtime.stop('operator');
  return pump.lines;
};

const readAs = (lines: readonly string[]) => {
  const reading = readJournal(`${lines.join('\n')}\n`);
  if (!reading.ok) throw new Error(`line ${reading.error.line}: ${reading.error.problem}`);
  return reading.read;
};

/** The journal with other settings in its record, and every line in order: what no chain of hashes can show. */
const rewritten = (lines: readonly string[], change: Partial<Settings>): readonly string[] => {
  const { header, entries } = readAs(lines);
  const { line, hash } = encodeHeader(header);
  const after = { ...exampleSettings, ...change };
  let last = hash;
  return [
    line,
    ...entries.map((entry): string => {
      const isRecord = entry.fact.type === 'settings.changed';
      const changed: Entry = isRecord
        ? {
            ...entry,
            fact: { type: 'settings.changed', settings: after },
            commands: [{ type: 'recordSettings', before: null, after }],
          }
        : entry;
      const next = encodeEntry(changed, last);
      last = next.hash;
      return next.line;
    }),
  ];
};

/** Ten minutes after the last line. */
const recovered = (lines: readonly string[], settings: Settings | null, watch?: Watch): Recovered => {
  const read = readAs(lines);
  const wall = wallMs((read.entries.at(-1)?.wallMs ?? 0) + 10 * MINUTE);
  return recover(read, { boot: `boot ${lines.length}`, wallMs: wall, settings, preparation: [] }, watch);
};

/** Acknowledges whatever there is, and asks for delivery. */
const wantsDelivery = async (pump: CorePump): Promise<boolean> => {
  for (const { alarm } of pump.shown()) await pump.give({ type: 'alarm.acknowledged', alarm });
  await pump.give({ type: 'resume.requested' });
  return pump.runtime.state().pump.matches({ permission: 'delivering' });
};

const GAP = { maxBasalUuPerHour: 900_000 };

describe('SR-073 settings that do not hold at power-on', () => {
  test(
    'are lost: an alarm, no pulse at any rate, until a person has confirmed whole ones',
    req('SR-066', 'SR-073', 'SR-080'),
    async () => {
      const start = recovered(rewritten(await written(), GAP), null);
      const lost = start.boot.find(({ type }) => type === 'settings.lost');
      expect(lost).toMatchObject({
        reason: expect.stringContaining('basalProfile.1.rateUuPerHour: is above'),
      });
      const pump = await corePump({ continues: start });
      expect(pump.shown()[0]).toMatchObject({ alarm: 'settingsInvalid', priority: 'high' });
      expect(pump.runtime.state().ledger.settings).toBeNull();
      expect(await wantsDelivery(pump)).toBe(false);
      await pump.wait(2 * 60 * MINUTE);
      expect(pump.devices.commanded).toEqual([]);

      await pump.give({
        type: 'settings.proposed',
        replaces: pump.runtime.state().ledger.programming.version,
        settings: exampleSettings,
      });
      await pump.give({ type: 'settings.confirmed', proposal: 1 });
      expect(pump.shown()[0]).toMatchObject({ alarm: 'settingsInvalid', condition: 'gone' });
      expect(pump.devices.commanded).toEqual([]);
      expect(await wantsDelivery(pump)).toBe(true);
      expect(pump.shown().map(({ alarm }) => alarm)).not.toContain('settingsInvalid');
      await pump.wait(5 * MINUTE);
      expect(pump.devices.commanded.length).toBeGreaterThan(1);
    },
  );

  test('stay lost over a restart, and end with a file that is imported at one', req('SR-073'), async () => {
    const lines = rewritten(await written(), GAP);
    const first = await corePump({ continues: recovered(lines, null) });
    await first.runtime.stop('operator');
    // A pump that goes on writes no other first line.
    const both = [...lines, ...first.lines.slice(1)];
    const again = await corePump({ continues: recovered(both, null) });
    expect(again.shown()[0]).toMatchObject({ alarm: 'settingsInvalid' });
    expect(await wantsDelivery(again)).toBe(false);
    const imported = await corePump({ continues: recovered(both, exampleSettings) });
    expect(imported.runtime.state().ledger.settings).toEqual(exampleSettings);
    expect(await wantsDelivery(imported)).toBe(true);
  });

  test(
    'are those that have changed in memory, too, though they pass every check',
    req('SR-066', 'SR-073'),
    async () => {
      const lines = await written();
      const start = recovered(lines, null, ({ envelope, state }) => {
        if (envelope.fact.type === 'power.lost')
          Object.assign(state.ledger.settings ?? {}, { maxBolusUu: 24_000_000 });
      });
      expect(start.boot).toContainEqual({
        type: 'settings.lost',
        reason: 'The settings in memory are not those that were accepted.',
      });
      const pump = await corePump({ continues: start });
      expect(pump.shown()[0]).toMatchObject({ alarm: 'settingsInvalid' });
      expect(await wantsDelivery(pump)).toBe(false);
    },
  );

  test('and whole ones go on as they were', req('SR-073'), async () => {
    const start = recovered(await written(), null);
    expect(start.boot.map(({ type }) => type)).toEqual(['power.applied']);
    expect(await wantsDelivery(await corePump({ continues: start }))).toBe(true);
  });
});
