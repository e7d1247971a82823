import { match, P } from 'ts-pattern';
import type { IddRecord } from '../../src/interop/ids/record.ts';
import { type Decoded, damaged, decoded, hexOf, u8 } from '../link/bluetooth/bytes.ts';
import { readWhole, struct, uint8, uint32, word } from './layout.ts';

/** What passes at the IDD Record Access Control Point (2B27). Its codes are its own, not those of 2A52. */

const OP = { response: 0x0f, report: 0x33, delete: 0x3c, abort: 0x55, count: 0x5a, counted: 0x66 } as const;
const OPERATOR = {
  none: 0x0f,
  all: 0x33,
  upTo: 0x3c,
  from: 0x55,
  range: 0x5a,
  first: 0x66,
  last: 0x69,
} as const;
/** All events, only reference times, or all but those. */
const FILTER = { any: 0x0f, referenceTimes: 0x33, others: 0x3c } as const;
export type RecordFilter = keyof typeof FILTER;

export const RECORD_RESULT = {
  success: 0xf0,
  opNotSupported: 0x02,
  invalidOperator: 0x03,
  operatorNotSupported: 0x04,
  invalidOperand: 0x05,
  noRecords: 0x06,
  abortUnsuccessful: 0x07,
  notCompleted: 0x08,
  operandNotSupported: 0x09,
  notApplicable: 0x0a,
} as const;
export type RecordResult = keyof typeof RECORD_RESULT;

/** Which entries are meant, by their sequence numbers, both ends included. */
export type Wanted = { readonly filter: RecordFilter } & (
  | { readonly of: 'all' | 'first' | 'last' }
  | { readonly of: 'upTo' | 'from'; readonly sequence: number }
  | { readonly of: 'range'; readonly from: number; readonly upTo: number }
);

export type RecordAsked =
  | { readonly ask: 'report' | 'delete' | 'count'; readonly wanted: Wanted }
  | { readonly ask: 'abort' };

export type RecordAnswer =
  | { readonly answer: 'counted'; readonly count: number }
  | { readonly answer: 'result'; readonly to: number; readonly result: RecordResult };

/** The op code of a request, for the answer that names it. */
export const recordOp = (asked: RecordAsked): number => OP[asked.ask];

export const encodeRecordAsked = (asked: RecordAsked): readonly number[] =>
  match(asked)
    .with({ ask: 'abort' }, () => [OP.abort, OPERATOR.none])
    .otherwise(({ ask, wanted }) => [
      OP[ask],
      OPERATOR[wanted.of],
      FILTER[wanted.filter],
      ...match(wanted)
        .with({ of: P.union('all', 'first', 'last') }, () => [])
        .with({ of: P.union('upTo', 'from') }, ({ sequence }) => uint32.write(sequence))
        .with({ of: 'range' }, ({ from, upTo }) => [...uint32.write(from), ...uint32.write(upTo)])
        .exhaustive(),
    ]);

const filter = word(FILTER);
const one = struct({ filter, sequence: uint32 });
const two = struct({ filter, from: uint32, upTo: uint32 });

const wantedIn = (operator: number, operand: Uint8Array): Wanted | RecordResult => {
  const of = (Object.keys(OPERATOR) as (keyof typeof OPERATOR)[]).find(name => OPERATOR[name] === operator);
  if (of === undefined) return 'operatorNotSupported';
  if (of === 'none') return 'invalidOperator';
  if (operand.length === 0) return 'invalidOperand';
  if (!Object.values<number>(FILTER).includes(u8(operand, 0))) return 'operandNotSupported';
  if (of === 'range') {
    const read = readWhole(two, operand);
    return read.ok && read.value.from <= read.value.upTo ? { of, ...read.value } : 'invalidOperand';
  }
  if (of === 'upTo' || of === 'from') {
    const read = readWhole(one, operand);
    return read.ok ? { of, ...read.value } : 'invalidOperand';
  }
  const read = readWhole(filter, operand);
  return read.ok ? { of, filter: read.value } : 'invalidOperand';
};

/** At the pump's side: the request, or the result by which it is refused. Not for fewer than two octets. */
export const decodeRecordAsked = (bytes: Uint8Array): RecordAsked | RecordResult => {
  const op = u8(bytes, 0);
  if (op === OP.abort) {
    if (u8(bytes, 1) !== OPERATOR.none) return 'invalidOperator';
    return bytes.length === 2 ? { ask: 'abort' } : 'invalidOperand';
  }
  const ask = op === OP.report ? 'report' : op === OP.delete ? 'delete' : op === OP.count ? 'count' : null;
  if (ask === null) return 'opNotSupported';
  const wanted = wantedIn(u8(bytes, 1), bytes.subarray(2));
  return typeof wanted === 'string' ? wanted : { ask, wanted };
};

export const encodeRecordAnswer = (answer: RecordAnswer): readonly number[] =>
  answer.answer === 'counted'
    ? [OP.counted, OPERATOR.none, ...uint32.write(answer.count)]
    : [OP.response, OPERATOR.none, ...uint8.write(answer.to), RECORD_RESULT[answer.result]];

const counted = struct({ op: uint8, operator: uint8, count: uint32 });
const resulted = struct({ op: uint8, operator: uint8, to: uint8, result: word(RECORD_RESULT) });

/** At the client's side. */
export const decodeRecordAnswer = (bytes: Uint8Array): Decoded<RecordAnswer> => {
  const isAnswer = u8(bytes, 1) === OPERATOR.none;
  if (isAnswer && u8(bytes, 0) === OP.counted) {
    const read = readWhole(counted, bytes);
    return read.ok ? decoded({ answer: 'counted', count: read.value.count }) : read;
  }
  if (isAnswer && u8(bytes, 0) === OP.response) {
    const read = readWhole(resulted, bytes);
    return read.ok ? decoded({ answer: 'result', to: read.value.to, result: read.value.result }) : read;
  }
  return damaged(`${hexOf(bytes)}: is no answer about records`);
};

const passes = (by: RecordFilter, { event }: IddRecord): boolean =>
  by === 'any' || (event === 'referenceTime') === (by === 'referenceTimes');

/** The entries that are meant, the oldest first. */
export const chosen = (records: readonly IddRecord[], wanted: Wanted): readonly IddRecord[] => {
  const all = records.filter(record => passes(wanted.filter, record));
  return match(wanted)
    .with({ of: 'all' }, () => all)
    .with({ of: 'first' }, () => all.slice(0, 1))
    .with({ of: 'last' }, () => all.slice(-1))
    .with({ of: 'upTo' }, ({ sequence }) => all.filter(each => each.sequence <= sequence))
    .with({ of: 'from' }, ({ sequence }) => all.filter(each => each.sequence >= sequence))
    .with({ of: 'range' }, ({ from, upTo }) =>
      all.filter(({ sequence }) => sequence >= from && sequence <= upTo),
    )
    .exhaustive();
};
