import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encode, openReply, replySize, sealReply, type TicCommand } from '../../hardware/motor/tic/codec.ts';
import { crc7 } from '../../hardware/motor/tic/crc.ts';
import { ticParser } from '../../hardware/motor/tic/parser.ts';
import { bytes, GOLDEN, quick, read, wide } from './ticVectors.ts';

const parsed = (packet: Iterable<number>, crc: boolean) => {
  const parse = ticParser({ crc, device: 14 });
  return [...packet].flatMap(byte => parse(byte));
};

describe('the Tic codec speaks the documented bytes', () => {
  test.each(GOLDEN)(
    'golden command $command has the bytes of the manual',
    ({ command, compact, crc, pololu }) => {
      expect(encode(command, { crc: false, device: null })).toEqual(bytes(compact));
      expect(encode(command, { crc: true, device: null })).toEqual(bytes(compact + crc));
      if (pololu) expect(encode(command, { crc: true, device: 14 })).toEqual(bytes(pololu));
    },
  );

  test.each(GOLDEN)('golden command $command is read back as itself in every framing', ({ command }) => {
    for (const crc of [false, true]) {
      for (const device of [null, 14]) {
        expect(parsed(encode(command, { crc, device }), crc)).toEqual([{ kind: 'command', command }]);
      }
    }
  });

  test('the CRC example of the manual and both golden replies check out', () => {
    expect(crc7([0x83, 0x01])).toBe(0x17);
    expect(sealReply(bytes('2E FB FF FF E0 5E F8 FF'), true).at(-1)).toBe(0x55);
    expect(sealReply(bytes('0A 01 00 00 00 00 00 00 00'), true).at(-1)).toBe(0x24);
  });
});

const commands: fc.Arbitrary<TicCommand> = fc.oneof(
  fc
    .constantFrom(
      ...(['haltAndHold', 'resetCommandTimeout', 'deenergize', 'energize', 'exitSafeStart'] as const),
    )
    .map(quick),
  fc
    .tuple(
      fc.constantFrom('setTargetPosition', 'haltAndSetPosition'),
      fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
    )
    .map(([name, value]) => wide(name, value)),
  fc
    .tuple(
      fc.constantFrom('getVariable', 'getSetting'),
      fc.integer({ min: 0, max: 255 }),
      fc.integer({ min: 1, max: 15 }),
    )
    .map(([name, offset, length]) => read(name, offset, length)),
);

describe('the Tic codec keeps its promises for any command', () => {
  test('any sequence of commands in either framing is read back unchanged', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(commands, fc.constantFrom(null, 14)), { minLength: 1 }),
        fc.boolean(),
        (list, crc) => {
          const stream = list.flatMap(([command, device]) => [...encode(command, { crc, device })]);
          expect(parsed(stream, crc)).toEqual(list.map(([command]) => ({ kind: 'command', command })));
        },
      ),
    );
  });

  test('no single flipped bit makes a command with a target or a speed in it, so none moves the plunger elsewhere', () => {
    fc.assert(
      fc.property(commands, fc.nat(), fc.integer({ min: 0, max: 7 }), (command, place, bit) => {
        const packet = [...encode(command, { crc: true, device: null })];
        const at = place % packet.length;
        packet[at] = (packet[at] ?? 0) ^ (1 << bit);
        // A data byte whose bit 7 flips can begin a short command, when what follows happens to be its CRC.
        const obeyed = parsed(packet, true).filter(
          each => each.kind === 'command' && each.command.kind === 'wide',
        );
        expect(obeyed).toEqual([]);
      }),
      {
        numRuns: 5_000,
        // Found by chance: bit 7 of one data byte begins a current limit whose CRC fits.
        examples: [[{ kind: 'wide', name: 'setTargetPosition', value: 17 }, 1_328_909_115, 7]],
      },
    );
  });

  test('a packet for another device is ignored without an error', () => {
    fc.assert(
      fc.property(
        commands,
        fc.integer({ min: 0, max: 127 }).filter(device => device !== 14),
        (command, device) => {
          expect(parsed(encode(command, { crc: true, device }), true)).toEqual([]);
        },
      ),
    );
  });

  test('any noise is answered by errors and commands, never by a throw', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.boolean(), (noise, crc) => {
        for (const each of parsed(noise, crc)) expect(['command', 'error']).toContain(each.kind);
      }),
    );
  });

  test('a sealed reply opens to its payload, and a reply of 14 bytes has no CRC', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 13 }), payload => {
        const sealed = sealReply(payload, true);
        expect(sealed.length).toBe(replySize(payload.length, true));
        expect(openReply(sealed, true)).toEqual(payload);
      }),
    );
    expect(sealReply(new Uint8Array(14), true).length).toBe(14);
  });

  test('no single flipped bit in a reply goes unnoticed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 13 }), fc.nat(), (payload, place) => {
        const sealed = [...sealReply(payload, true)];
        const bit = place % (sealed.length * 8);
        sealed[bit >> 3] = (sealed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(openReply(Uint8Array.from(sealed), true)).toBeUndefined();
      }),
      { numRuns: 1_000 },
    );
  });

  test('a number that its format cannot carry is refused', () => {
    expect(() => encode(wide('setTargetPosition', 2 ** 33), { crc: true, device: null })).toThrow(RangeError);
    expect(() => encode(read('getVariable', 0, 16), { crc: true, device: null })).toThrow(RangeError);
  });
});
