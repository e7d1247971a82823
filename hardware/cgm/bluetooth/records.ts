import { match, P } from 'ts-pattern';
import { type Decoded, damaged, decoded, hexOf, le16, u8, u16 } from '../../link/bluetooth/bytes.ts';

/** Which records a request is about. By the only filter of this service: the time offset, in minutes. */
export type Which =
  | { readonly of: 'all' | 'first' | 'last' }
  | { readonly of: 'upTo' | 'from'; readonly offsetMin: number }
  | { readonly of: 'range'; readonly fromMin: number; readonly toMin: number };

/** A request at the Record Access Control Point (2A52). It has no CRC. */
export type RecordRequest =
  | { readonly ask: 'report' | 'delete' | 'count'; readonly which: Which }
  | { readonly ask: 'abort' };

export const RESULTS = {
  success: 1,
  opNotSupported: 2,
  invalidOperator: 3,
  operatorNotSupported: 4,
  invalidOperand: 5,
  noRecords: 6,
  abortUnsuccessful: 7,
  notCompleted: 8,
  operandNotSupported: 9,
} as const;
export type Result = keyof typeof RESULTS;

/** What the control point answers, when all records have gone before. */
export type RecordResponse =
  | { readonly answer: 'count'; readonly count: number }
  | { readonly answer: 'result'; readonly to: RecordRequest['ask'] | number; readonly result: Result };

const OPS = { report: 1, delete: 2, abort: 3, count: 4 } as const;
const COUNT = 5;
const RESPONSE = 6;
const OPERATOR = { none: 0, all: 1, upTo: 2, from: 3, range: 4, first: 5, last: 6 } as const;
const TIME_OFFSET = 1;

const encodeWhich = (which: Which): readonly number[] =>
  match(which)
    .with({ of: P.union('all', 'first', 'last') }, ({ of }) => [OPERATOR[of]])
    .with({ of: P.union('upTo', 'from') }, ({ of, offsetMin }) => [
      OPERATOR[of],
      TIME_OFFSET,
      ...le16(offsetMin),
    ])
    .with({ of: 'range' }, ({ fromMin, toMin }) => [
      OPERATOR.range,
      TIME_OFFSET,
      ...le16(fromMin),
      ...le16(toMin),
    ])
    .exhaustive();

export const encodeRecordRequest = (request: RecordRequest): readonly number[] =>
  request.ask === 'abort' ? [OPS.abort, OPERATOR.none] : [OPS[request.ask], ...encodeWhich(request.which)];

const whichIn = (bytes: Uint8Array): Which | Result => {
  const operator = u8(bytes, 1);
  if (operator === OPERATOR.all || operator === OPERATOR.first || operator === OPERATOR.last) {
    if (bytes.length !== 2) return 'invalidOperand';
    return { of: operator === OPERATOR.all ? 'all' : operator === OPERATOR.first ? 'first' : 'last' };
  }
  if (operator === OPERATOR.none) return 'invalidOperator';
  if (operator > OPERATOR.last) return 'operatorNotSupported';
  if (bytes.length > 2 && u8(bytes, 2) !== TIME_OFFSET) return 'operandNotSupported';
  if (operator === OPERATOR.range) {
    const [fromMin, toMin] = [u16(bytes, 3), u16(bytes, 5)];
    return bytes.length === 7 && fromMin <= toMin ? { of: 'range', fromMin, toMin } : 'invalidOperand';
  }
  if (bytes.length !== 5) return 'invalidOperand';
  return { of: operator === OPERATOR.upTo ? 'upTo' : 'from', offsetMin: u16(bytes, 3) };
};

/** At the sensor's side: the request, or the result by which it is refused. */
export const decodeRecordRequest = (bytes: Uint8Array): RecordRequest | Result => {
  const op = u8(bytes, 0);
  if (op === OPS.abort)
    return bytes.length === 2 && u8(bytes, 1) === 0 ? { ask: 'abort' } : 'invalidOperator';
  const ask = op === OPS.report ? 'report' : op === OPS.delete ? 'delete' : op === OPS.count ? 'count' : null;
  if (ask === null) return 'opNotSupported';
  if (bytes.length < 2) return 'invalidOperator';
  const which = whichIn(bytes);
  return typeof which === 'string' ? which : { ask, which };
};

export const encodeRecordResponse = (response: RecordResponse): readonly number[] => {
  if (response.answer === 'count') return [COUNT, OPERATOR.none, ...le16(response.count)];
  const to = typeof response.to === 'number' ? response.to : OPS[response.to];
  return [RESPONSE, OPERATOR.none, to, RESULTS[response.result]];
};

const nameOf = <Name extends string>(table: Readonly<Record<Name, number>>, code: number): Name | undefined =>
  (Object.keys(table) as Name[]).find(name => table[name] === code);

/** At the client's side. */
export const decodeRecordResponse = (bytes: Uint8Array): Decoded<RecordResponse> => {
  const wrong = damaged(`${hexOf(bytes)}: is no answer about records`);
  if (bytes.length !== 4 || u8(bytes, 1) !== OPERATOR.none) return wrong;
  if (u8(bytes, 0) === COUNT) return decoded({ answer: 'count', count: u16(bytes, 2) });
  const result = nameOf(RESULTS, u8(bytes, 3));
  if (u8(bytes, 0) !== RESPONSE || result === undefined) return wrong;
  return decoded({ answer: 'result', to: nameOf(OPS, u8(bytes, 2)) ?? u8(bytes, 2), result });
};

/** Whether a record of this offset is one of them, `first` and `last` apart: they depend on the others. */
export const isMeant = (which: Which, offsetMin: number): boolean =>
  match(which)
    .with({ of: P.union('all', 'first', 'last') }, () => true)
    .with({ of: 'upTo' }, ({ offsetMin: most }) => offsetMin <= most)
    .with({ of: 'from' }, ({ offsetMin: least }) => offsetMin >= least)
    .with({ of: 'range' }, ({ fromMin, toMin }) => offsetMin >= fromMin && offsetMin <= toMin)
    .exhaustive();
