import type { Frame } from '../protocol.ts';
import { unpack } from '../wire.ts';
import { keptFrames } from './kept.ts';
import { type Found, type OpenedRun, Refused, type RunSource } from './run-source.ts';
import { isNotable } from './words.ts';

/** A run as the server that the page came from tells it. `token` is that of the printed address. */
export const serverSource = (token: string): RunSource => {
  const kept = keptFrames();
  const ask = async (path: string): Promise<Response> => {
    const answered = await fetch(path, { headers: { Authorization: `Bearer ${token}` } });
    if (!answered.ok) throw new Refused(`the server answered ${answered.status}`);
    return answered;
  };
  return {
    open: async () => {
      const opened: Omit<OpenedRun, 'past'> = await (await ask('api/charts')).json();
      return { ...opened, past: null };
    },
    columns: () => Promise.resolve(null),
    frames: async (from, to) => kept.recent().filter(({ seq }) => seq >= from && seq <= to),
    frameAt: async monoMs => found(kept.at(monoMs)),
    notable: async (until, most) =>
      kept
        .recent()
        .filter(frame => frame.monoMs <= until && isNotable(frame))
        .slice(-most),
    follow: (after, listener) => {
      const stream = new EventSource(`api/stream?since=${after}&token=${encodeURIComponent(token)}`);
      stream.addEventListener('open', () => listener.link('open'));
      stream.addEventListener('error', () =>
        listener.link(stream.readyState === EventSource.CLOSED ? 'refused' : 'lost'),
      );
      stream.addEventListener('frames', event => {
        const frames = unpack(JSON.parse(event.data));
        for (const frame of frames) kept.add(frame);
        listener.frames(frames);
      });
      stream.addEventListener('status', event => listener.status(JSON.parse(event.data)));
      return () => stream.close();
    },
  };
};

const found = (frame: Frame | null): Found =>
  frame === null ? { why: 'nothing has happened yet' } : { frame };
