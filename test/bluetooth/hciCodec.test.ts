import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Peripheral, Serving } from '../../hardware/link/bluetooth/gatt.ts';
import { attributeServer } from '../../hardware/link/bluetooth/hci/attributeServer.ts';
import { fragments, reassembly } from '../../hardware/link/bluetooth/hci/channels.ts';
import { hostReader } from '../../hardware/link/bluetooth/hci/packets.ts';

const RESET = [0x01, 0x03, 0x0c, 0x00];
const SCAN = [0x01, 0x0c, 0x20, 0x02, 0x01, 0x01];
const DATA = [0x02, 0x40, 0x00, 0x03, 0x00, 0xaa, 0xbb, 0xcc];

const read = (chunks: readonly (readonly number[])[]): readonly string[] => {
  const seen: string[] = [];
  const take = hostReader({
    command: (opcode, parameters) => void seen.push(`${opcode.toString(16)}(${[...parameters]})`),
    acl: (handle, isFirst, data) => void seen.push(`${handle} ${isFirst} ${[...data]}`),
    lostTrack: () => void seen.push('lost'),
  });
  for (const chunk of chunks) take(Uint8Array.from(chunk));
  return seen;
};

describe('what a controller makes of the bytes of a host', () => {
  const whole = [...RESET, ...SCAN, ...DATA];
  const seen = ['c03()', '200c(1,1)', '64 true 170,187,204'];
  test('packets come out the same wherever the bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: whole.length }), { maxLength: 6 }), cuts => {
        const at = [0, ...cuts.toSorted((a, b) => a - b), whole.length];
        expect(read(at.slice(1).map((end, n) => whole.slice(at[n], end)))).toEqual(seen);
      }),
    );
  });
  test.each([
    ['a kind that there is not', [0x77]],
    ['a group of commands that there is not', [0x01, 0x00, 0x78, 0x00]],
    ['more data than any controller takes', [0x02, 0x40, 0x00, 0xff, 0xff]],
  ])('%s loses its track, and a reset among what follows finds it', (_what, noise) => {
    expect(read([noise, [0x13, 0x01, 0x03], [...RESET, ...SCAN]])).toEqual(['lost', 'c03()', '200c(1,1)']);
  });
  test('nothing that comes makes it throw', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), bytes => void read([[...bytes]])));
  });
});

test('a message that is cut for the air is put together again, and what begins nothing is passed over', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 90 }), message => {
      const packets = fragments(0x40, 4, message, 27);
      const seen: unknown[] = [];
      const take = reassembly((channel, whole) => void seen.push([channel, [...whole]]));
      take(false, Uint8Array.of(1, 2, 3));
      packets.forEach((packet, n) => {
        expect(packet.length).toBeLessThanOrEqual(5 + 27);
        take(n === 0, packet.subarray(5));
      });
      expect(seen).toEqual([[4, message]]);
    }),
  );
});

const LONG = Uint8Array.from({ length: 40 }, (_value, n) => n);
/** Rows: 1 to 3 access, 4 attributes, 5 the service, 6 and 7 the long value, 8 to 10 what is indicated. */
const served = (options: { readonly wantsBond?: boolean } = {}) => {
  const sent: number[][] = [];
  const peripheral: Peripheral = {
    name: 'A',
    service: '181f',
    characteristics: [
      { uuid: '2aa8', does: ['read'] },
      { uuid: '2a52', does: ['write', 'indicate'] },
    ],
    connect: () => null,
  };
  const serving: Serving = {
    read: () => LONG,
    write: uuid => {
      server.tell(uuid, Uint8Array.of(7));
      server.tell(uuid, Uint8Array.of(8));
      return 'done';
    },
    subscribed: () => {},
    gone: () => {},
  };
  const server = attributeServer({
    peripheral,
    serving,
    mtu: 64,
    wantsBond: () => options.wantsBond ?? false,
    send: pdu => void sent.push([...pdu]),
  });
  return {
    ask: (...pdu: readonly number[]): readonly number[][] => {
      server.take(Uint8Array.from(pdu));
      return sent.splice(0);
    },
  };
};

