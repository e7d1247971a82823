import {
  READER_RESULT,
  type ReaderAnswer,
  type ReaderAsked,
  type ReaderQuestion,
  type ReaderResult,
} from '../../src/interop/ids/answers.ts';
import { BASAL_CONTEXT, BOLUS_SELECTION, COUNTER, COUNTER_SELECTION } from '../../src/interop/ids/words.ts';
import { type Decoded, damaged, decoded, u16 } from '../link/bluetooth/bytes.ts';
import { given, sum, tbrLevel } from './amounts.ts';
import { bolusFields, bolusFlags } from './history.ts';
import { flagged, type Layout, ofKind, readWhole, struct, uint8, uint16, uint32, word } from './layout.ts';
import { changed } from './values.ts';

/** What passes at the IDD Status Reader Control Point (2B24): an op code of 16 bits, and what belongs to it. */

export const READER_RESPONSE = 0x0303;

export const QUESTION: Readonly<Record<ReaderQuestion, number>> = {
  resetStatus: 0x030c,
  activeBoluses: 0x0330,
  activeBolus: 0x0356,
  basalRate: 0x0365,
  totalDaily: 0x0395,
  counter: 0x03a6,
  delivered: 0x03c0,
  onBoard: 0x03f3,
};

type Operand<Ask extends ReaderQuestion> = Omit<Extract<ReaderAsked, { ask: Ask }>, 'ask'>;
const OPERANDS: { readonly [Ask in ReaderQuestion]: Layout<Operand<Ask>> } = {
  resetStatus: struct({ flags: changed }),
  activeBoluses: struct({}),
  activeBolus: struct({ bolus: uint16, selection: word(BOLUS_SELECTION) }),
  basalRate: struct({}),
  totalDaily: struct({}),
  counter: struct({ counter: word(COUNTER), selection: word(COUNTER_SELECTION) }),
  delivered: struct({}),
  onBoard: struct({}),
};

/** Ids of boluses behind their number: seven at most. */
const ids: Layout<readonly number[]> = {
  write: boluses => [...uint8.write(boluses.length), ...boluses.flatMap(each => uint16.write(each))],
  read: (bytes, at) => {
    const count = uint8.read(bytes, at);
    if (!count.ok) return count;
    const boluses: number[] = [];
    let { next } = count.value;
    while (boluses.length < count.value.value) {
      const each = uint16.read(bytes, next);
      if (!each.ok) return each;
      boluses.push(each.value.value);
      next = each.value.next;
    }
    return decoded({ value: boluses, next });
  },
};

type Told = Exclude<ReaderAnswer, { answer: 'result' }>;
type Telling<Name extends Told['answer']> = Omit<Extract<Told, { answer: Name }>, 'answer'>;

const tbr = struct({ level: tbrLevel, minutes: uint16, remainingMinutes: uint16 });
const basalFlagged = flagged({
  marks: {},
  fields: { profile: uint8, profileRateUuPerHour: given },
  extras: { tbr: [0, tbr], template: [1, uint8], context: [2, word(BASAL_CONTEXT)] },
});
/** This pump keeps no templates of temporary rates. */
const basalRate: Layout<Telling<'basalRate'>> = {
  write: value => basalFlagged.write({ ...value, template: null }),
  read: (bytes, at) => {
    const found = basalFlagged.read(bytes, at);
    if (!found.ok) return found;
    const { template: _, ...value } = found.value.value;
    return decoded({ value, next: found.value.next });
  },
};

const ANSWER_OP: Readonly<Record<Told['answer'], number>> = {
  activeBoluses: 0x033f,
  activeBolus: 0x0359,
  basalRate: 0x036a,
  totalDaily: 0x039a,
  counter: 0x03a9,
  delivered: 0x03cf,
  onBoard: 0x03fc,
};

const ANSWERS: { readonly [Name in Told['answer']]: Layout<Telling<Name>> } = {
  activeBoluses: struct({ boluses: ids }),
  activeBolus: flagged({ ...bolusFlags, fields: bolusFields }),
  basalRate,
  totalDaily: struct({ bolusUu: given, basalUu: given, totalUu: given }),
  counter: struct({ counter: word(COUNTER), selection: word(COUNTER_SELECTION), minutes: uint32 }),
  delivered: struct({ bolusUu: sum, basalUu: sum }),
  onBoard: flagged({
    marks: {},
    fields: { onBoardUu: given },
    extras: { remainingMinutes: [0, uint16] },
  }),
};

const keysOf = <Key extends string>(table: Readonly<Record<Key, unknown>>): readonly Key[] =>
  Object.keys(table) as Key[];

export const encodeAsked = (asked: ReaderAsked): readonly number[] => [
  ...uint16.write(QUESTION[asked.ask]),
  ...ofKind(OPERANDS, asked.ask).write(asked),
];

/** At the pump's side: the question, or the result by which it is refused. Not for fewer than two octets. */
export const decodeAsked = (bytes: Uint8Array): ReaderAsked | ReaderResult => {
  const code = u16(bytes, 0);
  const ask = keysOf(QUESTION).find(each => QUESTION[each] === code);
  if (ask === undefined) return 'opNotSupported';
  const operand = readWhole(ofKind(OPERANDS, ask), bytes.subarray(2));
  return operand.ok ? ({ ask, ...operand.value } as ReaderAsked) : 'invalidOperand';
};

const result = struct({ to: uint16, result: word(READER_RESULT) });

export const encodeAnswer = (answer: ReaderAnswer): readonly number[] => {
  if (answer.answer === 'result') return [...uint16.write(READER_RESPONSE), ...result.write(answer)];
  return [...uint16.write(ANSWER_OP[answer.answer]), ...ofKind(ANSWERS, answer.answer).write(answer)];
};

/** At the client's side. */
export const decodeAnswer = (bytes: Uint8Array): Decoded<ReaderAnswer> => {
  if (bytes.length < 2) return damaged(`${bytes.length} octets hold no op code`);
  const code = u16(bytes, 0);
  if (code === READER_RESPONSE) {
    const read = readWhole(result, bytes.subarray(2));
    return read.ok ? decoded({ answer: 'result', ...read.value }) : read;
  }
  const answer = keysOf(ANSWER_OP).find(each => ANSWER_OP[each] === code);
  if (answer === undefined)
    return damaged(`0x${code.toString(16).padStart(4, '0')}: is no op code of an answer`);
  const read = readWhole(ofKind(ANSWERS, answer), bytes.subarray(2));
  return read.ok ? decoded({ answer, ...read.value } as ReaderAnswer) : read;
};
