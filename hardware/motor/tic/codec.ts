import { crc7 } from './crc.ts';
import { BLOCK, QUICK, SEVEN_BIT, UNCHECKED_REPLY, WIDE } from './protocol.ts';

/** How commands travel on this line. `device`: Pololu framing to that number (7 bits); null: compact. */
export type Framing = { readonly crc: boolean; readonly device: number | null };

/** The framing of this pump: compact, with CRC both ways. */
export const OUR_FRAMING: Framing = { crc: true, device: null };

export type TicCommand =
  | { readonly kind: 'quick'; readonly name: keyof typeof QUICK }
  | { readonly kind: 'sevenBit'; readonly name: keyof typeof SEVEN_BIT; readonly value: number }
  | { readonly kind: 'wide'; readonly name: keyof typeof WIDE; readonly value: number }
  | {
      readonly kind: 'block';
      readonly name: keyof typeof BLOCK;
      readonly offset: number;
      readonly length: number;
    };

/** The bytes of a command. Throws a RangeError for a value its format cannot carry. */
export const encode = (command: TicCommand, { crc, device }: Framing): Uint8Array => {
  const code = codeOf(command);
  const body = [...(device === null ? [code] : [0xaa, device & 0x7f, code & 0x7f]), ...payload(command)];
  return Uint8Array.from(crc ? [...body, crc7(body)] : body);
};

const codeOf = (command: TicCommand): number => {
  switch (command.kind) {
    case 'quick':
      return QUICK[command.name];
    case 'sevenBit':
      return SEVEN_BIT[command.name];
    case 'wide':
      return WIDE[command.name];
    case 'block':
      return BLOCK[command.name];
  }
};

const payload = (command: TicCommand): readonly number[] => {
  switch (command.kind) {
    case 'quick':
      return [];
    case 'sevenBit':
      return [within(command.value, 0, 0x7f)];
    case 'wide':
      return wideBytes(within(command.value, -(2 ** 31), 2 ** 32 - 1));
    case 'block': {
      const length = within(command.length, 1, 15);
      const offset = within(command.offset, 0, 0xff);
      // Bit 6 of the length stands for bit 7 of the offset, which data bytes cannot carry.
      return [offset & 0x7f, offset > 0x7f ? length | 0x40 : length];
    }
  }
};

/** Four bytes stripped of bit 7, before them the stripped bits: bit 0 belongs to the least significant byte. */
const wideBytes = (value: number): readonly number[] => {
  const bytes = [0, 8, 16, 24].map(shift => (value >>> shift) & 0xff);
  const tops = bytes.reduce((sum, byte, i) => sum | ((byte >> 7) << i), 0);
  return [tops, ...bytes.map(byte => byte & 0x7f)];
};

/** The inverse of `wideBytes`, as a signed number; undefined for anything but five bytes. */
export const wideValue = (data: readonly number[]): number | undefined => {
  const [tops, ...low] = data;
  if (tops === undefined || low.length !== 4) return undefined;
  return low.reduce((sum, byte, i) => sum | ((byte | (((tops >> i) & 1) << 7)) << (8 * i)), 0);
};

const within = (value: number, least: number, most: number): number => {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new RangeError(`${value} is not a whole number from ${least} to ${most}`);
  }
  return value;
};

/** A reply as the device sends it. */
export const sealReply = (payloadBytes: Uint8Array, crc: boolean): Uint8Array =>
  crc && payloadBytes.length < UNCHECKED_REPLY
    ? Uint8Array.from([...payloadBytes, crc7(payloadBytes)])
    : payloadBytes;

/** Bytes on the line for a reply of `length` payload bytes. */
export const replySize = (length: number, crc: boolean): number =>
  crc && length < UNCHECKED_REPLY ? length + 1 : length;

/** The payload of a complete reply, or undefined when its CRC is wrong. */
export const openReply = (reply: Uint8Array, crc: boolean): Uint8Array | undefined => {
  if (!crc) return reply;
  const payloadBytes = reply.subarray(0, -1);
  return reply.at(-1) === crc7(payloadBytes) ? payloadBytes : undefined;
};
