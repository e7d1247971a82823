import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { askBolus, movesSoon } from '../../hardware/rig/acceptance/observing.ts';
import { simulatedBench } from '../../hardware/rig/bench/bench.ts';
import type { PumpOnRig } from '../../hardware/rig/bench/session.ts';
import { SIMULATED_RIG } from '../../hardware/rig/profile/simulated.ts';
import { transcriptIn } from '../../hardware/rig/replay/transcript.ts';
import type { RigRun } from '../../hardware/rig/run/runRig.ts';
import { standOf } from '../../hardware/rig/run/stand.ts';
import { NO_BASAL, tornDown } from '../../hardware/rig/run/standing.ts';
import { after, milliseconds } from '../../src/domain/units.ts';
import type { ByteLink } from '../../src/ports.ts';
import { acceptance, only } from './acceptanceRun.ts';

const out = mkdtempSync(join(tmpdir(), 'islet-estop-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

describe('SR-004 the e-stop, an input of the digital I/O board, ends a run as any interruption does', () => {
  /** Runs one phase, in which `press` is called by whoever is in it. */
  const pressed = async (
    use: (pump: PumpOnRig, press: () => void) => Promise<void>,
    more: Partial<RigRun> = {},
  ) => {
    let press = (): void => {};
    const { record, told, folder } = await acceptance(out, {
      arrange: ({ eStop }) => {
        press = () => eStop(true);
      },
      phases: stand => [
        {
          name: 'use',
          group: 'main',
          deadlineMs: 60_000,
          run: () => stand.withPump({ settings: NO_BASAL }, pump => use(pump, () => press())),
        },
        { name: 'next', group: 'main', deadlineMs: 1_000, run: async () => {} },
        ...tornDown(stand),
      ],
      ...more,
    });
    expect(told).toContain('the e-stop was pressed: the run ends');
    expect(record).toMatchObject({ outcome: 'ABORTED', exitCode: 130 });
    expect(record.phases.map(({ outcome }) => outcome)).toEqual([
      'ABORTED',
      'SKIPPED',
      'PASS',
      'PASS',
      'PASS',
    ]);
    expect(record.phases[2]).toMatchObject({ name: 'halt the motor', measurements: [{ value: 1 }] });
    const heard = transcriptIn(readFileSync(join(folder, 'serial.jsonl'), 'utf8'));
    expect(heard.filter(line => 'kind' in line && line.kind === 'eStop')).toEqual([
      expect.objectContaining({ event: 'eStop.pressed' }),
    ]);
  };

  test('in a pulse', () =>
    pressed(async (pump, press) => {
      await pump.give({ type: 'resume.requested' });
      await askBolus(pump, 'b', 1_000_000);
      expect(await movesSoon(pump)).toBe(true);
      press();
      await pump.wait(60_000);
    }));

  test('between pulses, when nothing is said to the motor at all', () =>
    pressed(async (pump, press) => {
      await pump.wait(5_000);
      press();
      await pump.wait(60_000);
    }));

  test('while a balance is waited for that never comes to rest', () =>
    pressed(
      async (pump, press) => {
        pump.time.clock.wakeAt(after(pump.time.clock.now(), milliseconds(3_000)), press);
        await pump.time.answered(pump.balance.settled(milliseconds(60_000)));
      },
      { fault: 'balanceShaken' },
    ));

  test.each(['has only begun', 'has let time pass'] as const)(
    'between two pumps, when the first one %s: the second never begins',
    async which => {
      const presses: (() => void)[] = [];
      let begun = 0;
      const { record, told } = await acceptance(out, {
        arrange: ({ eStop }) => void presses.push(() => eStop(true)),
        phases: stand => [
          {
            name: 'first',
            group: 'main',
            deadlineMs: 60_000,
            run: () =>
              stand.withPump({ settings: NO_BASAL }, async pump => {
                begun += 1;
                if (which === 'has let time pass') await pump.wait(1_000);
              }),
          },
          {
            name: 'between',
            group: 'main',
            deadlineMs: 60_000,
            run: async () => presses.at(-1)?.(),
          },
          {
            name: 'second',
            group: 'main',
            deadlineMs: 60_000,
            run: () =>
              stand.withPump({ settings: NO_BASAL }, async () => {
                begun += 1;
              }),
          },
          ...tornDown(stand),
        ],
      });
      expect(begun).toBe(1);
      expect(told).toContain('the e-stop was pressed: the run ends');
      expect(record).toMatchObject({ outcome: 'ABORTED', exitCode: 130 });
    },
  );

  test('when it was pressed before anything began: nothing moves', async () => {
    const { record } = await acceptance(out, {
      arrange: ({ eStop }) => eStop(true),
      phases: only('power on'),
    });
    expect(record).toMatchObject({ outcome: 'ABORTED', exitCode: 130 });
    expect(record.phases[0]).toMatchObject({ name: 'attest the devices', outcome: 'ABORTED' });
  });

  test('a board that does not say any more how it is, is an error of the rig, and the phase ends', async () => {
    const { record } = await acceptance(out, {
      phases: stand => [
        {
          name: 'use',
          group: 'main',
          deadlineMs: 60_000,
          run: () =>
            stand.withPump({ settings: NO_BASAL }, async pump => {
              silence();
              await pump.wait(60_000);
            }),
        },
        ...tornDown(stand),
      ],
      arrange: ({ simulators }) => {
        silence = () => simulators.bay.fault({ kind: 'noReply' });
      },
    });
    expect(record).toMatchObject({ outcome: 'ERROR', exitCode: 4 });
    expect(record.phases[0]?.reason).toMatch(/digital I\/O board with the e-stop does not answer/);
  });
  let silence = (): void => {};

  test('pressed by a person after the rig was refused to press it: that is no answer to the rig', async () => {
    const run = new AbortController();
    let press = (): void => {};
    const bench = simulatedBench('memory', SIMULATED_RIG, ({ eStop }) => {
      press = () => eStop(true);
    });
    const stand = standOf({
      profile: SIMULATED_RIG,
      open: async () => {
        const { links, ...rest } = await bench();
        const { hands } = links;
        if (hands === undefined) throw new Error('this bench has hands');
        const deafHands: ByteLink = {
          ...hands,
          onBytes: take => hands.onBytes(() => take(Buffer.from('no such thing\n'))),
          write: () => hands.write(Buffer.from('nothing that is an order\n')),
        };
        return { ...rest, links: { ...links, hands: deafHands } };
      },
      transport: null,
      fault: null,
      signal: run.signal,
      stop: () => run.abort(),
    });
    await stand.withBareLines(async ({ hands }) => {
      await expect(hands.order({ order: 'eStop', pressed: true })).rejects.toThrow('no such thing');
      press();
    });
    // Lines that are opened anew ask how it is first.
    await expect(stand.withBareLines(async () => {})).rejects.toThrow('the run has ended');
    expect(run.signal.aborted).toBe(true);
    expect(await stand.halt()).toBe('still');
    await stand.release();
  });

  test('planted, it ends the whole plan wherever that is', async () => {
    const { record, told } = await acceptance(out, {
      fault: 'eStopPressed',
      phases: only('empty reservoir', 'stalled motor'),
    });
    expect(told).toContain('the e-stop was pressed: the run ends');
    expect(record).toMatchObject({ outcome: 'ABORTED', exitCode: 130 });
    const [halt] = record.phases.filter(({ name }) => name === 'halt the motor');
    expect(halt).toMatchObject({ outcome: 'PASS', measurements: [{ value: 1 }] });
  });
});
