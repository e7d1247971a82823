import type { Envelope, Fact } from '../../domain/facts.ts';
import { bodyHistory, type Lived } from '../../inspector/bodyHistory.ts';
import { askedAt, type ForecastAsked } from '../../inspector/expectation.ts';
import { frameOf } from '../../inspector/frame.ts';
import { type History, history, KEPT } from '../../inspector/history.ts';
import { type Judging, judging } from '../../inspector/judged.ts';
import { stateOf } from '../../inspector/keyframe.ts';
import type { BodyNow, Expectation } from '../../inspector/protocol.ts';
import { digest } from '../../runtime/digest.ts';
import type { JournalRead } from '../../runtime/journalRead.ts';
import { replay } from '../../runtime/recover.ts';
import type { Observed } from '../../runtime/run.ts';
import { step } from '../../runtime/step.ts';
import { type Identified, wordsOf } from './messages.ts';

/** What a page can show of a run before the steps that it is told. */
export type Earlier = {
  readonly history: History;
  readonly judging: Judging;
  /** Steps that could not be shown, and why not the first of them; null where all were. */
  readonly lacks: { readonly steps: number; readonly why: string } | null;
};

/** Takes a journal again up to a step. A step that `picture` cannot show is missing, and no reason to show nothing. */
export const earlierIn = (
  { entries }: Pick<JournalRead, 'entries'>,
  upTo: number,
  picture: typeof frameOf = frameOf,
): Earlier => {
  const known = history();
  const judged = judging();
  let lacks: Earlier['lacks'] = null;
  const show = (observed: Observed): void => {
    try {
      const shown = judged.of(observed);
      if (upTo - observed.envelope.seq < KEPT) known.add({ ...picture(observed), ...shown });
    } catch (defect) {
      lacks = { steps: (lacks?.steps ?? 0) + 1, why: lacks?.why ?? wordsOf(defect) };
    }
  };
  replay(
    entries.filter(({ seq }) => seq <= upTo),
    show,
  );
  const last = entries.findLast(({ seq }) => seq <= upTo)?.seq ?? 0;
  if (last < upTo) judged.stop(`from record ${last + 1} on, because the journal ends before ${upTo}`);
  return { history: known, judging: judged, lacks };
};

/** Of a run that nothing is known of. */
export const nothingEarlier = (): Earlier => ({ history: history(), judging: judging(), lacks: null });

export type ShownRun = Pick<Earlier, 'history' | 'judging'> & {
  /** Takes a step of the pump again, by the pump's own code, and shows it. Throws when it is not the one after the last. */
  readonly take: (envelope: Envelope, body?: BodyNow) => void;
  /** Goes on from the state after this step, and says why what follows is not judged any more. */
  readonly leap: (keyframe: string, seq: number, why: string) => void;
  /** The last step taken, and the digest of the state that it led to; null where none is known. */
  readonly at: () => Identified | null;
  /** What was expected from an earlier reading; it is shown with the next step. */
  readonly expect: (expectation: Expectation) => void;
  /** What a virtual patient lived in the steps taken; null where none was told of. */
  readonly lived: () => Lived | null;
};

/** Forecasts that no step has taken along yet: a pump that stands still needs none of the old ones. */
const MOST_EXPECTED = 20;

/** A run as a page shows it: from this state on, which is that after step `seq`, each of its facts taken again. */
export const shownRun = (
  keyframe: string,
  seq: number | null,
  { history: known, judging: judged }: Pick<Earlier, 'history' | 'judging'>,
  ask: (forecast: ForecastAsked) => void = () => {},
): ShownRun => {
  let state = stateOf(keyframe);
  let last = seq;
  let expected: Expectation[] = [];
  const body = bodyHistory();
  judged.prepare(state);
  return {
    history: known,
    judging: judged,
    at: () => (last === null ? null : { seq: last, digest: digest(state) }),
    leap: (to, upTo, why) => {
      state = stateOf(to);
      last = upTo;
      judged.stop(why);
    },
    expect: expectation => {
      expected = [...expected, expectation].slice(-MOST_EXPECTED);
    },
    lived: body.lived,
    take: (envelope, bodyNow) => {
      if (last !== null && envelope.seq !== last + 1)
        throw new Error(`after step ${last} comes ${last + 1}, and ${envelope.seq} was told`);
      last = envelope.seq;
      const observed: Observed = { ...step(state, envelope), envelope, before: state };
      state = observed.state;
      const waiting = expected;
      expected = [];
      const frame = {
        ...frameOf(observed),
        ...judged.of(observed),
        ...(waiting.length === 0 ? {} : { expected: waiting }),
        ...(bodyNow === undefined ? {} : { body: bodyNow }),
      };
      body.take(frame);
      known.add(frame);
      const asked = askedAt(observed);
      if (asked !== null) ask(asked);
    },
  };
};

/** Facts that were accepted and that no step has taken; beyond, the oldest are forgotten. */
const MOST_REQUESTED = 200;

/** The facts of requests, from their acceptance to their step: a step that takes one has that very object. */
export const requestedFacts = () => {
  const facts = new Map<number, Fact>();
  return {
    keep: (id: number, fact: Fact): void => {
      facts.set(id, fact);
      const [oldest] = facts.keys();
      if (facts.size > MOST_REQUESTED && oldest !== undefined) facts.delete(oldest);
    },
    /** The envelope with the fact that was asked for, if it was. */
    within: (envelope: Envelope, asked: number | undefined): Envelope => {
      const fact = asked === undefined ? undefined : facts.get(asked);
      if (asked === undefined || fact === undefined) return envelope;
      facts.delete(asked);
      return { ...envelope, fact };
    },
  };
};
