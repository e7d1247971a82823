import type { Lived } from '../bodyHistory.ts';
import type { PastAnswer } from '../runIndex.ts';
import { unpack } from '../wire.ts';
import { lookerApart } from './fold-client.ts';
import { type OpenedRun, type Past, Refused, type RunSource } from './run-source.ts';

/** How often a page asks again for an index that is being built, in ms. */
const ASK_AGAIN_MS = 1_000;

/** A run as the server that the page came from tells it. `token` is that of the printed address. */
export const serverSource = (token: string): RunSource => {
  const looker = lookerApart(token);
  let isBuilding = false;

  const ask = async <Answer>(path: string): Promise<Answer> => {
    const answered = await fetch(`api/${path}`, { headers: { Authorization: `Bearer ${token}` } });
    if (!answered.ok) throw new Refused(`the server answered ${answered.status} to ${path}`);
    return answered.json();
  };
  const past = async (): Promise<Past | null> => {
    const answer = await ask<Told>('past');
    isBuilding = answer.kind === 'building';
    if (answer.kind !== 'known') return null;
    // Afterwards, so that it goes at least as far: the stream goes on from the past.
    return { ...answer.past, lived: await ask<Lived | null>('lived') };
  };

  return {
    open: async () => {
      const [drawings, known] = await Promise.all([ask<Omit<OpenedRun, 'past'>>('charts'), past()]);
      return { ...drawings, past: known };
    },
    reopen: past,
    columns: (from, to) => ask(`columns?from=${Math.max(0, Math.floor(from))}&to=${Math.ceil(to)}`),
    frames: looker.frames,
    frameAt: looker.frameAt,
    notable: (until, most) => ask(`notable?until=${Math.floor(until)}&most=${most}`),
    // An instant in seconds is not the very millisecond any more that it was.
    notableBeside: (from, by) =>
      ask(`notable/beside?from=${by === 1 ? Math.floor(from + 0.001) : Math.ceil(from - 0.001)}&by=${by}`),
    follow: (after, listener) => {
      const stream = new EventSource(`api/stream?since=${after}&token=${encodeURIComponent(token)}`);
      stream.addEventListener('open', () => listener.link('open'));
      stream.addEventListener('error', () =>
        listener.link(stream.readyState === EventSource.CLOSED ? 'refused' : 'lost'),
      );
      let last = after;
      stream.addEventListener('frames', event => {
        // A message that is told again after a break tells nothing twice.
        const frames = unpack(JSON.parse(event.data)).filter(({ seq }) => seq > last);
        last = frames.at(-1)?.seq ?? last;
        if (frames.length > 0) listener.frames(frames);
      });
      stream.addEventListener('status', event => listener.status(JSON.parse(event.data)));
      stream.addEventListener('beat', () => listener.beat());
      stream.addEventListener('behind', () => listener.behind());
      const asking = setInterval(() => {
        if (isBuilding) void past().then(known => known !== null && listener.behind());
      }, ASK_AGAIN_MS);
      return () => {
        clearInterval(asking);
        stream.close();
      };
    },
  };
};

type Told =
  | { readonly kind: 'known'; readonly past: Omit<Past, 'lived'> }
  | Exclude<PastAnswer, { readonly kind: 'known' }>;
