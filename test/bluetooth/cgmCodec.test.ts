import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { announcing, type OctetOrder } from '../../hardware/cgm/bluetooth/annunciation.ts';
import {
  decodeMeasurements,
  encodeMeasurement,
  type Framing,
  type Measurement,
} from '../../hardware/cgm/bluetooth/measurement.ts';
import {
  decodeOperation,
  encodeOperation,
  LEVELS,
  type Operation,
  OUTCOMES,
} from '../../hardware/cgm/bluetooth/operations.ts';
import {
  decodeRecordRequest,
  decodeRecordResponse,
  encodeRecordRequest,
  encodeRecordResponse,
  RESULTS,
  type RecordRequest,
  type RecordResponse,
  type Result,
} from '../../hardware/cgm/bluetooth/records.ts';
import {
  decodeFeature,
  decodeRunTime,
  decodeStartTime,
  decodeStatus,
  encodeFeature,
  encodeRunTime,
  encodeStartTime,
  encodeStatus,
  FEATURE,
  type StartTime,
} from '../../hardware/cgm/bluetooth/session.ts';
import { anyMeasurement, anyOctets, anySfloat, flipped, octets } from './arbitrary.ts';

const framing = (crc: boolean, order: OctetOrder = 'specification'): Framing => ({ crc, order });
const measurement = (mantissa: number, offsetMin: number, more: Partial<Measurement> = {}): Measurement => ({
  glucose: { mantissa, exponent: 0 },
  offsetMin,
  annunciation: 0,
  trend: null,
  quality: null,
  ...more,
});
const anyFraming = fc.record({
  crc: fc.boolean(),
  order: fc.constantFrom<OctetOrder>('specification', 'reversed'),
});
const keys = <Key extends string>(table: Readonly<Record<Key, number>>): readonly Key[] =>
  Object.keys(table) as Key[];

const GOLDEN: readonly (readonly [string, string, Measurement, Framing])[] = [
  ['120 mg/dL after 5 min', '06 00 78 00 05 00', measurement(120, 5), framing(false)],
  [
    'a fall of 1.2 mg/dL/min',
    '0A 01 78 00 05 00 F4 FF 94 5B',
    measurement(120, 5, { trend: { mantissa: -12, exponent: -1 } }),
    framing(true),
  ],
  [
    '55 mg/dL with its warning',
    '09 20 37 00 0A 00 04 85 66',
    measurement(55, 10, { annunciation: announcing('belowHypo') }),
    framing(true),
  ],
  [
    'no number, a malfunction, too hot, above the high of the patient',
    '0B E0 FF 07 0F 00 08 10 02 FF 77',
    measurement(0, 15, {
      glucose: 'nan',
      annunciation: announcing('malfunction', 'tooHot', 'abovePatientHigh'),
    }),
    framing(true),
  ],
];

describe('a CGM measurement', () => {
  test.each(GOLDEN)('%s has the bytes of the specification', (_, hex, told, how) => {
    expect(Uint8Array.from(encodeMeasurement(told, how))).toEqual(octets(hex));
    expect(decodeMeasurements(octets(hex), how)).toEqual({ ok: true, value: [told] });
  });

  test('is read back as itself, alone and in a row, in both orders of its octets', () => {
    fc.assert(
      fc.property(fc.array(anyMeasurement, { minLength: 1, maxLength: 4 }), anyFraming, (told, how) => {
        const bytes = Uint8Array.from(told.flatMap(each => encodeMeasurement(each, how)));
        expect(decodeMeasurements(bytes, how)).toEqual({ ok: true, value: told });
      }),
    );
  });

  test('read in the wrong order of octets says something else whenever two octets differ', () => {
    const told = measurement(100, 5, { annunciation: announcing('sessionStopped', 'belowHypo') });
    const bytes = Uint8Array.from(encodeMeasurement(told, framing(true, 'reversed')));
    expect(decodeMeasurements(bytes, framing(true))).not.toEqual({ ok: true, value: [told] });
  });

  test('in which a bit has flipped is refused where there is a CRC', () => {
    fc.assert(
      fc.property(anyMeasurement, fc.nat(), (told, bit) => {
        const bytes = Uint8Array.from(encodeMeasurement(told, framing(true)));
        expect(decodeMeasurements(flipped(bytes, bit), framing(true)).ok).toBe(false);
      }),
    );
  });

  test('cut short anywhere is refused', () => {
    fc.assert(
      fc.property(anyMeasurement, anyFraming, fc.nat(), (told, how, cut) => {
        const bytes = Uint8Array.from(encodeMeasurement(told, how));
        expect(decodeMeasurements(bytes.subarray(0, cut % bytes.length), how).ok).toBe(false);
      }),
    );
  });
});

