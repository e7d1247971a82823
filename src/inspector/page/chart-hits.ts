import { signal } from '@preact/signals';
import type { Covered } from '../overlay.ts';
import type { Frame } from '../protocol.ts';
import { follow } from './store.ts';

/** How often each state was entered and each transition taken in the run that this page has seen, and when last. */
export type Hit = { readonly times: number; readonly lastMonoMs: number };

const hits = new Map<string, Hit>();
const before = new Map<string, readonly string[]>();
/** Goes up now and then while hits come in: whoever shows them need not follow every frame. */
export const hitsVersion = signal(0);
const REFRESH_MS = 500;
let isWaiting = false;

const note = (key: string, monoMs: number): void => {
  hits.set(key, { times: (hits.get(key)?.times ?? 0) + 1, lastMonoMs: monoMs });
};

const take = (frame: Frame): void => {
  const { monoMs, active, taken } = frame;
  for (const { machine, transition } of taken) note(`${machine}|${transition}`, monoMs);
  for (const [machine, ids = []] of Object.entries(active)) {
    const was = before.get(machine);
    if (was === ids) continue;
    for (const id of ids) if (was?.includes(id) !== true) note(`${machine}|${id}`, monoMs);
    before.set(machine, ids);
  }
  if (isWaiting) return;
  isWaiting = true;
  setTimeout(() => {
    isWaiting = false;
    hitsVersion.value += 1;
  }, REFRESH_MS);
};
follow(take);

export const hitOf = (key: string): Hit | undefined => hits.get(key);

/** The same, as a coverage tells it. Nobody has looked for ways to what was not met. */
export const coveredHere = (key: string): Covered => ({ times: hits.get(key)?.times ?? 0, way: 'unknown' });
