import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeCommandAnswer, refusal } from '../../hardware/ids/commands.ts';
import { decodeRecord, encodeRecord } from '../../hardware/ids/history.ts';
import { readWhole } from '../../hardware/ids/layout.ts';
import { openRecord, sealer, sealRecord } from '../../hardware/ids/protection.ts';
import {
  chosen,
  decodeRecordAnswer,
  decodeRecordAsked,
  encodeRecordAnswer,
  encodeRecordAsked,
  RECORD_RESULT,
  type RecordAnswer,
  type RecordAsked,
  type RecordResult,
  type Wanted,
} from '../../hardware/ids/racp.ts';
import { decodeAnswer, decodeAsked, encodeAnswer, encodeAsked } from '../../hardware/ids/reader.ts';
import { annunciation, changed, decodeFeatures, encodeFeatures, status } from '../../hardware/ids/values.ts';
import { hexOf } from '../../hardware/link/bluetooth/bytes.ts';
import type { IddRecord } from '../../src/interop/ids/record.ts';
import { CHANGED, type Changed } from '../../src/interop/ids/words.ts';
import { anyOctets, octets } from './arbitrary.ts';
import { anyAnnunciation, anyAnswer, anyAsked, anyRecord } from './idsArbitrary.ts';

const hex = (bytes: readonly number[] | Uint8Array): string => hexOf(Uint8Array.from(bytes)).toUpperCase();

describe('golden vectors of the Insulin Delivery Service', () => {
  const running = { therapy: 'run', operational: 'ready', leftUu: 142_300_000, attached: true } as const;

  test('a status: 142.3 U left, running; waiting with the cartridge out', () => {
    expect(hex(status.write(running))).toBe('55 96 8F F5 01');
    expect(readWhole(status, octets('33 66 FF 07 00'))).toEqual({
      ok: true,
      value: { therapy: 'stop', operational: 'waiting', leftUu: null, attached: false },
    });
  });

  test('the first protected value of a connection has the counter 1, the next 2', () => {
    const seal = sealer(true);
    expect(hex(seal(status.write(running)))).toBe('55 96 8F F5 01 01 54 7B');
    const plain = { instance: 7, type: 0x3c, status: 'pending', alarm: null, priority: null } as const;
    expect(hex(annunciation.write(plain))).toBe('01 07 00 3C 00 33');
    expect(hex(seal(annunciation.write(plain)))).toBe('01 07 00 3C 00 33 02 95 94');
  });

  test('features as a pump that is sold tells them: not protected, 100 U/mL, more flags behind', () => {
    const read = decodeFeatures(octets('FF FF 00 64 00 FE DE 80 1F'));
    expect(read).toEqual({
      ok: true,
      value: {
        concentrationUu: 100_000_000,
        features: [
          'basal',
          'tbrAbsolute',
          'tbrRelative',
          'tbrTemplate',
          'fastBolus',
          'extendedBolus',
          'multiwaveBolus',
          'bolusTemplate',
          'bolusActivation',
          'multipleBond',
          'isf',
          'targetRange',
          'onBoard',
          'extension',
        ],
      },
    });
  });

  test('a command is refused by its own op code', () => {
    expect(hex(refusal(octets('4B 11 14 33 7D E0 00 00 00 00 33')))).toBe('55 0F 4B 11 70');
    expect(decodeCommandAnswer(octets('55 0F 4B 11 70'))).toEqual({
      ok: true,
      value: { to: 0x114b, result: 'opNotSupported' },
    });
  });

  test('a temporary rate of 0.85 U/h lies as the standard has it', () => {
    const record: IddRecord = {
      event: 'tbrStarted',
      sequence: 258,
      offsetS: 60,
      level: { type: 'absolute', rateUuPerHour: 850_000 },
      minutes: 30,
      template: null,
    };
    expect(hex(encodeRecord(record))).toBe('A5 00 02 01 00 00 3C 00 00 33 55 E0 1E 00');
  });
});

