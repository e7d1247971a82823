import { z } from 'zod';
import { ATT, type AttError } from './gatt.ts';

/** What passes between a pump and the process that has the radio. */
const octets = z.custom<Uint8Array>(given => given instanceof Uint8Array);
const number = z.int();
const uuid = z.string();
const attError = z.enum(Object.keys(ATT) as [AttError, ...AttError[]]).nullable();

export const askedSchema = z.discriminatedUnion('ask', [
  /** Loads the driver and no more. */
  z.strictObject({ ask: z.literal('load') }),
  /** The first thing that is asked, once. Without a port: the radio of this computer. */
  z.strictObject({
    ask: z.literal('connect'),
    port: z.strictObject({ path: z.string(), baudRate: number }).nullable(),
    service: uuid,
    id: z.string().nullable(),
  }),
  z.strictObject({ ask: z.literal('read'), number, uuid }),
  z.strictObject({ ask: z.literal('write'), number, uuid, value: octets }),
  z.strictObject({ ask: z.literal('subscribe'), number, uuid }),
  /** Hang up, let go of the radio, and end. */
  z.strictObject({ ask: z.literal('end') }),
]);
export type Asked = z.infer<typeof askedSchema>;

export const toldSchema = z.discriminatedUnion('tell', [
  z.strictObject({ tell: z.literal('loaded') }),
  z.strictObject({
    tell: z.literal('stage'),
    stage: z.enum(['power', 'search', 'link', 'services']),
    deviceId: z.string().nullable(),
  }),
  z.strictObject({ tell: z.literal('connected') }),
  /** Neither this connection nor another will come of this process. */
  z.strictObject({ tell: z.literal('failed'), reason: z.string() }),
  z.strictObject({ tell: z.literal('answer'), number, value: octets.nullable() }),
  z.strictObject({ tell: z.literal('refused'), number, reason: z.string(), att: attError }),
  z.strictObject({ tell: z.literal('value'), uuid, value: octets }),
  z.strictObject({ tell: z.literal('lost'), reason: z.string() }),
]);
export type Told = z.infer<typeof toldSchema>;
