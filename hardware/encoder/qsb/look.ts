import { after, type Counts, counts, milliseconds } from '../../../src/domain/units.ts';
import type { Clock } from '../../../src/ports.ts';
import { ascii, lineSplitter } from '../../link/lines.ts';
import type { SharedLine } from '../../link/sharedLine.ts';
import { decodeReply, encodeRequest, REGISTER } from './codec.ts';

const REPLY_TIMEOUT = milliseconds(100);
const ATTEMPTS = 3;

/**
 * Reads the count on a line that is the pump's. An answer to the pump's own question will do as well: it is as new. Reading ends the
 * streaming on which the pump relies, so that is begun again. Answers with what is wrong, in words, when no answer comes.
 */
export const qsbLook = (line: SharedLine, clock: Clock): (() => Promise<Counts | string>) => {
  let waiting: ((count: Counts) => void) | undefined;
  const split = lineSplitter(text => {
    const reply = decodeReply(text);
    if (reply?.kind === 'r' && reply.register === REGISTER.count) waiting?.(counts(reply.value));
  });
  line.listen((direction, bytes) => {
    if (direction === 'toHost') split(bytes);
  });

  const once = (): Promise<Counts | undefined> =>
    new Promise(resolve => {
      const finish = (count: Counts | undefined): void => {
        cancel();
        waiting = undefined;
        resolve(count);
      };
      const cancel = clock.wakeAt(after(clock.now(), REPLY_TIMEOUT), () => finish(undefined));
      waiting = finish;
      line.say(ascii(encodeRequest({ kind: 'read', register: REGISTER.count })));
    });

  return async () => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const count = await once();
      if (count === undefined) continue;
      line.say(ascii(encodeRequest({ kind: 'stream', register: REGISTER.count })));
      return count;
    }
    return `encoder: no answer to ${ATTEMPTS} questions of the rig. Check its cable.`;
  };
};
