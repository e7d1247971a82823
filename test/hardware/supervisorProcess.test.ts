import { existsSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { changeCartridge } from '../../hardware/rig/change.ts';
import { type SimulatedPump, simulatedPump } from '../../hardware/rig/simulatedPump.ts';
import { createJournalFile } from '../../hardware/storage/fileJournal.ts';
import type { SimulatedSupervisor } from '../../hardware/supervisor/spawned.ts';
import { exampleSettings } from '../../src/domain/settings.ts';
import { encodeHeader } from '../../src/runtime/journal.ts';
import { req } from '../support/req.ts';

const LAUNCHER = fileURLToPath(new URL('../../src/cli/bin.mjs', import.meta.url));
const COMMAND = [process.execPath, LAUNCHER, 'supervisor'] as const;
const HEADER = { islet: 'journal', version: 1, created: '2026-01-02T00:00:00.000Z', chart: 'rig' } as const;

type Watched = SimulatedPump & { readonly spawned: SimulatedSupervisor };

/** A delivering pump in lock-step time with its second channel in another process. `read` names another journal for it. */
const watched = async (
  act: (pump: Watched) => Promise<void>,
  read?: (folder: string) => string,
): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'islet-supervisor-'));
  const path = join(folder, 'journal.jsonl');
  const file = createJournalFile(path, encodeHeader(HEADER).line);
  let isBegun = false;
  const pump = await simulatedPump({
    transport: 'pty',
    storage: {
      // The file has its first line already.
      append: line => {
        if (isBegun) file.append(line);
        isBegun = true;
      },
      sync: file.sync,
    },
    spawned: { command: COMMAND, journal: read?.(folder) ?? path },
  });
  const { spawned } = pump;
  if (spawned === null) throw new Error('the pump has no second channel');
  try {
    await pump.give({ type: 'resume.requested' });
    await act({ ...pump, spawned });
  } finally {
    await pump.close();
    file.close();
    rmSync(folder, { recursive: true });
  }
};

/** Lines of which this process has the device's end. */
const mastersOf = (pid: number): readonly string[] =>
  readdirSync(`/proc/${pid}/fd`).flatMap(descriptor => {
    try {
      const device = readlinkSync(`/proc/${pid}/fd/${descriptor}`, 'utf8');
      return /ptmx$/.test(device) ? [device] : [];
    } catch {
      // It was closed since the folder was read.
      return [];
    }
  });

test.skipIf(!existsSync('/proc/self/fd'))(
  'the second channel has no end of a line that is the pump’s',
  { timeout: 60_000 },
  () =>
    watched(async ({ spawned }) => {
      expect(mastersOf(spawned.pid)).toEqual([]);
    }),
);

const isSafe = ({ runtime }: SimulatedPump): boolean => runtime.state().pump.matches({ life: 'failSafe' });
const isDelivering = ({ runtime }: SimulatedPump): boolean =>
  runtime.state().pump.matches({ permission: 'delivering' });
const vetoes = ({ steps }: SimulatedPump): string =>
  JSON.stringify(
    steps.map(({ envelope }) => envelope.fact).filter(({ type }) => type === 'supervisor.vetoed'),
  );

const bolus = async (pump: SimulatedPump): Promise<void> => {
  await pump.give({ type: 'bolus.requested', bolus: 'b1', amountUu: 1_000_000 });
  await pump.give({ type: 'bolus.confirmed', bolus: 'b1' });
};

let kills = 0;

describe('a second channel that is a process', () => {
  test('SR-113 counts like the pump, through a bolus and a change of cartridge', req('SR-113'), async () => {
    await watched(async pump => {
      await bolus(pump);
      await pump.wait(600_000);
      await changeCartridge(pump, 100_000_000);
      await pump.give({ type: 'resume.requested' });
      await pump.wait(300_000);
      const { doses } = pump.runtime.state().ledger;
      const beats = pump.steps
        .map(({ envelope }) => envelope.fact)
        .filter(({ type }) => type === 'supervisor.beat');
      expect(doses.bolus).toBe(40);
      expect(beats.at(-1)).toMatchObject({ pulses: doses.basal + doses.bolus });
      expect(isDelivering(pump), JSON.stringify(pump.shown())).toBe(true);
      expect([pump.spawned.relay.motor(), pump.spawned.relay.buzzer()]).toEqual([true, false]);
    });
  });

  test.each([
    ['between two beats', (pump: Watched) => pump.wait(500)],
    ['just before a beat', (pump: Watched) => pump.wait(999)],
    ['in a bolus', async (pump: Watched) => bolus(pump).then(() => pump.wait(7_100))],
    ['while the motor turns', async (pump: Watched) => bolus(pump).then(() => pump.wait(100))],
  ])('SR-114 killed %s, the pump is in fail-safe within 2 s, and says so', async (_when, come) => {
    await watched(async pump => {
      await come(pump);
      expect(isSafe(pump)).toBe(false);
      await pump.spawned.kill();
      kills += 1;
      await pump.wait(2_000);
      expect(isSafe(pump)).toBe(true);
      expect(pump.shown()[0]).toMatchObject({
        alarm: 'supervisorLost',
        priority: 'high',
        signal: 'sounding',
      });
      const still = pump.world.model.counts();
      await pump.wait(10_000);
      expect(pump.world.model.counts()).toBe(still);
    });
  });

  test(
    'SR-114 one pulse that the two count differently is fail-safe at the second beat',
    req('SR-114'),
    async () => {
      await watched(async pump => {
        await pump.wait(60_000);
        pump.spawned.encoder.fault({ kind: 'frozen' });
        const before = pump.runtime.state().ledger.doses.basal;
        await pump.wait(600_000);
        expect(isSafe(pump)).toBe(true);
        expect(pump.runtime.state().ledger.doses.basal).toBe(before + 1);
        expect(pump.steps.flatMap(step => step.derived)).toContainEqual({ type: 'supervisor.disagreed' });
      });
    },
  );

  test('SR-117 of other settings it never lets the motor move', req('SR-117'), async () => {
    const other = (folder: string): string => {
      const path = join(folder, 'other.jsonl');
      const settings = { ...exampleSettings, maxBolusUu: 9_000_000 };
      writeFileSync(path, `${JSON.stringify({ commands: [{ type: 'recordSettings', after: settings }] })}\n`);
      return path;
    };
    await watched(async pump => {
      await pump.wait(600_000);
      expect(isSafe(pump)).toBe(true);
      expect(pump.world.model.deliveredUu()).toBe(0);
      expect([pump.spawned.relay.motor(), pump.spawned.relay.buzzer()]).toEqual([false, true]);
      expect(vetoes(pump)).toContain('configured otherwise');
    }, other);
  });
});

afterAll(() => expect(kills).toBe(4));
