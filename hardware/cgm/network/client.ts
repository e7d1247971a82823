import { after, type MgPerDl, type Milliseconds, type WallMs } from '../../../src/domain/units.ts';
import type { Clock, FactSink } from '../../../src/ports.ts';
import type { GlucoseSource, TellTrouble } from '../source.ts';
import { waitAfter } from './backoff.ts';
import { type GlucoseService, LOOK_BACK_MIN, ServiceTrouble } from './service.ts';
import { numberOf, sift, type Told } from './sifted.ts';

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

/** Nothing older is in an answer, however the clocks differ that are believed. */
const KEPT_MS = 2 * LOOK_BACK_MIN * 60_000;

/**
 * A sensor that is read through a service on the network. What was missed while the service was away is told in order, with its age;
 * nothing is told twice, from the future, or when the pump would refuse it for its age. What was told is held against every later
 * answer: another value for its instant is told once, and the pump believes neither.
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
  const lately = new Map<number, MgPerDl>();
  const disputed = new Set<number>();
  let failures = 0;
  let said: string | null = null;
  let cancel = (): void => {};

  const say = (next: string | null): void => {
    if (next === said) return;
    said = next;
    trouble(next === null ? null : `${name}: ${next}`);
  };

  const take = (offer: Awaited<ReturnType<GlucoseService['latest']>>): void => {
    const now = clock.wall();
    const sifted = sift(offer, { last, lately, now });
    for (const contradicting of sifted.contradicting) {
      const number = numberOf(contradicting);
      if (disputed.has(number)) continue;
      disputed.add(number);
      submit(contradicting);
    }
    for (const reading of sifted.told) {
      last = reading.atMs;
      // The first word on an instant is what the pump has believed.
      if (!lately.has(numberOf(reading))) lately.set(numberOf(reading), reading.mgPerDl);
      submit(reading);
    }
    forgetBefore(Math.floor((now - KEPT_MS) / 1_000));
    say(sifted.trouble);
  };
  const submit = (reading: Told): void => {
    const { mgPerDl, ageMs, noise } = reading;
    sink({ type: 'cgm.measured', mgPerDl, sequence: numberOf(reading), ageMs, noise });
  };
  const forgetBefore = (number: number): void => {
    for (const each of lately.keys()) if (each < number) lately.delete(each);
    for (const each of disputed) if (each < number) disputed.delete(each);
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
