import type { RealClock } from '../../../hardware/clock/real.ts';
import { after, milliseconds } from '../../domain/units.ts';
import { Refusal } from '../exits.ts';
import type { Io } from '../io.ts';
import { type PageParts, tellAddress } from '../page.ts';
import type { PageApart, Served } from '../pageApart/apart.ts';
import { wordsOf } from '../pageApart/messages.ts';
import type { Book } from './book.ts';
import { openBrowser } from './browser.ts';
import type { End } from './ending.ts';
import type { StartOptions } from './options.ts';

/** Of real time: a page that is not there by then is no longer waited for. */
const PAGE_AT_MOST = milliseconds(15_000);

export type Showing = {
  readonly options: Pick<StartOptions, 'port' | 'json' | 'open'>;
  readonly book: { readonly file: Pick<Book['file'], 'path'> };
  readonly desk: Pick<RealClock, 'now' | 'wakeAt'>;
  /** When the run ends, whatever becomes of its page. */
  readonly ending: Promise<End>;
  /** It runs already, and is stopped by nothing that becomes of its page. */
  readonly isRunning: boolean;
  readonly io: Io;
};

/**
 * Opens the page and tells its address. A page that fails or takes too long is told of, and its address once it is there: the pump
 * goes on without it. Resolves with whether the run is to end. Rejects with a Refusal where the page can never be served here, unless the pump runs already.
 */
export const shown = async (
  page: Pick<PageApart, 'serve'>,
  pump: Served,
  parts: PageParts,
  { options, book, desk, ending, isRunning, io }: Showing,
): Promise<boolean> => {
  let isAwaited = !isRunning;
  let isEnding = false;
  const opened = page.serve(pump, { parts, port: options.port, mayBegin: true }).then(
    inspector => {
      tellAddress(inspector, book.file.path, options.json, io);
      if (options.open) openBrowser(inspector.address, io.env);
      return false;
    },
    (failure: unknown) => {
      if (isAwaited && failure instanceof Refusal) throw failure;
      if (!isEnding) io.say(`NOBODY SEES THIS PUMP, WHICH GOES ON: ${wordsOf(failure)}`);
      return false;
    },
  );
  const isOver = ending.then(() => {
    isEnding = true;
    return true;
  });
  const tooLate = Promise.withResolvers<boolean>();
  const forget = desk.wakeAt(after(desk.now(), PAGE_AT_MOST), () => {
    io.say('The page is not there yet, and the pump goes on without it. Its address is told when it is.');
    tooLate.resolve(false);
  });
  try {
    return await Promise.race([opened, tooLate.promise, isOver]);
  } finally {
    isAwaited = false;
    forget();
  }
};
