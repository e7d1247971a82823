import type { Instant } from '../../domain/profile.ts';
import type { Observed } from '../../runtime/run.ts';
import { blankState, type PumpState } from '../../runtime/state.ts';
import { type Chronicle, hear, noChronicle } from './chronicle.ts';
import type { Moment } from './now.ts';
import type { IddRecord } from './record.ts';
import type { Changed } from './words.ts';

/** Entries that are kept; older ones are forgotten, and their numbers not given again. */
const KEPT = 10_000;

/** All that a client can be told of a pump. There is no way in it to ask the pump for anything. */
export type IddSource = {
  readonly moment: () => Moment;
  /** The oldest first. */
  readonly records: () => readonly IddRecord[];
  /** Calls back after each step that has changed something; returns a function that ends it. */
  readonly onChange: (tell: (changed: readonly Changed[]) => void) => () => void;
};

/** Writes the history of a pump down as its steps are shown to it, those of a journal before those that are taken live. */
export type Scribe = IddSource & {
  readonly take: (step: Observed) => void;
  /** Nobody knows whether the pump still is as it was last, until it takes another step. */
  readonly doubt: () => void;
};

/** What is another as soon as it is in doubt, and as soon as it no longer is. */
const DOUBTED: readonly Changed[] = [
  'therapy',
  'operational',
  'reservoir',
  'annunciation',
  'totalDaily',
  'basal',
  'bolus',
];

/** `now` says the time at which it is asked; without it, that of the last step. */
export const scribe = (now: () => Instant | null = () => null): Scribe => {
  let chronicle: Chronicle = noChronicle;
  let state: PumpState = blankState();
  let last: Instant | null = null;
  let records: IddRecord[] = [];
  let isCurrent = true;
  const listeners = new Set<(changed: readonly Changed[]) => void>();
  const tellAll = (changed: readonly Changed[]): void => {
    if (changed.length > 0) for (const tell of listeners) tell(changed);
  };
  return {
    take: step => {
      const heard = hear(chronicle, step);
      chronicle = heard.chronicle;
      state = step.state;
      last = step.envelope;
      records.push(...heard.records);
      // Half as many again may wait, so that not each of them moves all.
      if (records.length > KEPT * 1.5) records = records.slice(-KEPT);
      const changed = isCurrent ? heard.changed : [...new Set([...DOUBTED, ...heard.changed])];
      isCurrent = true;
      tellAll(changed);
    },
    doubt: () => {
      if (!isCurrent) return;
      isCurrent = false;
      tellAll(DOUBTED);
    },
    moment: () => {
      const at = now() ?? last;
      if (at === null) throw new Error('a pump that has taken no step has nothing to tell');
      return { chronicle, state, at, isCurrent };
    },
    records: () => records.slice(-KEPT),
    onChange: tell => {
      listeners.add(tell);
      return () => void listeners.delete(tell);
    },
  };
};
