import type { Campaign } from '../../../simulate/campaign/campaign.ts';
import { campaignSchema } from '../../../simulate/campaign/campaign.ts';
import { threadPlace } from '../place.ts';
import { connected, packages } from './connect.ts';
import { campaignKey, jobSchema, queueName } from './names.ts';

/**
 * A cell whose lock is not renewed for so long, because its machine is gone, is another's, in ms. Machines may go as often as
 * they like: what stalls is no fault of the cell.
 */
const LOCKS = { lockDuration: 10_000, stalledInterval: 5_000, maxStalledCount: 1_000 } as const;

/** Who takes cells out of a queue until it is ended. */
export type Serving = { readonly end: () => Promise<void> };

/** Takes cells of any campaign of this code and does them in threads, so many at once. */
export const serving = async (url: string, atOnce: number, say: (line: string) => void): Promise<Serving> => {
  const { Worker } = await packages();
  const redis = await connected(url, true);
  const known = new Map<string, Campaign>();
  const campaignOf = async (id: string): Promise<Campaign> => {
    const found = known.get(id);
    if (found !== undefined) return found;
    const text = await redis.get(campaignKey(id));
    if (text === null) throw new Error(`the campaign ${id} is not in Redis`);
    const campaign = campaignSchema.parse(JSON.parse(text));
    known.set(id, campaign);
    return campaign;
  };
  const places = Array.from({ length: atOnce }, () => {
    const place = threadPlace(say);
    const worker = new Worker(
      queueName(),
      async job => {
        const { campaign, cell } = jobSchema.parse(job.data);
        const result = await place.live(await campaignOf(campaign), cell);
        // Ended with this cell: no answer at all, so that it is another's when its lock is old.
        return result ?? new Promise<never>(() => {});
      },
      { connection: redis, concurrency: 1, ...LOCKS },
    );
    // A lost connection comes back by itself; whoever waits for results knows how long to.
    worker.on('error', () => {});
    return { place, worker };
  });
  return {
    end: async () => {
      // Not waited for: a Redis that is gone would never let them go.
      for (const { worker } of places) void worker.close(true).catch(() => {});
      await Promise.all(places.map(({ place }) => place.end()));
      redis.disconnect();
    },
  };
};
