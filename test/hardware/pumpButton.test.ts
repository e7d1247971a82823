import { describe, expect, test, vi } from 'vitest';
import { lockStepClock } from '../../hardware/clock/lockstep.ts';
import { numatoBay } from '../../hardware/io/numato/adapter.ts';
import { NUMATO_BAUD } from '../../hardware/io/numato/codec.ts';
import { numatoSimulator } from '../../hardware/io/numato/simulator.ts';
import { faultyLink, type LinkFault } from '../../hardware/link/faults.ts';
import { loadPty } from '../../hardware/link/pty.ts';
import { cables, type Transport } from '../../hardware/link/simulated.ts';
import { mechanism } from '../../hardware/mechanics/model.ts';
import { newMechanics } from '../../hardware/mechanics/state.ts';
import type { Fact } from '../../src/domain/facts.ts';
import { after, milliseconds } from '../../src/domain/units.ts';

/** The button of a pump on the board of its bay, by the bytes of that board. */

const BUTTON = 2;
/** A change is sure after 30 ms, and an answer. */
const SURE_MS = 40;
const TRANSPORTS: readonly Transport[] = (await loadPty()) === undefined ? ['memory'] : ['memory', 'pty'];

const board = async (transport: Transport, button?: number) => {
  const clock = lockStepClock();
  const pair = await (await cables(transport, () => {}))(NUMATO_BAUD);
  clock.register(pair);
  const model = mechanism({ clock, start: newMechanics(200_000_000) });
  const sim = numatoSimulator({ link: pair.device, mechanism: model });
  const said: Fact['type'][] = [];
  const link = faultyLink(pair.host, clock);
  const bay = numatoBay({
    link,
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
    wait: (ms: number) => clock.advanceTo(after(clock.now(), milliseconds(ms))),
    fault: (fault: LinkFault) => link.fault('toHost', fault),
    heal: link.heal,
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
    const { sim, said, attested, settle, wait, close } = await board(transport, BUTTON);
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
      await wait(SURE_MS);
      expect(said.splice(0)).toEqual(tells);
    }
    sim.contact(BUTTON + 1, true);
    sim.bayWire(false);
    await settle();
    expect(said.splice(0)).toEqual(['cartridge.removed']);
    await close();
  });

  test('SR-035 one that cannot be seen any more counts as let go', async () => {
    const { sim, said, attested, wait, unplug, close } = await board(transport, BUTTON);
    await attested();
    sim.contact(BUTTON, true);
    await wait(SURE_MS);
    said.length = 0;
    unplug();
    // A line that is gone is found at the next word.
    await attested();
    await vi.waitFor(() => expect(said).toEqual(['cartridge.removed', 'button.released']));
    await close();
  });

  const SILENCES = [
    ['a board that is silent', { kind: 'silent' }],
    ['answers that come too late', { kind: 'delay', ms: 1_500 }],
    ['one byte that is lost', { kind: 'drop', offset: 3, bytes: 1 }],
    ['one byte that comes twice', { kind: 'duplicate', offset: 3 }],
    ['one byte that is another one', { kind: 'corrupt', offset: 3, mask: 0x80 }],
  ] as const;
  test.each(SILENCES)(
    'SR-026 SR-035 %s: within 0.35 s it is let go, and is no new press before it was up',
    async (_, fault) => {
      const { sim, said, attested, wait, heal, fault: harm, close } = await board(transport, BUTTON);
      await attested();
      sim.contact(BUTTON, true);
      await wait(SURE_MS);
      expect(said.splice(0)).toEqual(['cartridge.inserted', 'button.pressed']);
      harm(fault);
      await wait(350);
      expect(said.splice(0)).toEqual(['button.released']);
      heal();
      await wait(5_000);
      expect(said).toEqual([]);
      for (const isDown of [false, true]) {
        sim.contact(BUTTON, isDown);
        await wait(2 * SURE_MS);
      }
      expect(said).toEqual(['button.pressed']);
      await close();
    },
  );

  test('SR-026 SR-035 a release whose line is lost is found 0.35 s later', async () => {
    const { sim, said, attested, wait, heal, fault, close } = await board(transport, BUTTON);
    await attested();
    sim.contact(BUTTON, true);
    await wait(SURE_MS);
    said.length = 0;
    fault({ kind: 'silent' });
    sim.contact(BUTTON, false);
    await wait(1);
    heal();
    await wait(350);
    expect(said).toEqual(['button.released']);
    await close();
  });

  test('SR-035 a self-test that does not see the board lets it go', async () => {
    const { sim, said, attested, wait, fault, close } = await board(transport, BUTTON);
    await attested();
    sim.contact(BUTTON, true);
    await wait(SURE_MS);
    said.length = 0;
    fault({ kind: 'silent' });
    expect(await attested()).toMatch(/^bay: no valid reply/);
    expect(said).toEqual(['button.released']);
    await close();
  });

  test('SR-035 a contact that bounces is one press, and a digit that is another one is none', async () => {
    const { sim, said, attested, settle, wait, fault, close } = await board(transport, BUTTON);
    await attested();
    said.length = 0;
    for (const isDown of [true, false, true, false, true]) {
      sim.contact(BUTTON, isDown);
      await settle();
    }
    await wait(SURE_MS);
    expect(said.splice(0)).toEqual(['button.pressed']);
    for (const isDown of [false, true, false]) {
      sim.contact(BUTTON, isDown);
      await wait(2);
    }
    await wait(2 * SURE_MS);
    expect(said.splice(0)).toEqual(['button.released']);
    // FFFFFFFE becomes FFFFFFFA: the input of the button reads low, once.
    fault({ kind: 'corrupt', offset: 7, mask: 'E'.charCodeAt(0) ^ 'A'.charCodeAt(0) });
    sim.contact(BUTTON + 1, true);
    sim.contact(BUTTON + 1, false);
    await wait(1_000);
    expect(said).toEqual([]);
    await close();
  });

  test('SR-035 one that is down long after a doubt is told as down, for it may be stuck', async () => {
    const { sim, said, attested, wait, heal, fault, close } = await board(transport, BUTTON);
    await attested();
    sim.contact(BUTTON, true);
    await wait(SURE_MS);
    fault({ kind: 'corrupt', offset: 3, mask: 0x80 });
    await wait(500);
    heal();
    said.length = 0;
    await wait(30_000);
    expect(said).toEqual([]);
    await wait(5_000);
    expect(said).toEqual(['button.pressed']);
    await close();
  });

  test('a pump without a button hears of none', async () => {
    const { sim, said, attested, wait, close } = await board(transport);
    await attested();
    sim.contact(BUTTON, true);
    await wait(1_000);
    expect(said).toEqual(['cartridge.inserted']);
    await close();
  });
});
