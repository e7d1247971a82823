import { z } from 'zod';
import { type MonoMs, monoMs } from '../../src/domain/units.ts';

/** Bytes of one cable, as one end counts them. */
export type Tally = { readonly sent: number; readonly received: number };

/** It is `at` by the clock that leads; `turn` counts these messages from 1. */
export type Told = { readonly turn: number; readonly at: MonoMs };

/**
 * All that follows from message `turn` and from the bytes counted here is done, until `next` at the latest.
 * Turn 0: the cables are open, and the time is not known yet.
 */
export type Report = {
  readonly turn: number;
  readonly next: MonoMs | null;
  readonly cables: readonly Tally[];
};

const whole = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);
const instant = whole.transform(monoMs);

const toldSchema = z
  .tuple([z.literal('at'), whole, instant])
  .transform(([, turn, at]): Told => ({ turn, at }));

const tally = z
  .string()
  .transform(text => text.split('/'))
  .pipe(z.tuple([whole, whole]).transform(([sent, received]): Tally => ({ sent, received })));

const reportSchema = z
  .tuple([z.literal('done'), whole, z.union([z.literal('-').transform(() => null), instant])], tally)
  .transform(([, turn, next, ...cables]): Report => ({ turn, next, cables }));

/** Lines of ASCII with their LF; the inverses take them without, and give undefined for a damaged one. */
export const encodeTold = ({ turn, at }: Told): string => `at ${turn} ${at}\n`;
export const decodeTold = (line: string): Told | undefined => toldSchema.safeParse(line.split(' ')).data;

export const encodeReport = ({ turn, next, cables }: Report): string =>
  `done ${turn} ${next ?? '-'}${cables.map(({ sent, received }) => ` ${sent}/${received}`).join('')}\n`;
export const decodeReport = (line: string): Report | undefined =>
  reportSchema.safeParse(line.split(' ')).data;
