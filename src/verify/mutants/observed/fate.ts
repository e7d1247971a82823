import { type Event, nameOf } from '../../automaton.ts';
import { decide, REASONS, type Verdict } from '../decide.ts';
import { machineOf } from '../draft.ts';
import type { Examined, Examiner, Refused } from '../examine.ts';
import type { Charted } from '../fields.ts';
import type { Mutant } from '../mutant.ts';
import { mutantsOf } from '../mutants.ts';
import { type Observation, observerOf, type Place } from './observe.ts';
import { replay } from './replay.ts';
import type { Tape } from './tape.ts';

/** Characters of what is seen that are kept. */
const MOST_SAID = 160;

/** Where a mutant was seen outside first: by their names the suite and its test, the step, what came in, what was seen. */
export type Seen = {
  readonly suite: string;
  readonly test: string;
  readonly step: number;
  readonly event: string;
  readonly says: string;
};

/** What became of a mutant in the whole pump. Plain data. */
export type Fate = {
  readonly machine: string;
  readonly mutant: string;
  /** Whether it can be told from the original at all, proved over all reachable states. */
  readonly verdict: Verdict['kind'];
  /** Why it cannot, or is no chart; why nothing is seen of it; null where it is seen, and where nobody knows. */
  readonly because: string | null;
  readonly seen: Seen | null;
  /** Nothing can ever be seen of it outside, proved. */
  readonly proved: boolean;
  /** Names of all suites that show it. */
  readonly by: readonly string[];
  /** Whether any test comes to a step that it answers otherwise. */
  readonly met: boolean;
  /** Of one that is open: what tells it soonest, if anything may come at any time. */
  readonly tells?: string;
};

/** The mutants of one chart on their way through the suites. */
export type Course = {
  readonly name: string;
  /** Those that can be told from the original, and that nothing has shown yet. */
  readonly unseen: () => readonly Mutant[];
  /** What was examined of a mutant, in each sort of its chart. */
  readonly examined: (mutant: Mutant) => readonly Examined[];
  /** Plays tapes of a suite to all that it has not shown yet, or to what nothing has shown. */
  readonly play: (suite: string, tapes: readonly Tape[], to: 'all' | 'unseen') => void;
  /** Where, on these tapes, a mutant answers otherwise. */
  readonly placesOn: (tapes: readonly Tape[]) => (mutant: Mutant) => readonly Place[];
  /** Plays one tape to one mutant, from a step that it answers otherwise; whether that shows it. */
  readonly shows: (suite: string, mutant: Mutant, place: Place) => boolean;
  /** Of those that nothing has shown yet: why nothing ever can be seen of them; null where that is not proved. They are put before nothing more. */
  readonly prove: (because: (mutant: Mutant) => string | null) => void;
  /** Says why nothing is seen of the others; null where nobody knows. */
  readonly explain: (why: (mutant: Mutant, met: boolean) => string | null) => void;
  readonly fates: () => readonly Fate[];
};