describe('what is written is read as it was', () => {
  test('every kind of entry in the history', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(anyRecord, fc.boolean(), (record, isProtected) => {
        seen.add(record.event);
        const sent = sealRecord(isProtected, encodeRecord(record));
        const opened = openRecord(isProtected, sent);
        expect(opened.ok && decodeRecord(opened.value)).toEqual({ ok: true, value: record });
      }),
      { numRuns: 800 },
    );
    expect(seen.size).toBe(19);
  });

  test('every question and every answer of the Status Reader', () => {
    fc.assert(
      fc.property(anyAsked, asked => {
        expect(decodeAsked(Uint8Array.from(encodeAsked(asked)))).toEqual(asked);
      }),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(anyAnswer, answer => {
        expect(decodeAnswer(Uint8Array.from(encodeAnswer(answer)))).toEqual({ ok: true, value: answer });
      }),
      { numRuns: 500 },
    );
  });

  const filter = fc.constantFrom('any', 'referenceTimes', 'others');
  const number = fc.integer({ min: 0, max: 0xffff_ffff });
  const wanted: fc.Arbitrary<Wanted> = fc.oneof(
    fc.record({ filter, of: fc.constantFrom('all', 'first', 'last') }),
    fc.record({ filter, of: fc.constantFrom('upTo', 'from'), sequence: number }),
    fc.tuple(filter, number, number).map(([by, a, b]) => ({
      filter: by,
      of: 'range' as const,
      from: Math.min(a, b),
      upTo: Math.max(a, b),
    })),
  );
  test('every request for entries, and every answer to one', () => {
    const asked: fc.Arbitrary<RecordAsked> = fc.oneof(
      fc.record({ ask: fc.constantFrom('report', 'delete', 'count'), wanted }),
      fc.constant({ ask: 'abort' as const }),
    );
    fc.assert(
      fc.property(asked, each => {
        expect(decodeRecordAsked(Uint8Array.from(encodeRecordAsked(each)))).toEqual(each);
      }),
    );
    const answers: fc.Arbitrary<RecordAnswer> = fc.oneof(
      fc.record({ answer: fc.constant('counted' as const), count: number }),
      fc.record({
        answer: fc.constant('result' as const),
        to: fc.integer({ min: 0, max: 255 }),
        result: fc.constantFrom(...(Object.keys(RECORD_RESULT) as RecordResult[])),
      }),
    );
    fc.assert(
      fc.property(answers, each => {
        expect(decodeRecordAnswer(Uint8Array.from(encodeRecordAnswer(each)))).toEqual({
          ok: true,
          value: each,
        });
      }),
    );
  });

  test('annunciations, none as well; flags; features', () => {
    fc.assert(
      fc.property(fc.option(anyAnnunciation), told => {
        expect(readWhole(annunciation, Uint8Array.from(annunciation.write(told)))).toEqual({
          ok: true,
          value: told,
        });
      }),
    );
    fc.assert(
      fc.property(fc.subarray(Object.keys(CHANGED) as Changed[]), fc.boolean(), (flags, isProtected) => {
        expect(readWhole(changed, Uint8Array.from(changed.write(flags)))).toEqual({ ok: true, value: flags });
        const told = {
          features: isProtected ? (['protection', 'basal'] as const) : (['basal'] as const),
          concentrationUu: 100_000_000,
        };
        expect(decodeFeatures(encodeFeatures(told))).toEqual({ ok: true, value: told });
      }),
    );
  });

  test('any octets are read or refused, and none is read with something left over', () => {
    let refused = 0;
    fc.assert(
      fc.property(anyOctets, bytes => {
        for (const read of [
          decodeRecord(bytes),
          decodeAnswer(bytes),
          decodeRecordAnswer(bytes),
          decodeCommandAnswer(bytes),
          decodeFeatures(bytes),
          readWhole(status, bytes),
          readWhole(annunciation, bytes),
        ])
          refused += read.ok ? 0 : 1;
        const asked = decodeAsked(bytes);
        expect(['string', 'object']).toContain(typeof asked);
        expect(['string', 'object']).toContain(typeof decodeRecordAsked(bytes));
      }),
    );
    expect(refused).toBeGreaterThan(0);
  });
});

test('entries are chosen by sequence and by kind, the oldest first', () => {
  const at = (sequence: number): IddRecord =>
    sequence % 3 === 0
      ? { event: 'reservoirChanged', leftUu: null, sequence, offsetS: 0 }
      : { event: 'therapyChanged', before: 'stop', after: 'run', sequence, offsetS: 0 };
  const time: IddRecord = {
    event: 'referenceTime',
    reason: 'periodic',
    time: { year: 2026, month: 1, day: 2, hour: 0, minute: 0, second: 0, zoneQuarters: 0, dstQuarters: 0 },
    sequence: 4,
    offsetS: 0,
  };
  const records = [at(1), at(2), at(3), time, at(5)];
  const numbers = (wanted: Wanted): readonly number[] =>
    chosen(records, wanted).map(({ sequence }) => sequence);
  expect(numbers({ of: 'all', filter: 'any' })).toEqual([1, 2, 3, 4, 5]);
  expect(numbers({ of: 'first', filter: 'referenceTimes' })).toEqual([4]);
  expect(numbers({ of: 'last', filter: 'others' })).toEqual([5]);
  expect(numbers({ of: 'upTo', sequence: 2, filter: 'any' })).toEqual([1, 2]);
  expect(numbers({ of: 'from', sequence: 4, filter: 'others' })).toEqual([5]);
  expect(numbers({ of: 'range', from: 2, upTo: 4, filter: 'any' })).toEqual([2, 3, 4]);
  expect(numbers({ of: 'range', from: 9, upTo: 9, filter: 'any' })).toEqual([]);
});
