import { expect, test } from 'vitest';
import { lockStepClock } from '../../hardware/clock/lockstep.ts';
import { faultyLink } from '../../hardware/link/faults.ts';
import { memoryPair } from '../../hardware/link/memory.ts';
import { mechanism } from '../../hardware/mechanics/model.ts';
import { newMechanics } from '../../hardware/mechanics/state.ts';
import { relays } from '../../hardware/supervisor/relay/adapter.ts';
import { relayBoard } from '../../hardware/supervisor/relay/board.ts';
import { encodeRelay, RELAYS } from '../../hardware/supervisor/relay/codec.ts';
import { relaySimulator } from '../../hardware/supervisor/relay/simulator.ts';
import { monoMs } from '../../src/domain/units.ts';

const GET_STATES = 0x5b;

/** Bytes of the command table of the USB-RLY08, and the states after them, each beginning with all relays off. */
const VECTORS: readonly (readonly [string, readonly number[], number])[] = [
  ['all relays on', [0x64], 0xff],
  ['all relays off', [0x64, 0x6e], 0x00],
  ['set relay states', [0x5c, 0xa5], 0xa5],
  ['set relay states to a byte that is a command, too', [0x5c, 0x64, 0x66], 0x66],
  ...RELAYS.map(n => [`turn relay ${n} on`, [0x64 + n], 1 << (n - 1)] as const),
  ...RELAYS.map(n => [`turn relay ${n} off`, [0x64, 0x6e + n], 0xff & ~(1 << (n - 1))] as const),
  ['a byte that is no command', [0x65, 0x00, 0x77, 0xff], 0x01],
];

const answered = async (
  plug: (link: ReturnType<typeof memoryPair>['device']) => void,
  bytes: readonly number[],
) => {
  const pair = memoryPair();
  const heard: number[] = [];
  plug(pair.device);
  pair.host.onBytes(chunk => heard.push(...chunk));
  pair.host.write(Uint8Array.from(bytes));
  do await new Promise(done => setImmediate(done));
  while (!pair.idle());
  await pair.close();
  return heard;
};

test.each(VECTORS)('the relay board obeys its command table: %s', async (_name, bytes, states) => {
  const told: number[] = [];
  const heard = await answered(link => relayBoard(link, next => told.push(next)), [...bytes, GET_STATES]);
  expect(heard).toEqual([states]);
  expect(told.at(-1)).toBe(states);
});

test('it says that it is module 8, whatever its chunks', async () => {
  expect((await answered(link => relayBoard(link, () => {}), [0x5a]))[0]).toBe(8);
  expect([...encodeRelay({ kind: 'all', states: 0xa5 })]).toEqual([0x5c, 0xa5]);
});

test('the contact in the supply follows orders for all relays as it follows those for its own, and a frozen board obeys none', async () => {
  const clock = lockStepClock();
  const model = mechanism({ clock, start: newMechanics(200_000_000) });
  for (const [bytes, isClosed] of [
    [[0x64], true],
    [[0x64, 0x6e], false],
    [[0x5c, 0x01], true],
    [[0x65, 0x5c, 0x02], false],
  ] as const) {
    let seen = (): boolean => false;
    await answered(link => {
      seen = relaySimulator({ link, mechanism: model }).motor;
    }, bytes);
    expect(seen()).toBe(isClosed);
  }
  const heard = await answered(
    link => relaySimulator({ link, mechanism: model }).freeze(),
    [0x64, GET_STATES],
  );
  expect(heard).toEqual([]);
  clock.close();
});

test('SR-114 an answer that comes after its order was given up leaves nothing to wait for: the second channel can still end', async () => {
  const clock = lockStepClock();
  const pair = memoryPair();
  clock.register({ idle: pair.idle });
  relayBoard(pair.device, () => {});
  const link = faultyLink(pair.host, clock);
  const failures: string[] = [];
  const board = relays({ link, clock, failed: reason => failures.push(reason) });
  link.fault('toHost', { kind: 'delay', ms: 500 });
  board.supply(false);
  board.buzz(true);
  await clock.advanceTo(monoMs(1_000));
  expect(failures).toEqual(['the relay board does not answer']);
  let isSettled = false;
  void board.settled().then(() => {
    isSettled = true;
  });
  await clock.settle();
  expect(isSettled).toBe(true);
  // What is ordered next has its own answer.
  link.heal();
  board.supply(true);
  board.buzz(false);
  await clock.advanceTo(monoMs(2_000));
  expect(failures).toHaveLength(1);
  clock.close();
});
