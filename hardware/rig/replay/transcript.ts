import { z } from 'zod';
import { factSchema } from '../../../src/domain/facts.ts';
import type { SerialRecord } from '../../link/recorder.ts';
import type { TraceEntry } from '../../link/trace.ts';
import { MOTORS } from '../profile/motors.ts';

/**
 * The transcript of a run, `serial.jsonl`: a line for each piece of bytes that passed a line of a device, and for all else that
 * passed its adapter. `pump` numbers the pumps of the run; 0 is the teardown, which speaks to a motor without a pump. Lines of one
 * `turn` came in one piece of work, with nothing between them.
 */

const moment = {
  pump: z.int().nonnegative(),
  turn: z.int().nonnegative(),
  monoMs: z.number().nonnegative(),
};
const pulse = z.strictObject({ pulse: z.int(), channel: z.string() }).loose();

const lineSchema = z.union([
  z.strictObject({
    ...moment,
    device: z.string().min(1),
    direction: z.enum(['toDevice', 'toHost']),
    hex: z.string().regex(/^([0-9a-f]{2})+$/),
  }),
  z.strictObject({
    ...moment,
    kind: z.literal('connected'),
    supervised: z.boolean(),
    fed: z.boolean(),
    checks: z.array(z.string()),
    button: z.int().min(1).max(31).optional(),
    motor: z.enum(Object.keys(MOTORS) as (keyof typeof MOTORS)[]).default('tic'),
  }),
  z.strictObject({
    ...moment,
    kind: z.literal('called'),
    call: z.discriminatedUnion('name', [
      z.strictObject({ name: z.literal('move'), intent: pulse }),
      z.strictObject({ name: z.literal('start'), hash: z.string() }),
      z.strictObject({
        name: z.literal('tell'),
        motion: z.string(),
        untilMs: z.int().min(0).nullable().default(null),
      }),
      z.strictObject({
        name: z.enum(['rewind', 'seat', 'stop', 'readEncoder', 'readForce', 'selfTest', 'check', 'close']),
      }),
    ]),
  }),
  z.strictObject({ ...moment, kind: z.literal('said'), fact: factSchema }),
  z.strictObject({ ...moment, kind: z.literal('lost'), device: z.string(), reason: z.string() }),
  z.strictObject({ ...moment, kind: z.literal('attested'), item: z.string(), wrong: z.array(z.string()) }),
  z.strictObject({
    ...moment,
    kind: z.literal('eStop'),
    event: z.enum(['eStop.pressed', 'eStop.released', 'eStop.unseen']),
  }),
]);

/** Numbers the pieces of work in which lines are noted: a new one begins when what was called has returned. */
export const turns = (): { readonly now: () => number } => {
  let turn = 0;
  let isOpen = false;
  return {
    now: () => {
      if (!isOpen) {
        isOpen = true;
        queueMicrotask(() => {
          isOpen = false;
          turn += 1;
        });
      }
      return turn;
    },
  };
};

/** One line. The schema checks what is read; an intent is given back to the adapter as it was. */
export type TranscriptLine = { readonly pump: number; readonly turn: number } & (
  | SerialRecord
  | TraceEntry
  | { readonly kind: 'eStop'; readonly event: string; readonly monoMs: number }
);

/** A transcript that cannot be read. `message` names the line, what it holds and the remedy. */
export class BadTranscript extends Error {
  override readonly name = 'BadTranscript';
}

/** The lines of a transcript. Throws BadTranscript. */
export const transcriptIn = (text: string): readonly TranscriptLine[] =>
  text
    .split('\n')
    .filter(line => line !== '')
    .map((line, at) => {
      try {
        return lineSchema.parse(JSON.parse(line)) as TranscriptLine;
      } catch {
        throw new BadTranscript(
          `serial.jsonl:${at + 1}: ${line.slice(0, 80)}: it is no line of a transcript. Take the file as islet rig run wrote it.`,
        );
      }
    });
