import {
  after,
  type Millinewtons,
  type MonoMs,
  millinewtons,
  milliseconds,
} from '../../../src/domain/units.ts';
import type { ByteLink, Clock, FactSink, ForcePort } from '../../../src/ports.ts';
import { ascii, lineSplitter } from '../../link/lines.ts';
import { shown } from '../../link/shown.ts';
import { decodeLine, flawOf, millinewtonsIn, type ScaleLine, TRIGGER } from './codec.ts';

/** The converter takes 13 ms at 80 samples a second; a loaded host some tens more. */
const REPLY_TIMEOUT = milliseconds(100);
/** After a missing line, what still arrives within this time is not the next answer. */
const RESYNC = milliseconds(30);
const ATTEMPTS = 2;
/** Outside this range the load cell or its wiring is broken. */
const PLAUSIBLE_MN = { least: -2_000, most: 40_000 } as const;
/** A live bridge always has noise: so many equal raw readings in a row mean that it is stuck. */
const STUCK_AFTER = 8;
/** A line that is older than its trigger by more than this, and a share for the board's clock, is a late one. */
const LATE_MS = 60;
const BOARD_CLOCK_ERROR = 0.01;

export type OpenScaleForce = ForcePort & {
  /** The force in mN, or what is wrong, for whoever moves the plunger meanwhile. */
  readonly sense: () => Promise<Millinewtons | string>;
  /** Reads one line. Undefined when it is sound, else what is not. */
  readonly attest: () => Promise<string | undefined>;
  readonly close: () => Promise<void>;
};

export type OpenScaleOptions = { readonly link: ByteLink; readonly clock: Clock; readonly sink: FactSink };

type Reading = { readonly forceMn: number } | { readonly wrong: string };

/** The OpenScale as a ForcePort, in trigger mode: one character asks, one line answers. */
export const openScaleForce = ({ link, clock, sink }: OpenScaleOptions): OpenScaleForce => {
  let lost: string | undefined;
  let waiting: ((line: ScaleLine | undefined) => void) | undefined;
  let last: { readonly line: ScaleLine; readonly at: MonoMs } | undefined;
  let alike = 0;
  /** The time of a line that seemed to answer an older trigger. */
  let tooOld: number | undefined;
  /** What came since the reading began and was no answer: the last such line, and what has no end yet. */
  let damaged = '';
  let unended = '';
  let queue: Promise<unknown> = Promise.resolve();

  const split = lineSplitter(text => {
    const line = decodeLine(text);
    if (line && !isLate(line)) waiting?.(line);
    else if (line) tooOld = line.millis;
    else if (!line && text !== '') damaged = text;
  });
  link.onBytes(bytes => {
    unended = (unended + String.fromCharCode(...bytes)).split('\n').at(-1)?.slice(-40) ?? '';
    split(bytes);
  });
  link.onLost(reason => {
    lost = reason;
    waiting?.(undefined);
  });

  /** The board's time has advanced less than ours since the last line: this one answers an older trigger. */
  const isLate = ({ millis }: ScaleLine): boolean => {
    if (!last) return false;
    const board = (millis - last.line.millis) | 0;
    const ours = clock.now() - last.at;
    return board > 0 && ours - board > LATE_MS + BOARD_CLOCK_ERROR * ours && ours < 2 ** 31;
  };

  const trigger = (): Promise<ScaleLine | undefined> =>
    new Promise(resolve => {
      const finish = (line: ScaleLine | undefined): void => {
        cancel();
        waiting = undefined;
        resolve(line);
      };
      const cancel = clock.wakeAt(after(clock.now(), REPLY_TIMEOUT), () => finish(undefined));
      waiting = finish;
      link.write(ascii(TRIGGER));
    });

  const measure = async (): Promise<Reading> => {
    damaged = '';
    unended = '';
    tooOld = undefined;
    for (let attempt = 0; attempt < ATTEMPTS && lost === undefined; attempt += 1) {
      const line = await trigger();
      if (line) return judge(line);
      await new Promise<void>(done => void clock.wakeAt(after(clock.now(), RESYNC), done));
    }
    if (lost !== undefined)
      return { wrong: `force: the link is lost (${lost}). Check the load cell's cable.` };
    if (damaged !== '') {
      return {
        wrong: `force: ${shown(damaged)} is not "millis,kg,unit,raw,": ${flawOf(damaged)}. Check the column settings and the cable of the load cell.`,
      };
    }
    if (tooOld !== undefined) {
      const before = last?.line.millis;
      // Its clock or our memory of it is wrong, and nobody knows which: the next line begins anew.
      last = undefined;
      return {
        wrong: `force: the board's time ${tooOld} ms is too little later than ${before} ms. Check its supply and its cable.`,
      };
    }
    const came = unended === '' ? '' : `; ${shown(unended)} came without the end of a line`;
    return {
      wrong: `force: no line after ${ATTEMPTS} triggers${came}. Check the load cell's cable and that it is in trigger mode.`,
    };
  };

  const judge = (line: ScaleLine): Reading => {
    const before = last;
    last = { line, at: clock.now() };
    alike = before && before.line.raw === line.raw ? alike + 1 : 1;
    // Modulo 2^32, because the board's counter wraps every 49.7 days; after half of that nobody can tell.
    if (before && last.at - before.at < 2 ** 31 && ((line.millis - before.line.millis) | 0) <= 0) {
      return {
        wrong: `force: the board's clock went from ${before.line.millis} to ${line.millis} ms: it has restarted. Check its supply.`,
      };
    }
    if (line.unit !== 'kg')
      return { wrong: `force: the unit is ${line.unit}, expected kg. Set the load cell to kg.` };
    if (alike >= STUCK_AFTER) {
      return {
        wrong: `force: raw reading ${line.raw} ${alike} times in a row: the load cell is stuck. Replace it.`,
      };
    }
    const forceMn = millinewtonsIn(line.kilograms);
    if (forceMn < PLAUSIBLE_MN.least || forceMn > PLAUSIBLE_MN.most) {
      return {
        wrong: `force: ${forceMn} mN is outside ${PLAUSIBLE_MN.least} to ${PLAUSIBLE_MN.most} mN. Check the load cell and its wiring.`,
      };
    }
    return { forceMn };
  };

  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const turn = queue.then(work);
    queue = turn.catch(() => {});
    return turn;
  };

  return {
    read: () =>
      void inTurn(async () => {
        const reading = await measure();
        if ('wrong' in reading) sink({ type: 'force.failed', reason: reading.wrong });
        else sink({ type: 'force.measured', forceMn: reading.forceMn });
      }),
    sense: () =>
      inTurn(async () => {
        const reading = await measure();
        return 'wrong' in reading ? reading.wrong : millinewtons(reading.forceMn);
      }),
    attest: () =>
      inTurn(async () => {
        const reading = await measure();
        return 'wrong' in reading ? reading.wrong : undefined;
      }),
    close: link.close,
  };
};
