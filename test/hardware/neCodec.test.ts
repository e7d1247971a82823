import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ascii } from '../../hardware/link/lines.ts';
import {
  decodeReply,
  dispensedIn,
  encodeCommand,
  encodeReply,
  type NeReply,
} from '../../hardware/motor/ne1000/codec.ts';
import { crc16 } from '../../hardware/motor/ne1000/crc.ts';
import { encodeFrame, type Framed, frameReader } from '../../hardware/motor/ne1000/frame.ts';
import { ALARM, REFUSAL, STATUS } from '../../hardware/motor/ne1000/protocol.ts';
import { figureIn, volumeOf } from '../../hardware/motor/ne1000/volume.ts';

const hex = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('hex')
    .toUpperCase()
    .replaceAll(/..(?!$)/g, '$& ');
const read = (bytes: Iterable<number>): readonly Framed[] => {
  const reader = frameReader();
  return [...bytes].flatMap(byte => [...reader.take(byte)]);
};
const texts = (framed: readonly Framed[]): readonly string[] =>
  framed.flatMap(each => (each.kind === 'payload' ? [String.fromCharCode(...each.payload)] : []));

describe('the frames of the manual, byte by byte', () => {
  test.each([
    ['', '02 04 00 00 03'],
    ['SAF0', '02 08 53 41 46 30 55 43 03'],
    ['SAF10', '02 09 53 41 46 31 30 4C 32 03'],
    ['VER', '02 07 56 45 52 64 E0 03'],
    ['RUN', '02 07 52 55 4E 68 EE 03'],
    ['STP', '02 07 53 54 50 9F 10 03'],
    ['DIS', '02 07 44 49 53 1C AF 03'],
    ['00S', '02 07 30 30 53 AA A6 03'],
    ['00A?S', '02 09 30 30 41 3F 53 75 A7 03'],
    ['00A?T', '02 09 30 30 41 3F 54 05 40 03'],
    ['00S?OOR', '02 0B 30 30 53 3F 4F 4F 52 23 3F 03'],
  ])('%j', (payload, bytes) => {
    expect(hex(encodeCommand(payload))).toBe(bytes);
    expect(texts(read(encodeCommand(payload)))).toEqual([payload]);
  });

  test('the check value of CRC-16/XMODEM', () => {
    expect(crc16(ascii('123456789'))).toBe(0x31c3);
  });
});

const payloads = fc.uint8Array({ maxLength: 30 });

describe('the reader of frames', () => {
  test('any frames in any chunks are read as they were written', () => {
    fc.assert(
      fc.property(fc.array(payloads, { minLength: 1, maxLength: 5 }), list => {
        const found = read(list.flatMap(payload => [...encodeFrame(payload)]));
        expect(found).toEqual(list.map(payload => ({ kind: 'payload', payload })));
      }),
    );
  });

  test('no flipped bits in up to 16 in a row go unnoticed', () => {
    fc.assert(
      fc.property(payloads, fc.nat(), fc.integer({ min: 1, max: 0xffff }), (payload, place, burst) => {
        const frame = [...encodeFrame(payload)];
        // Within payload and CRC: a damaged length reads other bytes as CRC, and is the next test's.
        const bits = (frame.length - 3) * 8 - 15;
        const from = 16 + (place % bits);
        for (let bit = 0; bit < 16; bit += 1) {
          if (((burst >> bit) & 1) === 0) continue;
          const at = from + bit;
          frame[at >> 3] = (frame[at >> 3] ?? 0) ^ (0x80 >> (at & 7));
        }
        expect(found(frame, payload)).toEqual([]);
      }),
      { numRuns: 5_000 },
    );
  });
  /** Payloads that were read and are of the same length: what the sender could be misunderstood by. */
  const found = (frame: readonly number[], payload: Uint8Array): readonly string[] =>
    texts(read(frame)).filter(text => text.length === payload.length);

  test('noise throws nothing, and a frame behind it is read after at most one frame of silence', () => {
    let seen = 0;
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), noise => {
        const reader = frameReader();
        for (const byte of noise) reader.take(byte);
        reader.forget();
        const good = [...encodeFrame(ascii('00S'))].flatMap(byte => [...reader.take(byte)]);
        expect(texts(good)).toEqual(['00S']);
        seen += 1;
      }),
    );
    expect(seen).toBeGreaterThan(0);
  });

  test('after any damage it is in step again within 64 bytes, without any silence', () => {
    fc.assert(
      fc.property(payloads, fc.nat(), fc.integer({ min: 1, max: 255 }), (payload, place, mask) => {
        const frame = [...encodeFrame(payload)];
        const at = place % frame.length;
        frame[at] = (frame[at] ?? 0) ^ mask;
        const behind = Array.from({ length: 10 }, () => [...encodeFrame(ascii('00S'))]).flat();
        const said = texts(read([...frame, ...behind, ...encodeFrame(ascii('00I'))]));
        expect(said.at(-1)).toBe('00I');
      }),
      { numRuns: 2_000 },
    );
  });
});

