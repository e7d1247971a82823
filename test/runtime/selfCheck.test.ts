import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createJournalFile } from '../../hardware/storage/fileJournal.ts';
import { readJournal } from '../../src/runtime/journalRead.ts';
import type { PumpState } from '../../src/runtime/state.ts';
import { type CorePump, corePump } from '../support/corePump.ts';
import { req } from '../support/req.ts';

const MINUTE = 60_000;

const isDelivering = ({ pump }: PumpState): boolean => pump.matches({ permission: 'delivering' });

const delivering = async (): Promise<CorePump> => {
  const pump = await corePump();
  await pump.give({ type: 'resume.requested' });
  expect(isDelivering(pump.runtime.state())).toBe(true);
  return pump;
};

describe('checks while the pump runs', () => {
  test(
    'SR-065 program and memory are checked every 15 min, and delivery does not notice',
    req('SR-065'),
    async () => {
      const pump = await delivering();
      const undisturbed = await delivering();
      undisturbed.devices.mood.checksForEver = true;
      await pump.wait(61 * MINUTE);
      const checks = pump.steps.filter(({ commands }) => commands.some(({ type }) => type === 'runCheck'));
      expect(checks).toHaveLength(4);
      await undisturbed.wait(14 * MINUTE);
      const until = (core: CorePump): readonly number[] =>
        core.steps
          .filter(
            ({ envelope, commands }) =>
              envelope.monoMs < 14 * MINUTE && commands.some(({ type }) => type === 'moveMotor'),
          )
          .map(({ envelope }) => envelope.monoMs);
      expect(until(pump)).toEqual(until(undisturbed));
      expect(until(pump).length).toBeGreaterThan(2);
      expect(isDelivering(pump.runtime.state())).toBe(true);
    },
  );

  test('SR-065 a check that never answers has failed after 10 s', req('SR-065'), async () => {
    const pump = await delivering();
    pump.devices.mood.checksForEver = true;
    await pump.wait(15 * MINUTE + 9_000);
    expect(isDelivering(pump.runtime.state())).toBe(true);
    await pump.wait(1_000);
    expect(pump.runtime.state().pump.matches({ life: 'failSafe' })).toBe(true);
    expect(pump.shown()[0]).toMatchObject({ alarm: 'periodicTestFailed' });
  });
});

test('SR-066 settings that were changed in memory move nothing more', req('SR-066'), async () => {
  const pump = await delivering();
  await pump.wait(2 * MINUTE);
  const moved = pump.devices.commanded.length;
  expect(moved).toBeGreaterThan(0);
  const { settings } = pump.runtime.state().ledger;
  const { maxBolusUu } = settings ?? {};
  Object.assign(settings ?? {}, { maxBolusUu: 24_000_000 });
  await pump.wait(5 * MINUTE);
  Object.assign(settings ?? {}, { maxBolusUu });
  expect(pump.devices.commanded).toHaveLength(moved);
  expect(pump.runtime.state().pump.matches({ life: 'failSafe' })).toBe(true);
  expect(pump.shown()).toContainEqual(expect.objectContaining({ alarm: 'periodicTestFailed' }));
});

test(
  'SR-069 when the power fails in mid-bolus the journal is complete within 50 ms',
  req('SR-069'),
  async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'islet-power-')), 'journal.jsonl');
    const pump = await corePump({ storage: header => createJournalFile(path, header) });
    await pump.give({ type: 'resume.requested' });
    await pump.wait(10 * MINUTE);
    const began = performance.now();
    pump.runtime.submit({ type: 'power.lost', cause: 'supply' });
    await Promise.resolve();
    const tookMs = performance.now() - began;
    const reading = readJournal(readFileSync(path));
    expect(reading.ok && reading.read.entries.at(-1)?.fact).toEqual({ type: 'power.lost', cause: 'supply' });
    expect(tookMs).toBeLessThan(50);
  },
);
