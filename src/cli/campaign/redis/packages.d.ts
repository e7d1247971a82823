/**
 * What Islet uses of two packages that only campaigns on several machines need. They are optional: everything else is built
 * and runs where they are not installed. Shapes as of bullmq 6.7 and ioredis 6.0.
 */
declare module 'ioredis' {
  export class Redis {
    constructor(
      url: string,
      options: {
        readonly maxRetriesPerRequest: number | null;
        readonly enableOfflineQueue?: boolean;
        readonly lazyConnect?: boolean;
        readonly retryStrategy?: (times: number) => number | null;
      },
    );
    readonly status: string;
    connect(): Promise<void>;
    disconnect(): void;
    on(event: 'error', listener: (error: Error) => void): this;
    on(event: 'ready' | 'close', listener: () => void): this;
    get(key: string): Promise<string | null>;
    set(key: string, value: string): Promise<unknown>;
  }
}

declare module 'bullmq' {
  import type { Redis } from 'ioredis';

  export type Job = {
    readonly id?: string;
    readonly data: unknown;
    readonly returnvalue: unknown;
    readonly failedReason: string;
    readonly finishedOn?: number;
    remove(): Promise<void>;
  };

  export class Queue {
    constructor(name: string, options: { readonly connection: Redis });
    on(event: 'error', listener: (error: Error) => void): this;
    addBulk(
      jobs: readonly {
        readonly name: string;
        readonly data: unknown;
        readonly opts: { readonly jobId: string };
      }[],
    ): Promise<unknown>;
    getJobs(types: readonly string[]): Promise<readonly (Job | undefined)[]>;
    getJobCounts(...types: readonly string[]): Promise<Readonly<Record<string, number>>>;
    disconnect(): Promise<void>;
  }

  export class Worker {
    constructor(
      name: string,
      processor: (job: Job) => Promise<unknown>,
      options: {
        readonly connection: Redis;
        readonly concurrency: number;
        readonly lockDuration: number;
        readonly stalledInterval: number;
        readonly maxStalledCount: number;
      },
    );
    on(event: 'error', listener: (error: Error) => void): this;
    close(force?: boolean): Promise<void>;
  }
}
