import { looks, type MakeMotorWatch } from '../watch.ts';
import { decodeReply } from './codec.ts';
import { frameReader } from './frame.ts';
import { ALARM, type StatusLetter } from './protocol.ts';

/** In these it turns, or goes on by itself. */
const TURNS: readonly StatusLetter[] = ['I', 'W', 'X', 'T'];

/** Hears what an NE-1000 says of itself with each answer. It does not say whether there is current in its coils. */
export const neWatch: MakeMotorWatch = now => {
  const { saw, last, restedSince } = looks(now);
  const orders = frameReader();
  const answers = frameReader();
  return {
    hear: (direction, bytes) => {
      for (const byte of bytes) {
        if (direction === 'toDevice') {
          for (const found of orders.take(byte))
            if (found.kind === 'payload' && String.fromCharCode(...found.payload).includes('RUN'))
              saw({ mayMove: true, isTurning: last()?.isTurning ?? false, isEnergised: null, trouble: null });
          continue;
        }
        for (const found of answers.take(byte)) {
          const reply = found.kind === 'payload' ? decodeReply(found.payload) : undefined;
          if (reply === undefined) continue;
          const turns = reply.state.kind === 'status' && TURNS.includes(reply.state.letter);
          saw({
            mayMove: turns,
            isTurning: turns,
            isEnergised: null,
            // Alarm T is how it rests: between pulses nothing is said to it.
            trouble:
              reply.state.kind === 'alarm' && reply.state.letter !== 'T' ? ALARM[reply.state.letter] : null,
          });
        }
      }
    },
    last,
    restedSince,
  };
};