const anyStartTime: fc.Arbitrary<StartTime> = fc.record({
  year: fc.integer({ min: 1582, max: 9_999 }),
  month: fc.integer({ min: 1, max: 12 }),
  day: fc.integer({ min: 1, max: 31 }),
  hour: fc.integer({ min: 0, max: 23 }),
  minute: fc.integer({ min: 0, max: 59 }),
  second: fc.integer({ min: 0, max: 59 }),
  zoneQuarters: fc.option(fc.integer({ min: -48, max: 56 })),
  dstQuarters: fc.constantFrom(0 as const, 2 as const, 4 as const, 8 as const, null),
});

describe('what a sensor says of its session', () => {
  test('Feature and Session Start Time have the bytes of the specification', () => {
    const feature = { features: FEATURE.crc | FEATURE.trend, type: 9, location: 5 };
    expect(Uint8Array.from(encodeFeature(feature))).toEqual(octets('00 90 00 59 1C 45'));
    expect(decodeFeature(octets('00 90 00 59 1C 45'))).toEqual({ ok: true, value: feature });
    const start: StartTime = {
      year: 2026,
      month: 1,
      day: 2,
      hour: 3,
      minute: 4,
      second: 5,
      zoneQuarters: 4,
      dstQuarters: 0,
    };
    expect(Uint8Array.from(encodeStartTime(start, true))).toEqual(octets('EA 07 01 02 03 04 05 04 00 D5 45'));
    expect(decodeStartTime(octets('EA 07 01 02 03 04 05 04 00 D5 45'), true)).toEqual({
      ok: true,
      value: start,
    });
  });

  test('a flipped bit does not switch the CRC off', () => {
    const bytes = Uint8Array.from(encodeFeature({ features: FEATURE.crc, type: 9, location: 5 }));
    for (let bit = 0; bit < 8 * bytes.length; bit += 1)
      expect(decodeFeature(flipped(bytes, bit)).ok).toBe(false);
  });

  test('each is read back as itself, and not once a bit of it has flipped', () => {
    const word = fc.integer({ min: 0, max: 0xffff });
    const status = fc.record({ offsetMin: word, annunciation: fc.integer({ min: 0, max: 0xff_ffff }) });
    fc.assert(
      fc.property(status, anyStartTime, word, fc.nat(), (told, start, hours, bit) => {
        const all = [
          [Uint8Array.from(encodeStatus(told, true)), (bytes: Uint8Array) => decodeStatus(bytes, true), told],
          [
            Uint8Array.from(encodeStartTime(start, true)),
            (bytes: Uint8Array) => decodeStartTime(bytes, true),
            start,
          ],
          [
            Uint8Array.from(encodeRunTime(hours, true)),
            (bytes: Uint8Array) => decodeRunTime(bytes, true),
            hours,
          ],
        ] as const;
        for (const [bytes, decode, value] of all) {
          expect(decode(bytes)).toEqual({ ok: true, value });
          expect(decode(flipped(bytes, bit)).ok).toBe(false);
        }
        expect(decodeStatus(Uint8Array.from(encodeStatus(told, false)), false)).toEqual({
          ok: true,
          value: told,
        });
      }),
    );
  });
});

