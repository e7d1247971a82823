import { type Decoded, damaged, decoded, hexOf, u16 } from '../link/bluetooth/bytes.ts';
import { readWhole, struct, uint16, word } from './layout.ts';

/**
 * The IDD Command Control Point (2B25), by which a client would set boluses and rates. This pump is only to be read: whatever is asked, the
 * answer is the same, and nothing here reaches anything that could act.
 */
export const COMMAND_RESPONSE = 0x0f55;

const COMMAND_RESULT = { success: 0x0f, opNotSupported: 0x70 } as const;
export type CommandResult = keyof typeof COMMAND_RESULT;

const response = struct({ op: uint16, to: uint16, result: word(COMMAND_RESULT) });

/** What every command is answered. Not for fewer than two octets. */
export const refusal = (asked: Uint8Array): readonly number[] =>
  response.write({ op: COMMAND_RESPONSE, to: u16(asked, 0), result: 'opNotSupported' });

/** At the client's side. */
export const decodeCommandAnswer = (
  bytes: Uint8Array,
): Decoded<{ readonly to: number; readonly result: CommandResult }> => {
  const read = readWhole(response, bytes);
  if (!read.ok) return read;
  const { op, to, result } = read.value;
  return op === COMMAND_RESPONSE
    ? decoded({ to, result })
    : damaged(`${hexOf(bytes)}: is no answer to a command`);
};
