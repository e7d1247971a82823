import { z } from 'zod';
import type { Note } from '../../../src/domain/sounding.ts';

/**
 * The sound board of this pump: a small microcontroller with a loudspeaker, a vibration motor, and a sense
 * line to the buzzer of the second channel. Lines of ASCII with LF, 115 200 baud.
 *
 * `play VOLUME VIBRATE TIMES HZ/ON/OFF …` lets the notes be heard (volume in percent, 0 being no tone; vibrate
 * 0 or 1; ms), so many times over, by itself and never longer than that; a later order takes its place.
 * `quiet` ends it. `test` drives each for a moment.
 *
 * When what was ordered has ended, the board says what it has drawn: `done SPEAKER VIBRATOR BUZZER` in mA,
 * `-` for what was not driven. The buzzer's is a trickle through its sense line, too little to be heard.
 */
export const BOARD_BAUD = 115_200;

export type BoardRequest =
  | {
      readonly kind: 'play';
      readonly volume: number;
      readonly vibrate: boolean;
      readonly times: number;
      readonly notes: readonly Note[];
    }
  | { readonly kind: 'quiet' }
  | { readonly kind: 'test' };

/** What was drawn, in mA; null: not driven. */
export type Drawn = {
  readonly speaker: number | null;
  readonly vibrator: number | null;
  readonly buzzer: number;
};

/** Less than this, and what was driven is dead or torn off. */
export const LIVE_MA = 10;
export const LIVE_SENSE_MA = 1;

const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .pipe(z.number().min(least).max(most));

const note = z
  .string()
  .transform(text => text.split('/'))
  .pipe(
    z
      .tuple([whole(100, 4_000), whole(10, 2_000), whole(0, 2_000)])
      .transform(([hz, onMs, offMs]): Note => ({ hz, onMs, offMs })),
  );

const requestSchema = z.union([
  z.tuple([z.literal('play'), whole(0, 100), z.enum(['0', '1']), whole(1, 999), note], note).transform(
    ([kind, volume, vibrate, times, ...notes]): BoardRequest => ({
      kind,
      volume,
      vibrate: vibrate === '1',
      times,
      notes,
    }),
  ),
  z.tuple([z.enum(['quiet', 'test'])]).transform(([kind]): BoardRequest => ({ kind })),
]);

const figure = z.union([z.literal('-').transform(() => null), whole(0, 5_000)]);
const drawnSchema = z
  .tuple([z.literal('done'), figure, figure, whole(0, 5_000)])
  .transform(([, speaker, vibrator, buzzer]): Drawn => ({ speaker, vibrator, buzzer }));

/** Lines with their LF; the inverses take them without, and give undefined for a damaged one. */
export const encodeBoard = (request: BoardRequest): string =>
  request.kind === 'play'
    ? `play ${request.volume} ${request.vibrate ? 1 : 0} ${request.times} ${request.notes
        .map(({ hz, onMs, offMs }) => `${hz}/${onMs}/${offMs}`)
        .join(' ')}\n`
    : `${request.kind}\n`;
export const decodeBoard = (line: string): BoardRequest | undefined =>
  requestSchema.safeParse(line.split(' ')).data;

export const encodeDrawn = ({ speaker, vibrator, buzzer }: Drawn): string =>
  `done ${speaker ?? '-'} ${vibrator ?? '-'} ${buzzer}\n`;
export const decodeDrawn = (line: string): Drawn | undefined => drawnSchema.safeParse(line.split(' ')).data;
