import type { Engine } from './engine.ts';
import { threadPlace, type Watch } from './place.ts';

/** Does cells in threads of this process, so many at once. */
export const inThreads =
  (atOnce: number, watch: Watch = () => {}): Engine =>
  async ({ campaign, cells }, { told, signal, say }) => {
    const waiting = [...cells];
    const work = async (): Promise<void> => {
      const place = threadPlace(say, watch);
      const stop = (): void => void place.end();
      signal.addEventListener('abort', stop);
      try {
        for (let cell = waiting.shift(); cell !== undefined; cell = waiting.shift()) {
          const result = signal.aborted ? null : await place.live(campaign, cell);
          if (result === null) {
            waiting.unshift(cell);
            return;
          }
          told(result);
        }
      } finally {
        signal.removeEventListener('abort', stop);
        await place.end();
      }
    };
    await Promise.all(Array.from({ length: Math.min(atOnce, waiting.length) }, work));
    return waiting.length > 0 ? 'stopped' : 'done';
  };
