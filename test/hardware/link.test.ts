import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lockStepClock } from '../../hardware/clock/lockstep.ts';
import { type Direction, faultyLink, type LinkFault } from '../../hardware/link/faults.ts';
import { throttled } from '../../hardware/link/line.ts';
import { lineSplitter } from '../../hardware/link/lines.ts';
import { memoryPair } from '../../hardware/link/memory.ts';
import type { LinkPair } from '../../hardware/link/pair.ts';
import { keptPty, loadPty, ptyPair } from '../../hardware/link/pty.ts';
import { openSerial, PortError } from '../../hardware/link/serial.ts';
import { cables } from '../../hardware/link/simulated.ts';

const openPty = await loadPty();
const makers: readonly (readonly [string, () => Promise<LinkPair>])[] = [
  ['memory', async () => memoryPair()],
  ...(openPty ? [['pty', () => ptyPair(openPty, 115_200)] as const] : []),
];

const quiet = async (pair: LinkPair): Promise<void> => {
  do await new Promise(done => setImmediate(done));
  while (!pair.idle());
};

describe.each(makers)('a cable over %s', (_name, make) => {
  test('carries every byte value both ways, unchanged, and knows when it is quiet', async () => {
    const pair = await make();
    const all = Uint8Array.from({ length: 256 }, (_, i) => i);
    const [atDevice, atHost]: [number[], number[]] = [[], []];
    pair.device.onBytes(bytes => atDevice.push(...bytes));
    pair.host.onBytes(bytes => atHost.push(...bytes));
    expect(pair.idle()).toBe(true);
    pair.host.write(all);
    expect(pair.idle()).toBe(false);
    await quiet(pair);
    pair.device.write(all);
    await quiet(pair);
    expect(atDevice).toEqual([...all]);
    expect(atHost).toEqual([...all]);
    await pair.close();
    await pair.close();
  });

  test('keeps what arrives before anybody listens', async () => {
    const pair = await make();
    pair.device.write(Uint8Array.of(1, 2, 3));
    await new Promise(done => setTimeout(done, 20));
    const early: number[] = [];
    pair.host.onBytes(bytes => early.push(...bytes));
    await quiet(pair);
    expect(early).toEqual([1, 2, 3]);
    await pair.close();
  });

  test('a pulled cable is told once, at the latest on the next write, and later writes are harmless', async () => {
    const pair = await make();
    const reasons: string[] = [];
    pair.host.onLost(reason => reasons.push(reason));
    pair.unplug();
    const began = performance.now();
    while (reasons.length === 0 && performance.now() - began < 5_000) {
      pair.host.write(Uint8Array.of(1));
      await new Promise(done => setTimeout(done, 5));
    }
    pair.host.write(Uint8Array.of(2));
    await new Promise(done => setTimeout(done, 20));
    expect(reasons).toHaveLength(1);
    expect(reasons[0]).not.toBe('');
    const late: string[] = [];
    pair.host.onLost(reason => late.push(reason));
    expect(late).toEqual(reasons);
    expect(pair.idle()).toBe(true);
    await pair.close();
  });

  test('closing with a write under way throws nothing, and writing after it is ignored', async () => {
    const pair = await make();
    const lost: string[] = [];
    pair.host.onLost(reason => lost.push(reason));
    pair.host.write(new Uint8Array(4_000));
    await pair.host.close();
    pair.host.write(Uint8Array.of(1));
    expect(lost).toEqual([]);
    await pair.close();
  });
});

test.skipIf(!openPty)('a port that is taken or missing is refused with its name and a remedy', async () => {
  if (!openPty) return;
  const pair = await ptyPair(openPty, 9_600);
  const taken = openSerial({ path: pair.path, baudRate: 9_600 });
  await expect(taken).rejects.toThrow(PortError);
  await expect(taken).rejects.toThrow(`${pair.path}: `);
  await expect(taken).rejects.toThrow('Another program holds this port');
  await expect(openSerial({ path: '/dev/no-such-port', baudRate: 9_600 })).rejects.toThrow('Check the cable');
  await pair.close();
});

test.skipIf(!openPty)(
  'a port that was closed can be opened at once, 200 times, while others are asked, closed or not by themselves',
  { timeout: 60_000 },
  async () => {
    if (!openPty) return;
    const others = await Promise.all([ptyPair(openPty, 115_200), ptyPair(openPty, 115_200)]);
    let answers = 0;
    let isOver = false;
    for (const { host, device } of others) {
      device.onBytes(bytes => device.write(bytes));
      host.onBytes(bytes => {
        answers += 1;
        if (!isOver) host.write(bytes);
      });
      host.write(new Uint8Array(64));
    }
    const kept = keptPty(openPty);
    kept.link.onBytes(bytes => kept.link.write(bytes));
    for (let i = 0; i < 200; i += 1) {
      const link = await openSerial({ path: kept.path, baudRate: 115_200 });
      link.write(Uint8Array.of(i));
      if (i % 2 === 0) await new Promise<void>(done => link.onBytes(() => done()));
      await link.close();
    }
    isOver = true;
    expect(answers).toBeGreaterThan(0);
    await kept.link.close();
    for (const pair of others) await pair.close();
  },
);

