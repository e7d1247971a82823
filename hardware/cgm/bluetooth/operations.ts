import { match, P } from 'ts-pattern';
import { type Decoded, damaged, decoded, hexOf, le8, le16, u8, u16 } from '../../link/bluetooth/bytes.ts';
import { opened, sealed } from '../../link/bluetooth/crc16.ts';
import { type Sfloat, sfloatBits, sfloatFrom } from '../../link/bluetooth/sfloat.ts';

/** Levels that a sensor alarms at by itself, with the op code that sets each; `get` and its answer follow. */
export const LEVELS = {
  patientHigh: 0x07,
  patientLow: 0x0a,
  hypo: 0x0d,
  hyper: 0x10,
  fall: 0x13,
  rise: 0x16,
} as const;
export type Level = keyof typeof LEVELS;

export const OUTCOMES = {
  success: 1,
  opNotSupported: 2,
  invalidOperand: 3,
  notCompleted: 4,
  outOfRange: 5,
} as const;
export type Outcome = keyof typeof OUTCOMES;

/**
 * What passes at the CGM Specific Ops Control Point (2AAC), both ways. Calibration is not written: no reading
 * is ever changed from here.
 */
export type Operation =
  | { readonly op: 'getInterval' | 'resetAlert' | 'startSession' | 'stopSession' }
  /** Minutes between measurements; 0 is off, 255 as fast as it can. */
  | { readonly op: 'setInterval' | 'interval'; readonly minutes: number }
  | { readonly op: 'getLevel'; readonly level: Level }
  /** mg/dL, or mg/dL per minute for `fall` and `rise`. */
  | { readonly op: 'setLevel' | 'level'; readonly level: Level; readonly value: Sfloat }
  | { readonly op: 'outcome'; readonly of: number; readonly outcome: Outcome };

const PLAIN = { getInterval: 0x02, resetAlert: 0x19, startSession: 0x1a, stopSession: 0x1b } as const;
const SET_INTERVAL = 0x01;
const INTERVAL = 0x03;
const RESPONSE = 0x1c;

const codesOf = (operation: Operation): readonly number[] =>
  match(operation)
    .with({ op: P.union('getInterval', 'resetAlert', 'startSession', 'stopSession') }, ({ op }) => [
      PLAIN[op],
    ])
    .with({ op: 'setInterval' }, ({ minutes }) => [SET_INTERVAL, ...le8(minutes)])
    .with({ op: 'interval' }, ({ minutes }) => [INTERVAL, ...le8(minutes)])
    .with({ op: 'getLevel' }, ({ level }) => [LEVELS[level] + 1])
    .with({ op: 'setLevel' }, ({ level, value }) => [LEVELS[level], ...le16(sfloatBits(value))])
    .with({ op: 'level' }, ({ level, value }) => [LEVELS[level] + 2, ...le16(sfloatBits(value))])
    .with({ op: 'outcome' }, ({ of, outcome }) => [RESPONSE, of, OUTCOMES[outcome]])
    .exhaustive();

export const encodeOperation = (operation: Operation, crc: boolean): readonly number[] =>
  crc ? sealed(codesOf(operation)) : codesOf(operation);

const keysOf = <Key extends string>(table: Readonly<Record<Key, number>>): readonly Key[] =>
  Object.keys(table) as Key[];

const levelIn = (code: number): { readonly level: Level; readonly step: number } | undefined =>
  keysOf(LEVELS)
    .map(level => ({ level, step: code - LEVELS[level] }))
    .find(({ step }) => step >= 0 && step <= 2);

/** One operation with its length: whatever is longer or shorter is damage. */
export const decodeOperation = (bytes: Uint8Array, crc: boolean): Decoded<Operation> => {
  const whole = crc ? opened(bytes) : decoded(bytes);
  if (!whole.ok) return whole;
  const read = operationIn(whole.value);
  return read === undefined
    ? damaged(`${hexOf(whole.value)}: is no operation of this service`)
    : decoded(read);
};

const operationIn = (body: Uint8Array): Operation | undefined => {
  const code = u8(body, 0);
  const { length } = body;
  const plain = keysOf(PLAIN).find(op => PLAIN[op] === code);
  if (plain !== undefined) return length === 1 ? { op: plain } : undefined;
  if (code === SET_INTERVAL || code === INTERVAL)
    return length === 2
      ? { op: code === INTERVAL ? 'interval' : 'setInterval', minutes: u8(body, 1) }
      : undefined;
  if (code === RESPONSE) {
    const outcome = keysOf(OUTCOMES).find(name => OUTCOMES[name] === u8(body, 2));
    return length === 3 && outcome !== undefined ? { op: 'outcome', of: u8(body, 1), outcome } : undefined;
  }
  const found = levelIn(code);
  if (found === undefined) return undefined;
  const { level, step } = found;
  if (step === 1) return length === 1 ? { op: 'getLevel', level } : undefined;
  return length === 3
    ? { op: step === 0 ? 'setLevel' : 'level', level, value: sfloatFrom(u16(body, 1)) }
    : undefined;
};
