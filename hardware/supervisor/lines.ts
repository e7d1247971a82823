import { z } from 'zod';
import type { Motion } from '../../src/ports.ts';

/**
 * What the two channels say to each other: one line of ASCII each. The main channel answers each beat with
 * what it does, and says it at once when that changes; its silence is a hang.
 */
export type FromMain =
  | { readonly type: 'start'; readonly hash: string }
  | { readonly type: 'state'; readonly motion: Motion }
  | { readonly type: 'bye' };

export type FromSupervisor =
  | { readonly type: 'ready' }
  /** The motor was on for longer than a pulse may take: its supply is cut. */
  | { readonly type: 'tooLong' }
  | { readonly type: 'agree' | 'beat'; readonly pulses: number; readonly hash: string }
  | { readonly type: 'veto'; readonly reason: string };

const hash = z.string().regex(/^[0-9a-f]{16}$/);
const motion = z.enum(['delivering', 'stopped', 'rewinding', 'seating', 'priming', 'failed']);
const whole = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);
const reason = z.array(z.string()).transform(words => words.join(' ').slice(0, 150));

const fromMain = z.union([
  z.tuple([z.literal('start'), hash]).transform(([type, given]): FromMain => ({ type, hash: given })),
  z.tuple([z.literal('state'), motion]).transform(([type, given]): FromMain => ({ type, motion: given })),
  z.tuple([z.literal('bye')]).transform(([type]): FromMain => ({ type })),
]);

const fromSupervisor = z.union([
  z.tuple([z.enum(['ready', 'tooLong'])]).transform(([type]): FromSupervisor => ({ type })),
  z
    .tuple([z.enum(['agree', 'beat']), whole, hash])
    .transform(([type, pulses, given]): FromSupervisor => ({ type, pulses, hash: given })),
  z
    .tuple([z.literal('veto')], z.string())
    .transform(([type, ...words]): FromSupervisor => ({ type, reason: reason.parse(words) })),
]);

/** A line with the LF that ends it. */
export const encodeMain = (said: FromMain): string =>
  said.type === 'start' ? `start ${said.hash}\n` : said.type === 'state' ? `state ${said.motion}\n` : 'bye\n';

export const encodeSupervisor = (said: FromSupervisor): string =>
  said.type === 'ready' || said.type === 'tooLong'
    ? `${said.type}\n`
    : said.type === 'veto'
      ? `veto ${printable(said.reason)}\n`
      : `${said.type} ${said.pulses} ${said.hash}\n`;

/** The inverses, of a line without its end; undefined when it is damaged. */
export const decodeMain = (line: string): FromMain | undefined => fromMain.safeParse(line.split(' ')).data;
export const decodeSupervisor = (line: string): FromSupervisor | undefined =>
  fromSupervisor.safeParse(line.split(' ')).data;

const printable = (text: string): string => text.replaceAll(/[^ -~]/g, '?').slice(0, 150);