const replies: fc.Arbitrary<NeReply> = fc.record({
  address: fc.nat(99),
  state: fc.oneof(
    fc
      .constantFrom(...(['I', 'W', 'S', 'P', 'T', 'U', 'X'] as const))
      .map(letter => ({ kind: 'status' as const, letter })),
    fc
      .constantFrom(...(['R', 'S', 'T', 'E', 'O'] as const))
      .map(letter => ({ kind: 'alarm' as const, letter })),
  ),
  data: fc.constantFrom('', '10.00', 'I0.250W0.000UL', 'NE1000V3.928'),
  refused: fc.constantFrom(null, '' as const, 'NA' as const, 'OOR' as const, 'COM' as const, 'IGN' as const),
});

test('every answer is read as it was said, and the tables have every letter', () => {
  fc.assert(
    fc.property(replies, reply => {
      const said = reply.refused === null ? reply : { ...reply, data: '' };
      expect(decodeReply(ascii(encodeReply(reply)))).toEqual(said);
    }),
  );
  expect([Object.keys(STATUS).join(''), Object.keys(ALARM).join(''), Object.keys(REFUSAL).join(' ')]).toEqual(
    ['IWSPTUX', 'RSTEO', ' NA OOR COM IGN'],
  );
});

test('no payload makes the decoder of answers throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 30 }), payload => {
      const reply = decodeReply(payload);
      if (reply !== undefined) expect(reply.address).toBeLessThan(100);
    }),
    { numRuns: 2_000 },
  );
});

test('volumes are exact, never more than was dispensed, and always have their point', () => {
  fc.assert(
    fc.property(fc.nat(9_999_000), fc.constantFrom('UL' as const, 'ML' as const), (nl, unit) => {
      const figure = figureIn(nl, unit);
      expect(figure).toMatch(/^\d{1,4}\.\d{0,3}$/);
      expect(figure.replace('.', '').length).toBeLessThanOrEqual(4);
      const shown = volumeOf(figure, unit) ?? Number.NaN;
      expect(shown).toBeLessThanOrEqual(nl);
      expect(nl - shown).toBeLessThan(
        unit === 'UL'
          ? 10 ** Math.max(0, String(Math.floor(nl / 1_000)).length - 1)
          : 1_000 * 10 ** Math.max(0, String(Math.floor(nl / 1_000_000)).length - 1),
      );
    }),
  );
  expect(['0.250', '10.00', '3000.', '9999.'].map(figure => volumeOf(figure, 'UL'))).toEqual([
    250, 10_000, 3_000_000, 9_999_000,
  ]);
  expect(dispensedIn('I0.250W0.000UL')).toEqual({ infused: 250, withdrawn: 0 });
  for (const wrong of ['I0.250W0.000', 'I.250W0.000UL', 'I0250W0.000UL', 'W0.000I0.250UL', ''])
    expect(dispensedIn(wrong)).toBeUndefined();
});
