import type { Envelope } from '../domain/facts.ts';
import type { PumpState } from '../runtime/state.ts';
import {
  type Given,
  type Judgement,
  type MonitorMemory,
  monitor,
  type Subject,
  subjects,
} from '../verify/monitor/monitor.ts';
import type { Frame, MachineId } from './protocol.ts';

/** A property as the page lists it. */
export type PropertyText = {
  readonly key: string;
  readonly machine: Subject['machine'];
  readonly name: string;
  readonly req: readonly string[];
  /** Why a run says nothing of it; null where it does. */
  readonly unjudged: string | null;
  /** What it takes for granted of the world; null where nothing. */
  readonly given: string | null;
};

export const propertyTexts: readonly PropertyText[] = subjects.map(
  ({ key, machine, property, unjudged, given }) => ({
    key,
    machine,
    name: property.name,
    req: property.req,
    unjudged,
    given,
  }),
);

/** A property that a step breaks, by its key, and where in which chart. */
export type BrokenHere = { readonly key: string; readonly machine: MachineId; readonly id: string };

/** What one run has shown of properties so far. */
export type Verdicts = {
  /** When each was put to the test first, in monotonic ms. */
  readonly exercised: Readonly<Record<string, number>>;
  readonly broken: readonly (BrokenHere & { readonly seq: number; readonly monoMs: number })[];
  /** From when on not everything is judged, and why; null while it is. */
  readonly trouble: string | null;
};

/** Of a run in which nothing was judged. */
export const NO_VERDICTS: Verdicts = { exercised: {}, broken: [], trouble: null };

/** What is judged of a step: when it was, and what its charts were given. */
export type JudgedStep = {
  readonly envelope: Pick<Envelope, 'seq' | 'monoMs'>;
  readonly deliveries: readonly Given[];
};

export type Judging = {
  /** What a step shows of properties for a frame; nothing where it shows nothing new. Steps in order. */
  readonly of: (step: JudgedStep) => Pick<Frame, 'judged'>;
  readonly verdicts: () => Verdicts;
  /** Steps are missing: what follows is judged no more, and the next step tells why. */
  readonly stop: (why: string) => void;
  /** Before a pump is switched on: no step waits for it then that a property is worked out. */
  readonly prepare: (state: PumpState) => void;
  /** All that it knows, as plain JSON. */
  readonly judged: () => JudgedSoFar;
};

/** What a run has shown up to a step, and what that obliges it to: whoever judges the rest goes on from both. */
export type JudgedSoFar = { readonly verdicts: Verdicts; readonly memory: MonitorMemory };

/** More are not kept: a chart that breaks the same again and again has said so. */
const MOST_BROKEN = 2_000;

const NOTHING: Judgement = { exercised: [], broken: [] };

/** Judges one run while it is shown, from its beginning or from where somebody has judged it to. */
export const judging = (from?: JudgedSoFar): Judging => {
  const { take, prepare, memory } = monitor(from?.memory);
  const exercised: Record<string, number> = { ...from?.verdicts.exercised };
  const broken = [...(from?.verdicts.broken ?? [])];
  let trouble = from?.verdicts.trouble ?? null;
  /** The trouble that a frame has told of. */
  let told = trouble;
  let hasDefect = trouble !== null;
  /** A defect in judging is no reason to show nothing: it is told, and the run goes on unjudged. */
  const judge = ({ envelope: { seq }, deliveries }: JudgedStep): Judgement => {
    if (hasDefect) return NOTHING;
    try {
      return take(deliveries);
    } catch (defect) {
      hasDefect = true;
      trouble = `from record ${seq} on, because ${defect instanceof Error ? defect.message : String(defect)}`;
      return NOTHING;
    }
  };
  const verdicts = (): Verdicts => ({ exercised: { ...exercised }, broken: [...broken], trouble });
  return {
    of: step => {
      const { seq, monoMs } = step.envelope;
      const shown = judge(step);
      for (const key of shown.exercised) exercised[key] = monoMs;
      for (const each of shown.broken) if (broken.length < MOST_BROKEN) broken.push({ ...each, seq, monoMs });
      if (broken.length === MOST_BROKEN)
        trouble ??= `of more than ${MOST_BROKEN} violations, the last at record ${seq}, the rest may be missing`;
      const judged = {
        ...(shown.exercised.length === 0 ? {} : { exercised: shown.exercised }),
        ...(shown.broken.length === 0 ? {} : { broken: shown.broken }),
        ...(trouble === null || trouble === told ? {} : { trouble }),
      };
      told = trouble;
      return Object.keys(judged).length === 0 ? {} : { judged };
    },
    stop: why => {
      hasDefect = true;
      trouble ??= why;
    },
    prepare: state => {
      try {
        prepare(state);
      } catch {
        // The first step that comes to it meets the same defect, and tells it.
      }
    },
    verdicts,
    judged: () => ({ verdicts: verdicts(), memory: memory() }),
  };
};
