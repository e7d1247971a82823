import { alphabetOf } from '../../../src/verify/alphabet.ts';
import { type Event, nameOf } from '../../../src/verify/automaton.ts';
import { eventIn, givenIn } from '../../../src/verify/stories/events.ts';
import { tell } from '../../../src/verify/transcript.ts';
import { movesOf } from '../online/search.ts';
import { statesAlong } from '../online/shrink.ts';
import { benchSystem } from '../paths/benchSystem.ts';
import { drive } from '../paths/drive.ts';
import type { DriveOptions } from '../paths/driveOptions.ts';
import type { PathResult } from '../paths/pathResult.ts';
import { pumpModel, spelled } from '../paths/pumpModel.ts';

/**
 * A story in which the bench brings about each `>` line on the real pump with simulated devices, whatever payload
 * and fault of a device that takes; the pump writes the rest.
 *
 *     = bench
 *     > power.applied
 *         life: off -> selfTest
 */
export const BENCH_HEAD = '= bench';

export const isBenchStory = (text: string): boolean => text.split('\n').includes(BENCH_HEAD);

export type Told = {
  readonly told: string;
  /** Lines of the journal, every life of the pump in it. */
  readonly journal: readonly string[];
  readonly result: PathResult;
};

/** Drives events and tells what came of them, under lines that say what it is about. */
export const tellOnBench = async (
  about: readonly string[],
  events: readonly Event[],
  options: Omit<DriveOptions, 'transport'> = {},
): Promise<Told> => {
  const written = [...about.map(line => `# ${line}`), BENCH_HEAD, ''];
  const journal: string[] = [];
  let next = 0;
  const name = about[0] ?? 'a story';
  const result = await drive(
    { name, modes: [], steps: events.map(event => ({ event })) },
    {
      ...options,
      transport: 'memory',
      onLine: line => journal.push(line),
      onStep: step => {
        options.onStep?.(step);
        for (const { machine, event } of step.deliveries) {
          const due = events[next];
          if (machine !== 'pump' || due === undefined || nameOf(spelled(event)) !== nameOf(due)) continue;
          written.push(`> ${nameOf(due)}`);
          next += 1;
        }
        if (next > 0) written.push(...tell(step).map(line => `    ${line}`));
      },
    },
  );
  // What did not come was still meant to.
  written.push(...events.slice(next).map(event => `> ${nameOf(event)}`));
  written.push(
    result.firstDivergence === null ? '= driven to its end' : `= ${result.outcome}: ${firstLine(result)}`,
  );
  return { told: `${written.join('\n')}\n`, journal, result };
};

const firstLine = ({ firstDivergence }: PathResult): string => firstDivergence?.split('\n')[0] ?? '';

/** A person at the pump is meant when nobody is named, and the pump then names nobody. */
const atThePump = (event: Event): Event => {
  if (!('origin' in event) || event.origin !== 'user') return event;
  const { origin, ...plain } = event;
  return plain;
};

/** Drives a story of the bench again. Throws with the line that names no event. */
export const playOnBench = (text: string): Promise<Told> => {
  const alphabet = alphabetOf(pumpModel.machine).flatMap(event => [event, atThePump(event)]);
  const about = text.split('\n').flatMap(line => (line.startsWith('# ') ? [line.slice(2)] : []));
  return tellOnBench(
    about,
    givenIn(text).map(given => eventIn(given, alphabet)),
  );
};

/** The story of a run that the bench can bring about to its end on the real pump; null where it cannot. */
export const followedOnBench = async (
  about: readonly string[],
  events: readonly Event[],
): Promise<string | null> => {
  const system = benchSystem();
  const driven = events.map(atThePump);
  if (statesAlong(system, movesOf(system), driven) === null) return null;
  const { told, result } = await tellOnBench(about, driven);
  return result.outcome === 'pass' ? told : null;
};
