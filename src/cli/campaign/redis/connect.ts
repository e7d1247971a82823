import type { Redis } from 'ioredis';
import { EXIT, Refusal } from '../../exits.ts';

/** The two packages, loaded only by who needs them. Throws a Refusal where they are not installed. */
export const packages = async () => {
  try {
    const [{ Redis }, { Queue, Worker }] = await Promise.all([import('ioredis'), import('bullmq')]);
    return { Redis, Queue, Worker };
  } catch (failure) {
    throw new Refusal(
      EXIT.environment,
      `--redis needs the packages bullmq and ioredis (${failure instanceof Error ? failure.message : failure}). Run npm ci.`,
    );
  }
};

const checked = (url: string): string => {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed !== null && ['redis:', 'rediss:'].includes(parsed.protocol)) return url;
  throw new Refusal(
    EXIT.badInput,
    `--redis = ${url}: is no address of a Redis. Write it as redis://HOST:6379.`,
  );
};

/** Between two attempts to connect, at most so long, in ms. */
const AT_MOST_MS = 2_000;

/**
 * A connection that comes back by itself when it is lost. `waits`: what is asked for meanwhile waits, too, as those who fetch
 * work must; else it fails at once. Throws a Refusal where nothing answers at the beginning.
 */
export const connected = async (url: string, waits: boolean): Promise<Redis> => {
  const { Redis } = await packages();
  let began = false;
  const redis = new Redis(checked(url), {
    maxRetriesPerRequest: waits ? null : 0,
    enableOfflineQueue: waits,
    lazyConnect: true,
    retryStrategy: times => (began ? Math.min(AT_MOST_MS, times * 100) : null),
  });
  const errors: string[] = [];
  redis.on('error', error => void errors.push(error.message));
  try {
    await redis.connect();
  } catch (failure) {
    redis.disconnect();
    const why = errors[0] ?? (failure instanceof Error ? failure.message : String(failure));
    throw new Refusal(
      EXIT.environment,
      `--redis ${url}: no Redis answers there (${why}). Start one (redis-server), or leave --redis out.`,
    );
  }
  began = true;
  return redis;
};
