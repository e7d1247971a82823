import { expect, test, vi } from 'vitest';
import { loadPty } from '../../hardware/link/pty.ts';
import { EXIT } from '../../src/cli/exits.ts';
import { type StartFlags, startOptions } from '../../src/cli/start/options.ts';
import { realWorld } from '../../src/cli/start/world.ts';
import type { Fact } from '../../src/domain/facts.ts';
import { monoMs, wallMs } from '../../src/domain/units.ts';
import { realBench } from '../rig/realBench.ts';

/** The button of a real pump, which `islet start --button` names. */

const INPUT = 2;
const flags = (more: Partial<StartFlags> = {}): StartFlags => ({
  port: '0',
  open: false,
  supervisor: false,
  seed: '1',
  motor: 'a',
  encoder: 'b',
  force: 'c',
  bay: 'd',
  ...more,
});

test('it is an input of the board of the bay, none unless it is named, and none without that board', () => {
  expect(startOptions(flags()).real?.button).toBeNull();
  expect(startOptions(flags({ button: '31' })).real?.button).toBe(31);
  for (const button of ['0', '32', '-1', '1.5', ''])
    expect(() => startOptions(flags({ button }))).toThrow(
      /--button = ".*": is not a whole number from 1 to 31/,
    );
  const simulated: StartFlags = { port: '0', open: false, supervisor: true, seed: '1', button: '2' };
  expect(() => startOptions(simulated)).toThrow(
    expect.objectContaining({ exit: EXIT.badInput, message: expect.stringMatching(/^--button 2: .*real/) }),
  );
});

/** A pump's world on the ports of a bench; `said` are the facts of its devices. */
const worldOn = async (bench: Awaited<ReturnType<typeof realBench>>, button: number | null) => {
  const said: Fact['type'][] = [];
  const { motor, encoder, force, bay } = bench.profile.devices;
  const world = await realWorld(
    {
      motor: motor.port,
      encoder: encoder.port,
      force: force.port,
      bay: bay.port,
      button,
      sound: null,
      power: null,
      supervisor: null,
    },
    {
      from: monoMs(0),
      wallMs: wallMs(0),
      speed: 1,
      seed: 1,
      reservoirUu: 200_000_000,
      encoderCounts: 0,
      sink: fact => void said.push(fact.type),
      supervision: null,
      checks: [],
      setStorage: null,
      isWritable: () => true,
      say: () => {},
    },
  );
  world.devices.selfTest.run();
  await vi.waitFor(() => expect(said).toContain('selfTest.passed'), 20_000);
  return {
    world,
    passed: () => said.filter(type => type === 'selfTest.passed').length,
    buttons: () => said.filter(type => type.startsWith('button.')),
    close: async () => {
      await world.devices.close();
      await world.close();
      await bench.close();
    },
  };
};

test.skipIf((await loadPty()) === undefined)(
  'SR-035 a press and a release of the button on the board reach the pump, once each',
  { timeout: 60_000 },
  async () => {
    const bench = await realBench();
    const { world, buttons, close } = await worldOn(bench, INPUT);
    expect(world.says).toContain(`with a button at its input ${INPUT}`);
    bench.bay.contact(INPUT + 1, true);
    for (const [isDown, told] of [
      [true, ['button.pressed']],
      [false, ['button.pressed', 'button.released']],
    ] as const) {
      bench.bay.contact(INPUT, isDown);
      await vi.waitFor(() => expect(buttons()).toEqual(told), 5_000);
    }
    await close();
  },
);

test.skipIf((await loadPty()) === undefined)(
  'a pump of which no button is named hears of none',
  { timeout: 60_000 },
  async () => {
    const bench = await realBench();
    const { world, buttons, passed, close } = await worldOn(bench, null);
    bench.bay.contact(INPUT, true);
    // It asks the board for its inputs: whatever these say has been heard by its end.
    world.devices.selfTest.run();
    await vi.waitFor(() => expect(passed()).toBe(2), 20_000);
    expect(buttons()).toEqual([]);
    await close();
  },
);
