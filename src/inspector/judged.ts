import type { Observed } from '../runtime/run.ts';
import { type Judgement, monitor, type Subject, subjects } from '../verify/monitor/monitor.ts';
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
  /** Why nothing is judged any more; null while it is. */
  readonly trouble: string | null;
};

/** Of a run in which nothing was judged. */
export const NO_VERDICTS: Verdicts = { exercised: {}, broken: [], trouble: null };

export type Judging = {
  /** What a step shows of properties for a frame; nothing where it shows nothing new. Steps in order. */
  readonly of: (step: Observed) => Pick<Frame, 'judged'>;
  readonly verdicts: () => Verdicts;
};

/** More are not kept: a chart that breaks the same again and again has said so. */
const MOST_BROKEN = 2_000;

const NOTHING: Judgement = { exercised: [], broken: [] };

/** Judges one run while it is shown. */
export const judging = (): Judging => {
  const { take } = monitor();
  const exercised: Record<string, number> = {};
  const broken: Verdicts['broken'][number][] = [];
  let trouble: string | null = null;
  /** A defect in judging is no reason to show nothing: it is told, and the run goes on unjudged. */
  const judge = (deliveries: Observed['deliveries']): Judgement => {
    if (trouble !== null) return NOTHING;
    try {
      return take(deliveries);
    } catch (defect) {
      trouble = defect instanceof Error ? defect.message : String(defect);
      return NOTHING;
    }
  };
  return {
    of: ({ envelope: { seq, monoMs }, deliveries }) => {
      const shown = judge(deliveries);
      if (shown.exercised.length === 0 && shown.broken.length === 0) return {};
      for (const key of shown.exercised) exercised[key] = monoMs;
      for (const each of shown.broken) if (broken.length < MOST_BROKEN) broken.push({ ...each, seq, monoMs });
      return {
        judged: {
          ...(shown.exercised.length === 0 ? {} : { exercised: shown.exercised }),
          ...(shown.broken.length === 0 ? {} : { broken: shown.broken }),
        },
      };
    },
    verdicts: () => ({ exercised: { ...exercised }, broken: [...broken], trouble }),
  };
};
