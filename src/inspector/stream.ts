import type { Frame, Source, Status } from './protocol.ts';
import { pack } from './wire.ts';

/** At most this many messages a second go to one page. */
const PERIOD_MS = 50;
/** Frames in one message; a late page gets the history in pieces of this size. */
const CHUNK = 400;
/** A page that falls this far behind is cut off; it comes back by itself and resumes. */
const MOST_WAITING = 200_000;
const HEARTBEAT_TICKS = 300;

/**
 * The server-sent events of one page: frames after `seq` in batches, `id:` being the last one, and the
 * status whenever it changes. The pump only pushes a reference into a list; serialising happens on the
 * stream's own timer and stops while the page does not read.
 */
export const streamFrom = (
  source: Source,
  seq: number,
  onEnd: () => void,
): { readonly body: ReadableStream<Uint8Array>; readonly end: () => void } => {
  const encoder = new TextEncoder();
  let waiting: Frame[] = [];
  let sent = 0;
  let status: Status | null = source.status();
  let said = '';
  let quietTicks = 0;
  let end = (): void => {};

  const next = (): string => {
    if (status) {
      // A clock ahead of frames that still wait would be shown beside numbers that are older than it.
      const { clock, ...rest } = status;
      const text = JSON.stringify(clock && sent >= waiting.length ? { ...rest, clock } : rest);
      status = null;
      if (text !== said) {
        said = text;
        return `event: status\ndata: ${text}\n\n`;
      }
    }
    if (sent < waiting.length) {
      const frames = waiting.slice(sent, sent + CHUNK);
      sent += frames.length;
      if (sent >= waiting.length) {
        waiting = [];
        sent = 0;
      }
      return `id: ${frames.at(-1)?.seq ?? seq}\nevent: frames\ndata: ${JSON.stringify(pack(frames))}\n\n`;
    }
    quietTicks += 1;
    return quietTicks % HEARTBEAT_TICKS === 0 ? ': still here\n\n' : '';
  };

  const body = new ReadableStream<Uint8Array>(
    {
      start: controller => {
        // Subscribing before reading the history would double what happens in between; both are synchronous.
        waiting = [...source.since(seq)];
        const unsubscribe = source.subscribe({
          frame: frame => {
            waiting.push(frame);
            if (waiting.length - sent > MOST_WAITING) end();
          },
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
