import { z } from 'zod';
import { shown } from '../../link/shown.ts';

/** Registers of the US Digital QSB that this pump uses. */
export const REGISTER = { threshold: 0x0b, interval: 0x0c, count: 0x0e, version: 0x14 } as const;
export const QSB_BAUD = 230_400;

export type QsbRequest =
  | { readonly kind: 'read'; readonly register: number }
  | { readonly kind: 'write'; readonly register: number; readonly value: number }
  | { readonly kind: 'stream'; readonly register: number };

/** `r` answers a read, `w` a write, `s` is a streamed value, `e` an error; the value is signed. */
export type QsbReply = {
  readonly kind: 'r' | 'w' | 's' | 'e';
  readonly register: number;
  readonly value: number;
};

const LETTER = { read: 'R', write: 'W', stream: 'S' } as const;
const hex = (value: number, digits: number): string =>
  (value >>> 0).toString(16).toUpperCase().padStart(digits, '0');

/** A request as text, with the LF that ends it. */
export const encodeRequest = (request: QsbRequest): string =>
  `${LETTER[request.kind]}${hex(request.register, 2)}${request.kind === 'write' ? hex(request.value, 8) : ''}\n`;

const requestSchema = z.string().regex(/^[RS][0-9A-F]{2}$|^W[0-9A-F]{2}[0-9A-F]{1,8}$/i);

/** The inverse, of a line without its end; undefined when it is no request. */
export const decodeRequest = (line: string): QsbRequest | undefined => {
  if (!requestSchema.safeParse(line).success) return undefined;
  const register = Number.parseInt(line.slice(1, 3), 16);
  const letter = line.charAt(0).toUpperCase();
  if (letter === 'W') return { kind: 'write', register, value: Number.parseInt(line.slice(3), 16) | 0 };
  return { kind: letter === 'R' ? 'read' : 'stream', register };
};

/** A reply as text with CR LF: letter, register, eight hex digits in two's complement, `!`. */
export const encodeReply = ({ kind, register, value }: QsbReply): string =>
  `${kind}${hex(register, 2)}${hex(value, 8)}!\r\n`;

const replySchema = z.tuple([
  z.enum(['r', 'w', 's', 'e'], 'should be r, w, s or e'),
  z.string().regex(/^[0-9A-F]{2}$/i, 'should be two hex digits'),
  z.string().regex(/^[0-9A-F]{8}$/i, 'should be eight hex digits'),
  z.literal('!', 'should be "!"'),
]);
const FIELDS = ['letter', 'register', 'value', 'end'];

/** A line in the fields of a reply; too few characters leave the last ones empty. */
const fieldsOf = (line: string): readonly string[] => [
  line.slice(0, 1),
  line.slice(1, 3),
  line.slice(3, 11),
  line.slice(11),
];
/** The inverse, of a line without its end; undefined when the frame is damaged in any way. */
export const decodeReply = (line: string): QsbReply | undefined => {
  const fields = replySchema.safeParse(fieldsOf(line));
  if (!fields.success) return undefined;
  const [kind, register, value] = fields.data;
  return { kind, register: Number.parseInt(register, 16), value: Number.parseInt(value, 16) | 0 };
};

/** The first field of a damaged reply that is wrong, what it holds and what it should be. Undefined for a sound one. */
export const flawOf = (line: string): string | undefined => {
  const fields = fieldsOf(line);
  const issue = replySchema.safeParse(fields).error?.issues[0];
  if (!issue) return undefined;
  const at = Number(issue.path[0]);
  return `${FIELDS[at]} = ${shown(fields[at] ?? '')}: ${issue.message}`;
};
