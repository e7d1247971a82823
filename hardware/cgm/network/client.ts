import { after, type Milliseconds, type WallMs } from '../../../src/domain/units.ts';
import type { Clock, FactSink } from '../../../src/ports.ts';
import type { GlucoseSource, TellTrouble } from '../source.ts';
import { waitAfter } from './backoff.ts';
import { type GlucoseService, ServiceTrouble } from './service.ts';
import { sift } from './sifted.ts';

export type NetworkCgmOptions = {
  readonly name: string;
  readonly service: GlucoseService;
  readonly clock: Clock;
  /** From 0 to 1, anew with each call. */
  readonly chance: () => number;
  /** How often it is asked while all is well. */
  readonly every: Milliseconds;
  readonly sink: FactSink;
  readonly trouble: TellTrouble;
};

/**
 * A sensor that is read through a service on the network. What was missed while the service was away is told in order, with its age;
 * nothing is told twice, from the future, or when the pump would refuse it for its age.
 */
export const networkCgm = ({
  name,
  service,
  clock,
  chance,
  every,
  sink,
  trouble,
}: NetworkCgmOptions): GlucoseSource => {
  let state: 'new' | 'running' | 'stopped' = 'new';
  let last: WallMs | null = null;
  let failures = 0;
  let said: string | null = null;
  let cancel = (): void => {};

  const say = (next: string | null): void => {
    if (next === said) return;
    said = next;
    trouble(next === null ? null : `${name}: ${next}`);
  };

  const take = (offer: Awaited<ReturnType<GlucoseService['latest']>>): void => {
    const sifted = sift(offer, { last, now: clock.wall() });
    for (const { atMs, mgPerDl, noise, ageMs } of sifted.told) {
      last = atMs;
      // By its own time, so that the number of a reading is the same after a restart.
      sink({ type: 'cgm.measured', mgPerDl, sequence: Math.floor(atMs / 1_000), ageMs, noise });
    }
    say(sifted.trouble);
  };

  /** Asks once, and says how long until the next time. */
  const once = async (): Promise<Milliseconds> => {
    try {
      const offer = await service.latest();
      if (!isRunning()) return every;
      failures = 0;
      take(offer);
      return every;
    } catch (failure) {
      if (!(failure instanceof ServiceTrouble)) throw failure;
      if (!isRunning()) return every;
      failures += 1;
      say(failure.message);
      return waitAfter(failure, failures, chance());
    }
  };
  const run = async (): Promise<void> => {
    const wait = await once();
    if (isRunning()) cancel = clock.wakeAt(after(clock.now(), wait), () => void run());
  };
  const isRunning = (): boolean => state === 'running';

  return {
    name,
    start: () => {
      if (state !== 'new') return;
      state = 'running';
      // Whoever names a source says that there is a sensor: from now on a reading is awaited, and its absence is news.
      sink({ type: 'cgm.reported', session: 'active' });
      void run();
    },
    stop: () => {
      state = 'stopped';
      cancel();
    },
  };
};
