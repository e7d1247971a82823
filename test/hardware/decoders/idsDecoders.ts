import fc from 'fast-check';
import { decodeCommandAnswer, refusal } from '../../../hardware/ids/commands.ts';
import { decodeRecord, encodeRecord } from '../../../hardware/ids/history.ts';
import {
  decodeRecordAnswer,
  decodeRecordAsked,
  encodeRecordAnswer,
  encodeRecordAsked,
} from '../../../hardware/ids/racp.ts';
import { decodeAnswer, decodeAsked, encodeAnswer, encodeAsked } from '../../../hardware/ids/reader.ts';
import { decodeFeatures, encodeFeatures } from '../../../hardware/ids/values.ts';
import type { Decoded } from '../../../hardware/link/bluetooth/bytes.ts';
import { anyAnswer, anyAsked, anyRecord } from '../../bluetooth/idsArbitrary.ts';
import { type FuzzedDecoder, octets, ofWhole } from './decoder.ts';

const believedIn = (read: Decoded<unknown>): unknown => (read.ok ? read : undefined);
/** What a request is refused by is a word; the service itself refuses what holds no op code. */
const askedIn = (decode: (bytes: Uint8Array) => object | string) => (bytes: Uint8Array) => {
  const asked = bytes.length < 2 ? '' : decode(bytes);
  return typeof asked === 'string' ? undefined : asked;
};
const some = <Value>(any: fc.Arbitrary<Value>, encode: (value: Value) => readonly number[]) =>
  fc.sample(any, { numRuns: 40, seed: 1 }).map(value => Uint8Array.from(encode(value)));

/** The Insulin Delivery Service, at the pump's side and at the client's. */
export const IDS_DECODERS: readonly FuzzedDecoder[] = [
  ofWhole('ids/commands.ts', 'decodeCommandAnswer', bytes => believedIn(decodeCommandAnswer(bytes)), [
    Uint8Array.from(refusal(octets('55 0F'))),
    Uint8Array.from(refusal(octets('5A 0F 01'))),
  ]),
  ofWhole(
    'ids/history.ts',
    'decodeRecord',
    bytes => believedIn(decodeRecord(bytes)),
    some(anyRecord, encodeRecord),
  ),
  ofWhole(
    'ids/racp.ts',
    'decodeRecordAsked',
    askedIn(decodeRecordAsked),
    [
      { ask: 'abort' } as const,
      { ask: 'report', wanted: { filter: 'any', of: 'all' } } as const,
      { ask: 'count', wanted: { filter: 'others', of: 'range', from: 2, upTo: 900 } } as const,
      { ask: 'delete', wanted: { filter: 'referenceTimes', of: 'from', sequence: 7 } } as const,
    ].map(asked => Uint8Array.from(encodeRecordAsked(asked))),
  ),
  ofWhole(
    'ids/racp.ts',
    'decodeRecordAnswer',
    bytes => believedIn(decodeRecordAnswer(bytes)),
    [
      { answer: 'counted', count: 70_000 } as const,
      { answer: 'result', to: 0x33, result: 'noRecords' } as const,
    ].map(answer => Uint8Array.from(encodeRecordAnswer(answer))),
  ),
  ofWhole('ids/reader.ts', 'decodeAsked', askedIn(decodeAsked), some(anyAsked, encodeAsked)),
  ofWhole(
    'ids/reader.ts',
    'decodeAnswer',
    bytes => believedIn(decodeAnswer(bytes)),
    some(anyAnswer, encodeAnswer),
  ),
  ofWhole('ids/values.ts', 'decodeFeatures', bytes => believedIn(decodeFeatures(bytes)), [
    encodeFeatures({ features: ['protection', 'onBoard'], concentrationUu: 100_000_000 }),
    encodeFeatures({ features: [], concentrationUu: 100_000_000 }),
  ]),
];