test.skipIf(!openPty || !existsSync('/proc/self/fd'))(
  'a port whose device is pulled is closed only when its own close is over',
  async () => {
    if (!openPty) return;
    for (let i = 0; i < 20; i += 1) {
      const pair = await ptyPair(openPty, 115_200);
      const descriptor = descriptorOf(pair.path);
      expect(descriptor).not.toBeNull();
      const lost = new Promise<string>(done => pair.host.onLost(done));
      pair.unplug();
      pair.host.write(Uint8Array.of(1));
      await lost;
      await pair.host.close();
      expect(descriptorOf(pair.path)).toBeNull();
      await pair.close();
    }
  },
);
/** Who has this terminal open in this process; null when nobody has. */
const descriptorOf = (path: string): string | null =>
  readdirSync('/proc/self/fd').find(each => {
    try {
      return [path, `${path} (deleted)`].includes(readlinkSync(`/proc/self/fd/${each}`));
    } catch {
      return false;
    }
  }) ?? null;

test('memory is said in one line only where a pseudo-terminal was asked for and there is none', async () => {
  const said: string[] = [];
  await cables('memory', line => said.push(line));
  expect(said).toEqual([]);
  await cables('pty', line => said.push(line));
  expect(said.length).toBe(openPty ? 0 : 1);
});

/** Sends chunks through one fault and says what came out, chunk by chunk. */
const through = async (
  fault: LinkFault,
  direction: Direction,
  chunks: readonly Uint8Array[],
): Promise<number[][]> => {
  const clock = lockStepClock();
  const pair = memoryPair();
  clock.register({ idle: pair.idle });
  const link = faultyLink(pair.host, clock);
  const out: number[][] = [];
  const take = (bytes: Uint8Array): void => void out.push([...bytes]);
  const ignore = (): void => {};
  link.onBytes(direction === 'toHost' ? take : ignore);
  pair.device.onBytes(direction === 'toHost' ? ignore : take);
  link.fault(direction, fault);
  for (const chunk of chunks) {
    (direction === 'toHost' ? pair.device : link).write(chunk);
    await clock.settle();
  }
  await pair.close();
  return out;
};

const chunk = (...bytes: readonly number[]): Uint8Array => Uint8Array.from(bytes);

describe.each(['toHost', 'toDevice'] as const)('a bad cable, in the direction %s', direction => {
  const two = [chunk(1, 2, 3), chunk(4, 5)];
  test.each<readonly [LinkFault, number[][]]>([
    [{ kind: 'drop', offset: 2, bytes: 2 }, [[1, 2], [5]]],
    [
      { kind: 'duplicate', offset: 3 },
      [
        [1, 2, 3],
        [4, 4, 5],
      ],
    ],
    [
      { kind: 'corrupt', offset: 1, mask: 0xff },
      [
        [1, 253, 3],
        [4, 5],
      ],
    ],
    [
      { kind: 'insert', offset: 4, byte: 9 },
      [
        [1, 2, 3],
        [4, 9, 5],
      ],
    ],
    [{ kind: 'split' }, [[1], [2], [3], [4], [5]]],
    [{ kind: 'merge', chunks: 2, afterMs: 50 }, [[1, 2, 3, 4, 5]]],
    [{ kind: 'silent' }, []],
  ])('fault %j does what it says', async (fault, expected) => {
    expect(await through(fault, direction, two)).toEqual(expected);
  });

  test('late bytes arrive late, in order, at their time', async () => {
    const clock = lockStepClock();
    const pair = memoryPair();
    clock.register({ idle: pair.idle });
    const link = faultyLink(pair.host, clock);
    const out: string[] = [];
    const take = (bytes: Uint8Array): void => void out.push(`${[...bytes]} at ${clock.now()}`);
    link.onBytes(take);
    pair.device.onBytes(take);
    link.fault(direction, { kind: 'delay', ms: 30 });
    for (const bytes of two) (direction === 'toHost' ? pair.device : link).write(bytes);
    await clock.settle();
    expect(out).toEqual([]);
    await clock.advanceUntil(() => out.length === 2, 10);
    expect(out).toEqual(['1,2,3 at 30', '4,5 at 30']);
    link.heal();
    (direction === 'toHost' ? pair.device : link).write(chunk(6));
    await clock.settle();
    expect(out.at(-1)).toBe('6 at 30');
  });
});

test('lines are the same however the bytes are cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ maxLength: 40 }).map(text => text.replaceAll(/[^ -~]/g, ''))),
      fc.nat(7),
      (lines, size) => {
        const bytes = Uint8Array.from(Buffer.from(lines.map(line => `${line}\r\n`).join('')));
        const heard: string[] = [];
        const split = lineSplitter(line => heard.push(line));
        for (let at = 0; at < bytes.length; at += size + 1) split(bytes.subarray(at, at + size + 1));
        expect(heard).toEqual(lines);
      },
    ),
  );
});

test('a line at a given baud rate takes ten bits for each byte, both ways, one after the other', async () => {
  const clock = lockStepClock();
  const pair = memoryPair();
  clock.register({ idle: pair.idle });
  const device = throttled(pair.device, clock, 1_200);
  const arrived: string[] = [];
  device.onBytes(bytes => arrived.push(`device ${bytes.length} at ${clock.now()}`));
  pair.host.onBytes(bytes => arrived.push(`host ${bytes.length} at ${clock.now()}`));
  pair.host.write(new Uint8Array(12));
  await clock.settle();
  pair.host.write(new Uint8Array(12));
  device.write(new Uint8Array(6));
  expect(arrived).toEqual([]);
  await clock.advanceUntil(() => arrived.length === 3, 1_000);
  expect(arrived).toEqual(['host 6 at 50', 'device 12 at 100', 'device 12 at 200']);
  await pair.close();
  clock.close();
});