describe('what a device answers in the Attribute Protocol', () => {
  test.each([
    [
      'the services',
      [0x10, 1, 0, 0xff, 0xff, 0x00, 0x28],
      [0x11, 6, 1, 0, 3, 0, 0x00, 0x18, 4, 0, 4, 0, 1, 0x18, 5, 0, 10, 0, 0x1f, 0x18],
    ],
    ['a group that is none', [0x10, 1, 0, 0xff, 0xff, 0x03, 0x28], [0x01, 0x10, 1, 0, 0x10]],
    ['no more services', [0x10, 11, 0, 0xff, 0xff, 0x00, 0x28], [0x01, 0x10, 11, 0, 0x0a]],
    [
      'the characteristics of one',
      [0x08, 5, 0, 10, 0, 0x03, 0x28],
      [0x09, 7, 6, 0, 0x02, 7, 0, 0xa8, 0x2a, 8, 0, 0x28, 9, 0, 0x52, 0x2a],
    ],
    ['the types of rows', [0x04, 9, 0, 0xff, 0xff], [0x05, 1, 9, 0, 0x52, 0x2a, 10, 0, 0x02, 0x29]],
    ['a row that there is not', [0x0a, 99, 0], [0x01, 0x0a, 99, 0, 0x01]],
    ['one that may not be read', [0x0a, 9, 0], [0x01, 0x0a, 9, 0, 0x02]],
    ['one that may not be written', [0x12, 7, 0, 1], [0x01, 0x12, 7, 0, 0x03]],
    ['a request that ends too early', [0x0a, 7], [0x01, 0x0a, 0, 0, 0x04]],
    ['one that it does not know', [0x16, 7, 0], [0x01, 0x16, 0, 0, 0x06]],
    ['a beginning after the end', [0x0c, 7, 0, 41, 0], [0x01, 0x0c, 7, 0, 0x07]],
    ['a configuration that does not fit', [0x12, 10, 0, 1, 0], [0x01, 0x12, 10, 0, 0xfd]],
    ['how long messages may be', [0x02, 0x00, 0x01], [0x03, 64, 0]],
  ])('%s', (_what, asked, answer) => {
    expect(served().ask(...asked)).toEqual([answer]);
  });

  test('a value longer than a message is read in parts', () => {
    const { ask } = served();
    expect(ask(0x0a, 7, 0)).toEqual([[0x0b, ...LONG.subarray(0, 22)]]);
    expect(ask(0x0c, 7, 0, 22, 0)).toEqual([[0x0d, ...LONG.subarray(22)]]);
    expect(ask(0x02, 64, 0)).toHaveLength(1);
    expect(ask(0x0a, 7, 0)).toEqual([[0x0b, ...LONG]]);
  });

  test('indications follow the answer, one at a time, each when the one before is confirmed; unasked there are none', () => {
    const { ask } = served();
    expect(ask(0x12, 9, 0, 1)).toEqual([[0x13]]);
    expect(ask(0x12, 10, 0, 2, 0)).toEqual([[0x13]]);
    expect(ask(0x12, 9, 0, 1)).toEqual([[0x13], [0x1d, 9, 0, 7]]);
    expect(ask(0x1e)).toEqual([[0x1d, 9, 0, 8]]);
    expect(ask(0x1e)).toEqual([]);
  });

  test('one that wants to be paired gives no value without', () => {
    const { ask } = served({ wantsBond: true });
    expect(ask(0x0a, 7, 0)).toEqual([[0x01, 0x0a, 7, 0, 0x05]]);
    expect(ask(0x12, 10, 0, 2, 0)).toEqual([[0x01, 0x12, 10, 0, 0x05]]);
  });

  test('nothing that is asked makes it throw', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 30 }), { maxLength: 8 }), asked => {
        const { ask } = served();
        for (const each of asked) ask(...each);
      }),
    );
  });
});
