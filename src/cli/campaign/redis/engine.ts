import type { Queue } from 'bullmq';
import { realClock } from '../../../../hardware/clock/real.ts';
import { monoMs } from '../../../domain/units.ts';
import type { Clock } from '../../../ports.ts';
import { type CellResult, resultSchema } from '../../../simulate/campaign/run.ts';
import type { Conditions, Ending, Engine, Work } from '../engine.ts';
import { connected, packages } from './connect.ts';
import { campaignId, campaignKey, jobId, queueName } from './names.ts';
import { serving } from './serve.ts';

/** How often it is looked what is done, in ms. */
const EVERY = 300;
/** Where a job is that somebody will still do. */
const WAITING = ['waiting', 'active', 'delayed', 'prioritized', 'paused'] as const;

/**
 * Does cells on every machine that serves this Redis, this one with so many threads. The queue is only a copy of what is not
 * done: what a Redis forgets is put into it again, and a Redis that is gone for longer than `patienceMs` ends the work.
 */
export const throughRedis =
  (url: string, atOnce: number, patienceMs: number): Engine =>
  async (work, conditions) => {
    const { Queue } = await packages();
    const redis = await connected(url, false);
    const queue = new Queue(queueName(), { connection: redis });
    queue.on('error', () => {});
    const clock = realClock();
    let goneSince: number | null = null;
    /** Whether all that is left was put into the queue, and the Redis has not been away since. */
    let isIn = false;
    let isOver = false;
    redis.on('close', () => {
      if (goneSince !== null || isOver) return;
      goneSince = clock.now();
      conditions.say(`Redis is gone; waiting for it for ${Math.round(patienceMs / 1_000)} s at most.`);
    });
    redis.on('ready', () => {
      [goneSince, isIn] = [null, false];
      conditions.say('Redis is back.');
    });
    const own = atOnce > 0 ? await serving(url, atOnce, conditions.say) : null;
    const id = campaignId(work.campaign);
    const put = async (cells: Iterable<number>): Promise<void> => {
      await redis.set(campaignKey(id), JSON.stringify(work.campaign));
      await queue.addBulk(
        [...cells].map(cell => ({
          name: 'cell',
          data: { campaign: id, cell },
          opts: { jobId: jobId(id, cell) },
        })),
      );
      isIn = true;
    };
    try {
      await forgetFailures(queue, id);
      return await gathered(queue, id, work, conditions, {
        clock,
        put,
        isIn: () => isIn,
        isGone: () => goneSince !== null && clock.now() - goneSince > patienceMs,
        isHere: () => redis.status === 'ready',
      });
    } finally {
      isOver = true;
      await own?.end();
      redis.disconnect();
      clock.close();
    }
  };

type Around = {
  readonly clock: Clock;
  /** Puts the campaign and these cells where others find them; a cell that is there already stays as it is. */
  readonly put: (cells: Iterable<number>) => Promise<void>;
  readonly isIn: () => boolean;
  readonly isHere: () => boolean;
  readonly isGone: () => boolean;
};

/** Looks again and again what is done, until all is. */
const gathered = async (
  queue: Queue,
  id: string,
  { cells }: Work,
  { told, signal }: Conditions,
  { clock, put, isIn, isHere, isGone }: Around,
): Promise<Ending> => {
  const left = new Set(cells);
  const look = async (): Promise<void> => {
    for (const { cell, result, forget } of await finished(queue, id)) {
      if (left.delete(cell)) told(result);
      await forget();
    }
    if (left.size > 0 && !(isIn() && (await count(queue)) >= left.size)) await put(left);
  };
  while (left.size > 0) {
    if (signal.aborted) return 'stopped';
    if (isGone()) return 'lost';
    if (isHere())
      await look().catch((failure: unknown) => {
        // What was asked of a Redis that went away meanwhile is asked again.
        if (isHere() || failure instanceof CellFailed) throw failure;
      });
    if (left.size > 0) await new Promise<void>(resolve => clock.wakeAt(monoMs(clock.now() + EVERY), resolve));
  }
  return 'done';
};

/** A cell that fails wherever it is done. */
class CellFailed extends Error {
  override readonly name = 'CellFailed';
}

type Finished = { readonly cell: number; readonly result: CellResult; readonly forget: () => Promise<void> };

/** Cells of this campaign that somebody has done. Throws where one has failed. */
const finished = async (queue: Queue, id: string): Promise<readonly Finished[]> =>
  (await queue.getJobs(['completed', 'failed'])).flatMap(job => {
    if (job?.id?.startsWith(`${id}-`) !== true) return [];
    const forget = (): Promise<void> => job.remove();
    const read = resultSchema.safeParse(job.returnvalue);
    if (!read.success) throw new CellFailed(`${job.id}: ${job.failedReason}`);
    return [{ cell: read.data.cell, result: read.data, forget }];
  });

/** What failed in an earlier run of the same campaign is tried again. */
const forgetFailures = async (queue: Queue, id: string): Promise<void> => {
  for (const job of await queue.getJobs(['failed'])) if (job?.id?.startsWith(`${id}-`)) await job.remove();
};

const count = async (queue: Queue): Promise<number> =>
  Object.values(await queue.getJobCounts(...WAITING)).reduce((sum, each) => sum + each, 0);
