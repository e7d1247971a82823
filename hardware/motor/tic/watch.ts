import { looks, type MakeMotorWatch } from '../watch.ts';
import { OUR_FRAMING, openReply, replySize, type TicCommand } from './codec.ts';
import { ticParser } from './parser.ts';
import { unsigned } from './profile.ts';
import { DEFAULT_DEVICE, ERROR, errorsInWords, MISC, OPERATION, VARIABLE } from './protocol.ts';

/** Orders after which the motor may turn before the driver says so. */
const SETS_OUT: readonly string[] = ['energize', 'exitSafeStart', 'setTargetPosition', 'setTargetVelocity'];
/** De-energised is how it rests, and safe start is how it waits: neither is a trouble. */
const NO_TROUBLE = ERROR.deenergized | ERROR.safeStart;

/**
 * Hears what a Tic answers to its host about state, errors and motion. Its answers have no names: each is that to the
 * question before it, and one with a wrong length or CRC says nothing.
 */
export const ticWatch: MakeMotorWatch = now => {
  const { saw, last, restedSince } = looks(now);
  const parse = ticParser({ crc: OUR_FRAMING.crc, device: DEFAULT_DEVICE });
  let asked: Extract<TicCommand, { kind: 'block' }> | null = null;
  let received: number[] = [];
  let operation: number = OPERATION.reset;
  let flags = 0;
  let errors = 0;
  /** Null while it is not known: a state without current says nothing of a motion that was seen before. */
  let velocity: number | null = null;

  const told = (): void => {
    const obeys = operation === OPERATION.normal || operation === OPERATION.startingUp;
    saw({
      mayMove: obeys || (flags & MISC.energized) !== 0 || velocity !== 0,
      isTurning: velocity !== null && velocity !== 0,
      isEnergised: (flags & MISC.energized) !== 0,
      trouble: (errors & ~NO_TROUBLE) === 0 ? null : errorsInWords(errors & ~NO_TROUBLE),
    });
  };

  const answered = ({ name, offset, length }: NonNullable<typeof asked>, payload: Uint8Array): void => {
    if (name === 'getSetting') return;
    if (offset === VARIABLE.operationState && length >= 4) {
      operation = payload[0] ?? 0;
      flags = payload[1] ?? 0;
      errors = unsigned(payload.subarray(2, 4));
      if ((flags & MISC.energized) === 0) velocity = null;
      told();
    } else if (offset === VARIABLE.currentPosition && length >= 8) {
      velocity = new DataView(payload.buffer, payload.byteOffset, payload.byteLength).getInt32(4, true);
      told();
    }
  };

  const ordered = (command: TicCommand): void => {
    if (command.kind === 'block') {
      asked = command;
      received = [];
    } else if (SETS_OUT.includes(command.name)) {
      const before = last();
      saw({
        mayMove: true,
        isTurning: before?.isTurning ?? false,
        isEnergised: before?.isEnergised ?? null,
        trouble: before?.trouble ?? null,
      });
    }
  };

  return {
    hear: (direction, bytes) => {
      if (direction === 'toDevice') {
        for (const byte of bytes)
          for (const parsed of parse(byte)) if (parsed.kind === 'command') ordered(parsed.command);
        return;
      }
      if (asked === null) return;
      received.push(...bytes);
      const size = replySize(asked.length, OUR_FRAMING.crc);
      if (received.length < size) return;
      const payload = received.length === size && openReply(Uint8Array.from(received), OUR_FRAMING.crc);
      const question = asked;
      asked = null;
      if (payload) answered(question, payload);
    },
    last,
    restedSince,
  };
};
