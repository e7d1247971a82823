import { z } from 'zod';
import { remoteRoles } from '../../src/domain/facts.ts';
import { HARD } from '../../src/domain/limits.ts';
import { textBytes } from './bytes.ts';

/**
 * What is said inside a session, as JSON. Unknown words, unknown fields and amounts out of range are
 * refused whole; nothing is moved into range (SR-111).
 */

/** The remote's own name for a bolus command: never used twice. */
const command = z.string().regex(/^[a-z0-9-]{1,32}$/);
/** A time-stamped number that the pump has given out, to be used once. */
const challenge = z.string().regex(/^[0-9a-f]{32}$/);
const amountUu = z.int().positive().max(HARD.maxBolusUu);

const message = <Type extends string, Shape extends z.core.$ZodLooseShape>(type: Type, shape: Shape) =>
  z.strictObject({ type: z.literal(type), ...shape });

export const requestSchema = z.discriminatedUnion('type', [
  /** Asks for a challenge: every command must answer a fresh one. */
  message('ask', {}),
  message('readStatus', {}),
  message('suspend', { challenge }),
  /** Asks for the permission to request this one bolus. */
  message('permit', { challenge, bolus: command }),
  message('bolus', { challenge, bolus: command, amountUu }),
  /** The person at the remote has read this amount and wants it. */
  message('confirm', { challenge, bolus: command, amountUu }),
  message('unpair', { challenge }),
]);

export type Request = z.infer<typeof requestSchema>;
/** A request that changes something, and so must be fresh. */
export type RemoteCommand = Extract<Request, { challenge: string }>;

const bolus = z.strictObject({ bolus: z.string(), requestedUu: z.int(), deliveredUu: z.int() });

export const statusSchema = z.strictObject({
  monoMs: z.int(),
  delivering: z.boolean(),
  /** The word of the pump's chart for why not, or `delivering`. */
  permission: z.string(),
  bolus: bolus.extend({ phase: z.enum(['pending', 'active']) }).nullable(),
  lastBolus: bolus.extend({ reason: z.string() }).nullable(),
  reservoirUu: z.int(),
  alarms: z.array(z.string()),
});
export type Status = z.infer<typeof statusSchema>;

const to = z.int().nonnegative();

/** Answers name the counter of the request they are `to`; `opened` is the first word of a session. */
export const replySchema = z.discriminatedUnion('type', [
  message('opened', { role: z.enum(remoteRoles) }),
  message('challenge', { to, challenge, forMs: z.int().positive() }),
  message('status', { to, status: statusSchema }),
  message('permitted', { to, forMs: z.int().positive() }),
  /** The pump shows this amount; only the same amount can be confirmed. */
  message('asks', { to, bolus: command, amountUu }),
  message('accepted', { to }),
  message('refused', { to, reasons: z.array(z.string()) }),
]);
export type Reply = z.infer<typeof replySchema>;
/** A reply without its address. */
export type Answer =
  Exclude<Reply, { type: 'opened' }> extends infer Each
    ? Each extends { to: number }
      ? Omit<Each, 'to'>
      : never
    : never;

export const encodeMessage = (said: Request | Reply): Uint8Array => textBytes(JSON.stringify(said));

/** The message in these bytes; null when there is none of this kind. Never throws. */
export const decodeMessage = <Schema extends z.ZodType>(
  schema: Schema,
  bytes: Uint8Array,
): z.infer<Schema> | null => {
  try {
    const read = schema.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
};
