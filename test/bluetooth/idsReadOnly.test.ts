import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sealer } from '../../hardware/ids/protection.ts';
import { iddPeripheral } from '../../hardware/ids/server.ts';
import { IDD } from '../../hardware/ids/service.ts';
import { hexOf } from '../../hardware/link/bluetooth/bytes.ts';
import type { AttError, Serving } from '../../hardware/link/bluetooth/gatt.ts';
import { scribe } from '../../src/interop/ids/scribe.ts';
import { corePump } from '../support/corePump.ts';

const CONTROL = [IDD.reader, IDD.commands, IDD.records] as const;

/** A delivering pump, a client that hears everything, and a count of the facts that the pump has taken. */
const attacked = async (isProtected: boolean) => {
  const pump = await corePump();
  const book = scribe(() => ({ monoMs: pump.clock.now(), wallMs: pump.clock.wall() }));
  for (const each of pump.steps) book.take(each);
  pump.runtime.observe(book.take);
  await pump.give({ type: 'resume.requested' });
  const told: { readonly uuid: string; readonly hex: string }[] = [];
  const serving = iddPeripheral(book, { name: 'Islet', isProtected, clock: pump.clock }).connect({
    tell: (uuid, value) => void told.push({ uuid, hex: hexOf(value) }),
    hangUp: () => {},
  });
  if (serving === null) throw new Error('nobody was connected');
  for (const uuid of Object.values(IDD)) serving.subscribed(uuid);
  const facts = (): number => pump.steps.length;
  return { pump, serving, told, facts };
};
type Written = ReturnType<Serving['write']>;

test('SR-110 of all 65 536 op codes none commands: each is answered "op code not supported", and the pump takes no fact', async () => {
  const { pump, serving, told, facts } = await attacked(true);
  const before = facts();
  const state = pump.runtime.state();
  const seal = sealer(true);
  const results = new Set<Written>();
  for (let code = 0; code < 0x1_0000; code += 1)
    results.add(serving.write(IDD.commands, seal([code & 0xff, code >> 8])));
  await pump.clock.settle();
  expect([...results]).toEqual(['done']);
  const answers = told.filter(({ uuid }) => uuid === IDD.commands);
  expect(answers).toHaveLength(0x1_0000);
  for (const [code, { hex }] of answers.entries()) {
    const named = `${(code & 0xff).toString(16).padStart(2, '0')} ${(code >> 8).toString(16).padStart(2, '0')}`;
    if (!hex.startsWith(`55 0f ${named} 70 `)) throw new Error(`0x${code.toString(16)}: ${hex}`);
  }
  expect(facts()).toBe(before);
  expect(pump.runtime.state()).toBe(state);
  pump.clock.close();
});

test('SR-110 whatever bytes are written wherever, the pump takes no fact and its state is the same object', async () => {
  const { pump, serving, facts } = await attacked(false);
  const [before, state] = [facts(), pump.runtime.state()];
  const seen = new Set<Written>();
  const commands = [
    [0x5a, 0x0f, 0x55],
    [0x4b, 0x11, 0x14, 0x33, 0x7d, 0xe0, 0, 0, 0, 0, 0x33],
    [0xff, 0x0f, 0x00, 0x33, 0x55, 0xe0, 0x1e, 0x00],
    [0x7b, 0x12, 0x64, 0x00],
  ].map(bytes => Uint8Array.from(bytes));
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.values(IDD)),
      fc.oneof(fc.uint8Array({ maxLength: 24 }), fc.constantFrom(...commands)),
      (uuid, bytes) => {
        seen.add(serving.write(uuid, bytes));
        const value = serving.read(uuid);
        if (value === null) throw new Error('a read was never answered');
      },
    ),
    { numRuns: 20_000 },
  );
  expect(facts()).toBe(before);
  expect(pump.runtime.state()).toBe(state);
  const errors: readonly (AttError | 'done')[] = ['done', 'attributeNotFound', 'invalidLength'];
  for (const each of errors) expect(seen).toContain(each);
  pump.clock.close();
});

test('of the characteristics three can be written, and none without an answer', async () => {
  const pump = await corePump();
  const peripheral = iddPeripheral(scribe(), { name: 'Islet', isProtected: true, clock: pump.clock });
  const writable = peripheral.characteristics.filter(({ does }) => does.includes('write'));
  expect(writable.map(({ uuid }) => uuid)).toEqual([...CONTROL]);
  expect(writable.every(({ does }) => does.includes('indicate'))).toBe(true);
  pump.clock.close();
});
