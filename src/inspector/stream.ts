import type { Frame, Source, Status } from './protocol.ts';
import { pack } from './wire.ts';

/** The least time between two messages to one page: each has it draw everything that has changed. */
const PERIOD_MS = 100;
/** Frames in one message; a late page gets the history in pieces of this size. */
const CHUNK = 800;
/** A page that is this far behind is told so, and opens the run again: sooner there than by each step. */
const MOST_BEHIND = 4_000;
/** Whoever hears nothing for longer knows that it is not told any more how the pump is. */
const BEAT_TICKS = 10;
/** Where a status stands still, as in a replay, only the connection is kept. */
const HEARTBEAT_TICKS = 150;

/**
 * The server-sent events of one page: frames after `seq` in batches, `id:` being the last one, and the
 * status whenever it changes. Nothing is kept for a page but how far it has read: a step of the pump costs nothing for it, whether
 * it reads or not. Serialising happens on the stream's own timer and stops while the page does not read.
 */
export const streamFrom = (
  source: Source,
  seq: number,
  onEnd: () => void,
): { readonly body: ReadableStream<Uint8Array>; readonly end: () => void } => {
  const encoder = new TextEncoder();
  let sent = seq;
  let status: Status | null = source.status();
  let said = '';
  let quietTicks = 0;
  /** The pump has said how it is since the last message, and nothing was new. */
  let isAlive = false;
  let hasFallenBehind = false;
  let end = (): void => {};

  const next = (): string => {
    const waiting = source.since(sent, MOST_BEHIND + 1);
    if (status) {
      // A clock ahead of frames that still wait would be shown beside numbers that are older than it.
      const { clock, ...rest } = status;
      const text = JSON.stringify(clock && waiting.length === 0 ? { ...rest, clock } : rest);
      status = null;
      if (text !== said) {
        said = text;
        quietTicks = 0;
        return `event: status\ndata: ${text}\n\n`;
      }
      isAlive = true;
    }
    if (waiting.length > 0) {
      quietTicks = 0;
      return isTooFar(waiting) ? fallBehind() : framesIn(waiting.slice(0, CHUNK));
    }
    quietTicks += 1;
    if (isAlive && quietTicks >= BEAT_TICKS) {
      isAlive = false;
      quietTicks = 0;
      return 'event: beat\ndata: {}\n\n';
    }
    return quietTicks % HEARTBEAT_TICKS === 0 ? ': still here\n\n' : '';
  };
  const framesIn = (frames: readonly Frame[]): string => {
    sent = frames.at(-1)?.seq ?? sent;
    return `id: ${sent}\nevent: frames\ndata: ${JSON.stringify(pack(frames))}\n\n`;
  };
  /** More than can be told step by step, or steps that are not at hand any more; and an index that knows all of them. */
  const isTooFar = (waiting: readonly Frame[]): boolean =>
    source.index?.()?.isReady() === true &&
    (waiting.length > MOST_BEHIND || (sent > 0 && (waiting[0]?.seq ?? 0) > sent + 1));
  /** Said once: a page that has heard it comes back from elsewhere. */
  const fallBehind = (): string => {
    if (hasFallenBehind) return '';
    hasFallenBehind = true;
    return 'event: behind\ndata: {}\n\n';
  };

  const body = new ReadableStream<Uint8Array>(
    {
      start: controller => {
        const unsubscribe = source.subscribe({
          frame: () => {},
          status: changed => {
            status = changed;
          },
        });
        const timer = setInterval(() => {
          if ((controller.desiredSize ?? 0) <= 0) return;
          const text = next();
          if (text !== '') controller.enqueue(encoder.encode(text));
        }, PERIOD_MS);
        let over = false;
        end = () => {
          if (over) return;
          over = true;
          clearInterval(timer);
          unsubscribe();
          try {
            controller.close();
          } catch {
            // The page has gone first and the stream is already closed.
          }
          onEnd();
        };
        controller.enqueue(encoder.encode('retry: 1000\n\n'));
        const first = next();
        if (first !== '') controller.enqueue(encoder.encode(first));
      },
      cancel: () => end(),
    },
    { highWaterMark: 8 },
  );
  return { body, end: () => end() };
};
