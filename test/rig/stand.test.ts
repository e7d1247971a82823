import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { askBolus, movesSoon } from '../../hardware/rig/acceptance/observing.ts';
import { type OpenBench, type SimulatedWorld, simulatedBench } from '../../hardware/rig/bench/bench.ts';
import { SIMULATED_RIG } from '../../hardware/rig/profile/simulated.ts';
import { standOf } from '../../hardware/rig/run/stand.ts';
import { NO_BASAL, tornDown } from '../../hardware/rig/run/standing.ts';
import { after, milliseconds } from '../../src/domain/units.ts';
import { acceptance } from './acceptanceRun.ts';

const out = mkdtempSync(join(tmpdir(), 'islet-stand-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

const open = simulatedBench('memory', SIMULATED_RIG);
const standWith = (how: OpenBench, signal = new AbortController().signal) =>
  standOf({ profile: SIMULATED_RIG, open: how, transport: 'memory', fault: null, signal });

describe('a rig that cannot see its e-stop', () => {
  test('in the middle of a bolus halts the motor, and no pump moves on it any more', async () => {
    const worlds: SimulatedWorld[] = [];
    const travelled: number[] = [];
    const { record } = await acceptance(out, {
      arrange: world => void worlds.push(world),
      phases: stand => [
        {
          name: 'use',
          group: 'main',
          deadlineMs: 60_000,
          run: () =>
            stand.withPump({ settings: NO_BASAL }, async pump => {
              await pump.give({ type: 'resume.requested' });
              await askBolus(pump, 'b', 5_000_000);
              expect(await movesSoon(pump)).toBe(true);
              worlds.at(-1)?.simulators.bay.fault({ kind: 'noReply' });
              await pump.wait(60_000);
            }),
        },
        {
          name: 'look',
          group: 'main',
          deadlineMs: 60_000,
          run: async () => {
            const world = worlds.at(-1);
            if (world === undefined) throw new Error('no bench was opened');
            travelled.push(world.model.counts());
            // Whoever let time pass for the pump still does.
            const enough = world.clock.now() + 40_000;
            while (world.clock.now() < enough) await new Promise(resolve => setImmediate(resolve));
            travelled.push(world.model.counts());
          },
        },
        {
          name: 'again',
          group: 'main',
          deadlineMs: 60_000,
          run: () => stand.withPump({ settings: NO_BASAL }, async () => {}),
        },
        ...tornDown(stand),
      ],
    });
    expect(record).toMatchObject({ outcome: 'ERROR', exitCode: 4 });
    expect(record.phases.map(({ outcome }) => outcome)).toEqual([
      'ERROR',
      'PASS',
      'ERROR',
      'PASS',
      'PASS',
      'PASS',
    ]);
    expect(record.phases[2]?.reason).toMatch(/with the e-stop does not answer/);
    const [before, later] = travelled;
    expect(before).toBeGreaterThan(0);
    expect(later).toBe(before);
    expect(worlds).toHaveLength(1);
  });
});

describe('a motor that neither answers nor stops', () => {
  /** A run whose motor runs away in a bolus and hears nothing any more; what its plunger does before and after the teardown. */
  const runAway = async () => {
    const worlds: SimulatedWorld[] = [];
    const travelled: number[] = [];
    const look = async (): Promise<void> => {
      const world = worlds.at(-1);
      if (world === undefined) throw new Error('no bench was opened');
      travelled.push(world.model.counts());
      await world.clock.advanceTo(after(world.clock.now(), milliseconds(5_000)));
      travelled.push(world.model.counts());
    };
    const { record } = await acceptance(out, {
      arrange: world => void worlds.push(world),
      phases: stand => {
        const [halt, letGo, release] = tornDown(stand);
        if (halt === undefined || letGo === undefined || release === undefined)
          throw new Error('a teardown halts, lets go and releases');
        return [
          {
            name: 'use',
            group: 'main',
            deadlineMs: 60_000,
            run: () =>
              stand.withPump({ settings: NO_BASAL }, async () => {
                const world = worlds.at(-1);
                world?.simulators.motor.fault({ kind: 'runaway' });
                world?.simulators.motor.fault({ kind: 'frozen' });
              }),
          },
          { name: 'before', group: 'main', deadlineMs: 60_000, run: look },
          halt,
          letGo,
          { name: 'after', group: 'teardown', deadlineMs: 60_000, run: look },
          release,
        ];
      },
    });
    const [from = 0, to = 0, still = 0, end = 0] = travelled;
    return {
      record,
      halt: record.phases.find(({ name }) => name === 'halt the motor'),
      before: to - from,
      afterwards: end - still,
    };
  };

  test('has its supply cut by the relay, and that is an error of the rig, not a halt', async () => {
    const { record, halt, before, afterwards } = await runAway();
    expect(before).toBeGreaterThan(0);
    expect(afterwards).toBe(0);
    expect(record).toMatchObject({ outcome: 'ERROR', exitCode: 4 });
    expect(halt).toMatchObject({
      outcome: 'ERROR',
      reason: 'the motor driver did not say that it halted: the relay has cut its supply.',
      measurements: [{ value: 0, outcome: 'FAIL', requirements: ['SR-004'] }],
    });
  });

  test('is not said to be halted where no relay can cut its supply', async () => {
    const worlds: SimulatedWorld[] = [];
    const stand = standWith(async () => {
      const bench = await simulatedBench('memory', SIMULATED_RIG, world => void worlds.push(world))();
      const { relays: _, ...links } = bench.links;
      return { ...bench, links };
    });
    await stand.withPump({ settings: NO_BASAL }, async () =>
      worlds[0]?.simulators.motor.fault({ kind: 'frozen' }),
    );
    expect(worlds).toHaveLength(1);
    expect(await stand.halt()).toBe('not still');
    await stand.release();
  });
});

describe('lines that are opened', () => {
  test('when the run has ended meanwhile are closed, and no pump is made on them', async () => {
    const run = new AbortController();
    let closed = 0;
    const stand = standWith(async () => {
      const bench = await open();
      run.abort();
      return {
        ...bench,
        close: async () => {
          closed += 1;
          await bench.close();
        },
      };
    }, run.signal);
    let used = 0;
    const using = stand.withPump({ settings: NO_BASAL }, async () => {
      used += 1;
    });
    await expect(using).rejects.toThrow('the run has ended');
    expect([closed, used]).toEqual([1, 0]);
    expect(await stand.halt()).toBeNull();
    await stand.release();
  });

  test('once, and not a second time: that the motor is halted is not said', async () => {
    let opened = 0;
    const stand = standWith(() => {
      opened += 1;
      return opened === 1 ? open() : Promise.reject(new Error('the port is gone'));
    });
    await stand.withPump({ settings: NO_BASAL }, async () => {});
    expect(await stand.halt()).toBe('still');
    await expect(stand.withPump({ settings: NO_BASAL }, async () => {})).rejects.toThrow('the port is gone');
    expect(await stand.halt()).toBe('not still');
    await stand.release();
  });
});
