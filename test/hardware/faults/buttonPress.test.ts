import { afterAll, describe, expect, test } from 'vitest';
import type { LinkFault } from '../../../hardware/link/faults.ts';
import { type SimulatedPump, simulatedPump } from '../../../hardware/rig/simulatedPump.ts';
import { exampleSettings } from '../../../src/domain/settings.ts';
import { after, milliseconds } from '../../../src/domain/units.ts';
import { breadth } from '../../support/breadth.ts';

/** A quick bolus of two steps of 0.05 U by the button on the board of the bay, and what goes wrong in one of its presses. */

const BUTTON = 2;
const STEP_UU = 50_000;
/** Held on purpose, twice pressed, held to confirm: ms that it is down, then up. */
const PRESSES = [
  [2_500, 300],
  [300, 300],
  [300, 5_000],
  [2_500, 10_000],
] as const;
/** The last one is a tap, that confirms nothing. */
const UNCONFIRMED = [...PRESSES.slice(0, -1), [300, 12_000]] as const;
/** In a press, after it was told; just before it; and just before it ends. */
const MOMENTS_MS = [-5, 10, 100, 295] as const;
const LASTS_MS = [600, 5_000] as const;

type Fault = { readonly what: string; readonly set: (pump: SimulatedPump) => void };
const cable = (what: string, fault: LinkFault, direction: 'toHost' | 'toDevice' = 'toHost'): Fault => ({
  what,
  set: ({ world }) => world.links.bay.fault(direction, fault),
});
const FAULTS: readonly Fault[] = [
  cable('silent', { kind: 'silent' }),
  cable('deaf', { kind: 'silent' }, 'toDevice'),
  cable('late by 20 ms', { kind: 'delay', ms: 20 }),
  cable('late by 1500 ms', { kind: 'delay', ms: 1_500 }),
  cable('split', { kind: 'split' }),
  cable('merged', { kind: 'merge', chunks: 3, afterMs: 400 }),
  { what: 'frozen', set: ({ world }) => world.simulators.bay.fault({ kind: 'noReply' }) },
  { what: 'unplugged', set: ({ world }) => world.unplug('bay') },
  ...breadth([3, 22], [0, 3, 7, 8, 12, 16, 22, 26, 30]).flatMap(offset => [
    cable(`dropped at ${offset}`, { kind: 'drop', offset, bytes: 1 }),
    cable(`a whole line dropped from ${offset}`, { kind: 'drop', offset, bytes: 28 }),
    cable(`doubled at ${offset}`, { kind: 'duplicate', offset }),
    cable(`unsolicited at ${offset}`, { kind: 'insert', offset, byte: 0x46 }),
    // The highest bit, and the one that makes an input low.
    cable(`flipped at ${offset}`, { kind: 'corrupt', offset, mask: 0x80 }),
    cable(`another digit at ${offset}`, { kind: 'corrupt', offset, mask: 0x04 }),
  ]),
];

/** Pulses that come of these presses with this fault in one of them. */
const pulsesOf = async (
  presses: readonly (readonly [number, number])[],
  disturbed: {
    readonly fault: Fault;
    readonly press: number;
    readonly atMs: number;
    readonly lastsMs: number;
  } | null,
): Promise<number> => {
  const pump = await simulatedPump({
    transport: 'memory',
    button: BUTTON,
    settings: {
      ...exampleSettings,
      quickBolusStepUu: STEP_UU,
      basalProfile: [{ fromMinute: 0, rateUuPerHour: 0 }],
    },
  });
  const { clock, world, wait } = pump;
  const heal = (): void => {
    world.links.bay.heal();
    world.simulators.bay.heal();
  };
  try {
    await pump.give({ type: 'resume.requested' });
    await wait(100);
    const wake = (ms: number, then: () => void): void =>
      void clock.wakeAt(after(clock.now(), milliseconds(ms)), then);
    for (const [i, [down, up]] of presses.entries()) {
      wake(10, () => world.simulators.bay.contact(BUTTON, true));
      wake(10 + down, () => world.simulators.bay.contact(BUTTON, false));
      if (disturbed?.press === i) {
        wake(10 + disturbed.atMs, () => disturbed.fault.set(pump));
        wake(10 + disturbed.atMs + disturbed.lastsMs, heal);
      }
      await wait(down + up);
    }
    return pump.steps.filter(({ envelope }) => envelope.fact.type === 'motor.arrived').length;
  } finally {
    await pump.close();
  }
};

let less = 0;
let same = 0;
describe('SR-006 SR-026 SR-035 a fault of its board in a press of the button never makes more insulin of it', () => {
  test('undisturbed, two steps make their dose, and a tap confirms none', async () => {
    expect(await pulsesOf(PRESSES, null)).toBe((2 * STEP_UU) / 25_000);
    expect(await pulsesOf(UNCONFIRMED, null)).toBe(0);
  });

  test.each(FAULTS)('$what', { timeout: 120_000 }, async fault => {
    for (const [presses, most] of [
      [PRESSES, 4],
      [UNCONFIRMED, 0],
    ] as const)
      for (const press of presses.keys())
        for (const atMs of MOMENTS_MS) {
          const lastsMs = LASTS_MS[(press + atMs) % 2 === 0 ? 0 : 1];
          const pulses = await pulsesOf(presses, { fault, press, atMs, lastsMs });
          expect(pulses, `press ${press}, ${atMs} ms, for ${lastsMs} ms`).toBeLessThanOrEqual(most);
          if (pulses < most) less += 1;
          else same += 1;
        }
  });
});

afterAll(() => {
  console.log(`faults in presses: ${same} made no difference, ${less} made less`);
  expect(less).toBeGreaterThan(50);
  expect(same).toBeGreaterThan(50);
});
