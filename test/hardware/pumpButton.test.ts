import { describe, expect, test, vi } from 'vitest';
import { lockStepClock } from '../../hardware/clock/lockstep.ts';
import { numatoBay } from '../../hardware/io/numato/adapter.ts';
import { NUMATO_BAUD } from '../../hardware/io/numato/codec.ts';
import { numatoSimulator } from '../../hardware/io/numato/simulator.ts';
import { loadPty } from '../../hardware/link/pty.ts';
import { cables, type Transport } from '../../hardware/link/simulated.ts';
import { mechanism } from '../../hardware/mechanics/model.ts';
import { newMechanics } from '../../hardware/mechanics/state.ts';
import type { Fact } from '../../src/domain/facts.ts';

/** The button of a pump on the board of its bay, by the bytes of that board. */

const BUTTON = 2;
const TRANSPORTS: readonly Transport[] = (await loadPty()) === undefined ? ['memory'] : ['memory', 'pty'];

const board = async (transport: Transport, button?: number) => {
  const clock = lockStepClock();
  const pair = await (await cables(transport, () => {}))(NUMATO_BAUD);
  clock.register(pair);
  const model = mechanism({ clock, start: newMechanics(200_000_000) });
  const sim = numatoSimulator({ link: pair.device, mechanism: model });
  const said: Fact['type'][] = [];
  const bay = numatoBay({
    link: pair.host,
    clock,
    sink: fact => void said.push(fact.type),
    ...(button === undefined ? {} : { button }),
  });
  const attested = async (): Promise<string | undefined> => {
    let wrong: string | undefined;
    let isOver = false;
    void bay.attest().then(found => {
      wrong = found;
      isOver = true;
    });
    await clock.advanceUntil(() => isOver, 100).catch(() => {});
    await clock.settle();
    return wrong;
  };
  return {
    sim,
    said,
    attested,
    settle: clock.settle,
    unplug: pair.unplug,
    close: async () => {
      await bay.close();
      await pair.close();
      clock.close();
    },
  };
};

describe.each(TRANSPORTS)('over %s', transport => {
  test('SR-035 it is told at each change, once, beside the switch of the bay', async () => {
    const { sim, said, attested, settle, close } = await board(transport, BUTTON);
    sim.contact(BUTTON, true);
    await settle();
    // Nobody hears a pump that has not been through its self-test.
    expect(said).toEqual([]);
    expect(await attested()).toBeUndefined();
    expect(said.splice(0)).toEqual(['cartridge.inserted', 'button.pressed']);
    for (const [isDown, tells] of [
      [false, ['button.released']],
      [true, ['button.pressed']],
      [true, []],
    ] as const) {
      sim.contact(BUTTON, isDown);
      await settle();
      expect(said.splice(0)).toEqual(tells);
    }
    sim.contact(BUTTON + 1, true);
    sim.bayWire(false);
    await settle();
    expect(said.splice(0)).toEqual(['cartridge.removed']);
    await close();
  });

  test('SR-035 one that cannot be seen any more counts as let go', async () => {
    const { sim, said, attested, settle, unplug, close } = await board(transport, BUTTON);
    await attested();
    sim.contact(BUTTON, true);
    await settle();
    said.length = 0;
    unplug();
    // A line that is gone is found at the next word.
    await attested();
    await vi.waitFor(() => expect(said).toEqual(['cartridge.removed', 'button.released']));
    await close();
  });

  test('a pump without a button hears of none', async () => {
    const { sim, said, attested, settle, close } = await board(transport);
    await attested();
    sim.contact(BUTTON, true);
    await settle();
    expect(said).toEqual(['cartridge.inserted']);
    await close();
  });
});
