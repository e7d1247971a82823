import { z } from 'zod';
import type { Envelope } from '../../domain/facts.ts';
import { monoMs } from '../../domain/units.ts';
import { requestSchema } from '../../inspector/pageRequests.ts';
import type { BodyNow, Status, SubmitAnswer } from '../../inspector/protocol.ts';
import type { PageParts } from '../page.ts';
import { MOST_LINE } from './lines.ts';

/** Where a page begins to show a pump. */
export type BegunRun = {
  /** Of the run and its beginnings: what is said of an earlier one is of no use. */
  readonly number: number;
  /** The state before the first step that is told, as a keyframe. */
  readonly keyframe: string;
  /** The last step before that state; null where only the first that is told shows it. */
  readonly seq: number | null;
  /** Steps from before the page was there, told at once, from that state on; the last one leads to the state that the pump has. */
  readonly steps: readonly { readonly envelope: Envelope; readonly body?: BodyNow }[];
  /** Its path, which has all steps up to `seq`; null where the page knows a run by its steps alone. */
  readonly journal: string | null;
  /** There were steps before `seq`, which nobody can show where they are in no journal. */
  readonly isLate: boolean;
};

/** What the pump's thread tells that of its page: all that it tells, one way, and it waits for nothing of it. */
export type ToPage =
  | { readonly what: 'begin'; readonly run: BegunRun }
  | {
      readonly what: 'step';
      readonly envelope: Envelope;
      /** The number of the request that has become its fact. */
      readonly asked?: number;
      readonly body?: BodyNow;
    }
  /** The thread was too far behind: steps up to this one were left out, and it goes on from the state after them. A step follows at once. */
  | { readonly what: 'leap'; readonly number: number; readonly keyframe: string; readonly seq: number }
  /** To be answered with what has been taken. `at` is the state that the last step has led to; null before the first. */
  | { readonly what: 'status'; readonly status: Status | null; readonly at: Identified | null }
  | { readonly what: 'answer'; readonly id: number; readonly answer: SubmitAnswer }
  | { readonly what: 'serve'; readonly serving: Serving }
  | { readonly what: 'close' };

/** A state by the number of its step, and its digest. */
export type Identified = { readonly seq: number; readonly digest: string };

export type Serving = {
  readonly parts: PageParts;
  /** The first that is tried; the only one of a page that was served before. */
  readonly port: number;
  /** Null makes a new one; a page that is begun anew keeps its own. */
  readonly token: string | null;
  /** Null where the pump could not say it. */
  readonly status: Status | null;
  /** Whether the page may begin other runs, and wants to know with what. */
  readonly mayBegin: boolean;
};

/** What comes back: nothing of it reaches the pump but a request that is one. */
export const fromPageSchema = z.discriminatedUnion('what', [
  z.strictObject({
    what: z.literal('serving'),
    address: z.url(),
    port: z.int().positive(),
    token: z.string().min(1),
  }),
  z.strictObject({ what: z.literal('refused'), exit: z.int(), message: z.string() }),
  z.strictObject({ what: z.literal('say'), line: z.string().max(MOST_LINE) }),
  /** `sent` is monotonic time of the machine, in ms. */
  z.strictObject({
    what: z.literal('request'),
    id: z.int(),
    sent: z.int().nonnegative().transform(monoMs),
    request: requestSchema,
  }),
  /** The state after this step is another one there than the pump's. */
  z.strictObject({ what: z.literal('differs'), seq: z.int() }),
  /** All steps up to this one, if one is known, have been taken again; `isAnswer` if it answers a status. */
  z.strictObject({
    what: z.literal('taken'),
    number: z.int(),
    seq: z.int().nullable(),
    isAnswer: z.boolean(),
  }),
]);

/** As it is sent. */
export type FromPage = z.input<typeof fromPageSchema>;
/** As it is read. */
export type HeardFromPage = z.output<typeof fromPageSchema>;

/** Never throws: a thread may throw what has no words. */
export const wordsOf = (defect: unknown): string => {
  try {
    return defect instanceof Error ? defect.message : String(defect);
  } catch {
    return 'it has thrown what has no words';
  }
};