/** Decides every mutant of a chart; then each that can be told is held against what is recorded. Keeps all that it examines. */
export const courseOf = (
  name: string,
  { machine, examiners }: Charted,
  mutants: readonly Mutant[] = mutantsOf(machine),
  /** What suites that come before have met, by mutant. */
  before: ReadonlyMap<string, Fate> = new Map(),
): Course => {
  const examined = new Map<Mutant, readonly (Examined | Refused)[]>();
  const fates = new Map<Mutant, Fate>();
  const tells = new Map<Mutant, string>();
  for (const mutant of mutants) {
    const all = examiners.map(examiner => examiner.examine(mutant));
    const verdict = worst(examiners.flatMap((examiner, sort) => verdictOf(examiner, all[sort])));
    if (verdict.kind === 'killed') {
      examined.set(mutant, all);
      tells.set(mutant, tellsOf(verdict.run));
    }
    fates.set(mutant, {
      machine: name,
      mutant: mutant.id,
      verdict: verdict.kind,
      because: wordsOf(verdict),
      seen: null,
      proved: false,
      by: before.get(mutant.id)?.by ?? [],
      met: before.get(mutant.id)?.met ?? false,
    });
  }
  const of = (which: (fate: Fate) => boolean): readonly Mutant[] =>
    [...fates].flatMap(([mutant, fate]) => (fate.verdict === 'killed' && which(fate) ? [mutant] : []));
  const unseen = (): readonly Mutant[] => of(({ seen, proved }) => seen === null && !proved);
  return {
    name,
    unseen,
    examined: mutant => (examined.get(mutant) ?? []).flatMap(each => ('refused' in each ? [] : [each])),
    play: (suite, tapes, to) => {
      const { observe } = observerOf(name, examiners, tapes);
      for (const mutant of of(
        ({ by, seen, proved }) => !by.includes(suite) && !proved && (to === 'all' || seen === null),
      )) {
        const fate = fates.get(mutant);
        const own = examined.get(mutant);
        if (fate !== undefined && own !== undefined)
          fates.set(mutant, after(fate, suite, observe(mutant, own)));
      }
    },
    placesOn: tapes => {
      const { placesOf } = observerOf(name, examiners, tapes);
      return mutant => placesOf(examined.get(mutant) ?? []);
    },
    shows: (suite, mutant, { tape, at }) => {
      const { sight } = replay(machineOf(mutant.draft), tape, at);
      const fate = fates.get(mutant);
      if (sight === null || fate === undefined) return false;
      fates.set(mutant, after(fate, suite, { kind: 'seen', tape, sight }));
      return true;
    },
    prove: why => {
      for (const mutant of unseen()) {
        const fate = fates.get(mutant);
        const because = why(mutant);
        if (fate !== undefined && because !== null) fates.set(mutant, { ...fate, because, proved: true });
      }
    },
    explain: why => {
      for (const mutant of unseen()) {
        const fate = fates.get(mutant);
        if (fate === undefined) continue;
        const because = why(mutant, fate.met);
        const soonest = tells.get(mutant);
        const isOpen = because === null && soonest !== undefined;
        fates.set(mutant, { ...fate, because, ...(isOpen ? { tells: soonest } : {}) });
      }
    },
    fates: () => [...fates.values()],
  };
};

/** The last event of a shortest run, and what comes before it. */
const tellsOf = (run: readonly Event[]): string => {
  const last = run.at(-1);
  if (last === undefined) return 'how it begins';
  return run.length === 1 ? nameOf(last) : `${nameOf(last)} after ${run.slice(0, -1).map(nameOf).join(', ')}`;
};

const verdictOf = (examiner: Examiner, examined: Examined | Refused | undefined): readonly Verdict[] =>
  examined === undefined ? [] : [decide(examiner, examined)];

/** Told apart in one sort is told apart; no chart in one is no chart. */
const worst = (verdicts: readonly Verdict[]): Verdict => {
  const [first] = verdicts;
  const bad =
    verdicts.find(({ kind }) => kind === 'refused') ??
    verdicts.find(({ kind }) => kind === 'killed') ??
    first;
  if (bad === undefined) throw new Error('no chart to hold mutants against');
  return bad;
};

const wordsOf = (verdict: Verdict): string | null => {
  switch (verdict.kind) {
    case 'killed':
      return null;
    case 'equivalent':
      return REASONS[verdict.because];
    case 'refused':
      return verdict.because.split(': ').at(-1) ?? verdict.because;
  }
};

const after = (fate: Fate, suite: string, observation: Observation): Fate => {
  switch (observation.kind) {
    case 'notMet':
      return fate;
    case 'hidden':
      return { ...fate, met: true };
    case 'seen': {
      const { tape, sight } = observation;
      const seen = {
        suite,
        test: tape.name,
        step: sight.at + 1,
        event: sight.event,
        says: sight.says.slice(0, MOST_SAID),
      };
      return { ...fate, seen: fate.seen ?? seen, met: true, by: [...fate.by, suite] };
    }
  }
};
