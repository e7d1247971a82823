import type { Status } from '../protocol.ts';
import type { RunListener } from './run-source.ts';

/** A page that has heard nothing of a running pump for so long does not know how it is, whatever the connection says. */
export const SILENCE_MS = 5_000;
const LOOK_EVERY_MS = 1_000;

type Heard = Pick<RunListener, 'frames' | 'status' | 'beat' | 'link'>;

export type Silence = {
  /** Each hears what it is told, and the link is `lost` while a running pump says nothing. */
  readonly heard: Heard;
  /** Something was heard of the pump by another way. */
  readonly beat: () => void;
};

/** Listens for silence: a pump that runs says something every second. */
export const silence = (
  listener: Omit<Heard, 'beat'>,
  now: () => number = () => performance.now(),
): Silence => {
  let last = now();
  // Until it says that it is none: one that never says a word is not shown as one that runs.
  let isLive = true;
  let isSilent = false;
  let link: 'open' | 'lost' | 'refused' | null = null;
  const tell = (said: 'open' | 'lost' | 'refused'): void => {
    link = said;
    listener.link(said);
  };
  const beat = (): void => {
    last = now();
    if (!isSilent) return;
    isSilent = false;
    if (link === 'lost') tell('open');
  };
  const hearStatus = (status: Status): void => {
    isLive = status.kind === 'live';
    beat();
    listener.status(status);
  };
  setInterval(() => {
    if (!isLive || link !== 'open' || now() - last <= SILENCE_MS) return;
    isSilent = true;
    tell('lost');
  }, LOOK_EVERY_MS);
  return {
    beat,
    heard: {
      beat,
      frames: frames => {
        beat();
        listener.frames(frames);
      },
      status: hearStatus,
      link: said => {
        // An open connection is no word of the pump, but it has the time again to say one.
        if (said === 'open') last = now();
        isSilent = false;
        tell(said);
      },
    },
  };
};