const offset = fc.integer({ min: 0, max: 0xffff });
const anyRequest: fc.Arbitrary<RecordRequest> = fc.oneof(
  fc.constant<RecordRequest>({ ask: 'abort' }),
  fc.record({
    ask: fc.constantFrom('report' as const, 'delete' as const, 'count' as const),
    which: fc.oneof(
      fc.record({ of: fc.constantFrom('all' as const, 'first' as const, 'last' as const) }),
      fc.record({ of: fc.constantFrom('upTo' as const, 'from' as const), offsetMin: offset }),
      fc
        .tuple(offset, offset)
        .map(([a, b]) => ({ of: 'range' as const, fromMin: Math.min(a, b), toMin: Math.max(a, b) })),
    ),
  }),
);
const anyResponse: fc.Arbitrary<RecordResponse> = fc.oneof(
  fc.record({ answer: fc.constant('count' as const), count: offset }),
  fc.record({
    answer: fc.constant('result' as const),
    to: fc.oneof(
      fc.constantFrom('report' as const, 'delete' as const, 'abort' as const, 'count' as const),
      fc.integer({ min: 5, max: 255 }),
    ),
    result: fc.constantFrom(...keys(RESULTS)),
  }),
);

describe('the control point of records', () => {
  test('requests and answers are read back as themselves', () => {
    fc.assert(
      fc.property(anyRequest, anyResponse, (request, response) => {
        expect(decodeRecordRequest(Uint8Array.from(encodeRecordRequest(request)))).toEqual(request);
        expect(decodeRecordResponse(Uint8Array.from(encodeRecordResponse(response)))).toEqual({
          ok: true,
          value: response,
        });
      }),
    );
  });

  test.each<readonly [string, string, Result]>([
    ['an op code of nobody', '77 01', 'opNotSupported'],
    ['a report with no operator', '01 00', 'invalidOperator'],
    ['an operator of nobody', '01 07', 'operatorNotSupported'],
    ['a filter by wall time', '01 03 02 05 00', 'operandNotSupported'],
    ['a range that ends before it begins', '01 04 01 06 00 05 00', 'invalidOperand'],
    ['half an offset', '01 03 01 05', 'invalidOperand'],
    ['all, and something behind it', '01 01 00', 'invalidOperand'],
  ])('%s is refused by the result that says so', (_, hex, result) => {
    expect(decodeRecordRequest(octets(hex))).toBe(result);
  });
});

const anyOperation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({
    op: fc.constantFrom(
      'getInterval' as const,
      'resetAlert' as const,
      'startSession' as const,
      'stopSession' as const,
    ),
  }),
  fc.record({
    op: fc.constantFrom('setInterval' as const, 'interval' as const),
    minutes: fc.integer({ min: 0, max: 255 }),
  }),
  fc.record({ op: fc.constant('getLevel' as const), level: fc.constantFrom(...keys(LEVELS)) }),
  fc.record({
    op: fc.constantFrom('setLevel' as const, 'level' as const),
    level: fc.constantFrom(...keys(LEVELS)),
    value: anySfloat,
  }),
  fc.record({
    op: fc.constant('outcome' as const),
    of: fc.integer({ min: 0, max: 255 }),
    outcome: fc.constantFrom(...keys(OUTCOMES)),
  }),
);

test('the control point of operations reads back what was written, and nothing in which a bit has flipped', () => {
  fc.assert(
    fc.property(anyOperation, fc.boolean(), fc.nat(), (operation, crc, bit) => {
      const bytes = Uint8Array.from(encodeOperation(operation, crc));
      expect(decodeOperation(bytes, crc)).toEqual({ ok: true, value: operation });
      if (crc) expect(decodeOperation(flipped(bytes, bit), crc).ok).toBe(false);
    }),
  );
});

test('no decoder throws, whatever comes', () => {
  fc.assert(
    fc.property(anyOctets, anyFraming, (bytes, how) => {
      decodeMeasurements(bytes, how);
      decodeFeature(bytes);
      decodeStatus(bytes, how.crc);
      decodeStartTime(bytes, how.crc);
      decodeRunTime(bytes, how.crc);
      decodeRecordRequest(bytes);
      decodeRecordResponse(bytes);
      decodeOperation(bytes, how.crc);
    }),
    { numRuns: 1_000 },
  );
});
