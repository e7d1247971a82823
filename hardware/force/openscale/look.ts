import {
  after,
  type Millinewtons,
  type MonoMs,
  millinewtons,
  milliseconds,
} from '../../../src/domain/units.ts';
import type { Clock } from '../../../src/ports.ts';
import { ascii, lineSplitter } from '../../link/lines.ts';
import type { SharedLine } from '../../link/sharedLine.ts';
import { decodeLine, millinewtonsIn, type ScaleLine, TRIGGER } from './codec.ts';

const REPLY_TIMEOUT = milliseconds(100);
const ATTEMPTS = 3;
/** Two lines of one millisecond look like a board that has restarted: nobody asks so soon after another. */
const QUIET_MS = 150;

export type OpenScaleLook = {
  /** Reads the force; answers with what is wrong, in words, when no sound line comes. */
  readonly sense: () => Promise<Millinewtons | string>;
  /** The last raw reading that was said to anybody, and how often in a row; null before the first. */
  readonly raw: () => { readonly value: number; readonly times: number } | null;
};

/** Reads the load cell on a line that is the pump's. An answer to the pump's own question will do as well: it is as new. */
export const openScaleLook = (line: SharedLine, clock: Clock): OpenScaleLook => {
  let raw: { readonly value: number; readonly times: number } | null = null;
  let askedAt: MonoMs | null = null;
  let waiting: ((line: ScaleLine) => void) | undefined;
  const split = lineSplitter(text => {
    const said = decodeLine(text);
    if (said === undefined) return;
    raw = { value: said.raw, times: raw?.value === said.raw ? raw.times + 1 : 1 };
    waiting?.(said);
  });
  line.listen((direction, bytes) => {
    if (direction === 'toHost') split(bytes);
    else askedAt = clock.now();
  });
  const sleep = (ms: number): Promise<void> =>
    new Promise(done => void clock.wakeAt(after(clock.now(), milliseconds(ms)), done));

  const once = (): Promise<ScaleLine | undefined> =>
    new Promise(resolve => {
      const finish = (said: ScaleLine | undefined): void => {
        cancel();
        waiting = undefined;
        resolve(said);
      };
      const cancel = clock.wakeAt(after(clock.now(), REPLY_TIMEOUT), () => finish(undefined));
      waiting = finish;
      line.say(ascii(TRIGGER));
    });

  return {
    raw: () => raw,
    sense: async () => {
      for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
        while (askedAt !== null && clock.now() - askedAt < QUIET_MS)
          await sleep(QUIET_MS - (clock.now() - askedAt));
        const said = await once();
        if (said === undefined) continue;
        return said.unit === 'kg'
          ? millinewtons(millinewtonsIn(said.kilograms))
          : `force: the unit is ${said.unit}, expected kg. Set the load cell to kg.`;
      }
      return `force: no answer to ${ATTEMPTS} questions of the rig. Check the load cell's cable.`;
    },
  };
};
