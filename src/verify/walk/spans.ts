import type { Step, Words } from '../../../specs/property.ts';
import type { Event } from '../automaton.ts';
import { numbers } from '../packed.ts';
import { lowest, type OnStep, phrasesOf, type StepMask, stepMask, together } from './conditions.ts';
import { eventsTo, firstEvent } from './runs.ts';
import type { Walk } from './walk.ts';

/** After a step like the first, none like the second before one like the third. */
export type Between = {
  readonly after: Step<Words>;
  readonly never: Step<Words>;
  readonly until: Step<Words>;
};

/** What became of a rule: how many steps inside its spans it was asked of, and the run that breaks it. */
export type Answer = { readonly checks: number; readonly broken: readonly Event[] | null };

/**
 * Asks rules about what happens between two steps, of the states that a walk has expanded. All rules are
 * followed at once, a bit for each: which of their spans a state can be inside of. Only for a rule that
 * is broken, its spans are walked once more by themselves, breadth first, for the shortest run inside.
 */
export const spansIn = (walk: Walk, rules: readonly Between[]): readonly Answer[] =>
  together(rules).flatMap(group => {
    const spans = spansOf(walk, group);
    const { checks, broken } = followed(walk, spans, group.length);
    return checks.map((count, place) =>
      (broken & (1 << place)) === 0 ? { checks: count, broken: null } : walked(walk, spans, 1 << place),
    );
  });

type Spans = { readonly opens: StepMask; readonly breaks: StepMask; readonly closes: StepMask };

const spansOf = ({ system }: Walk, rules: readonly Between[]): Spans => {
  const phrases = phrasesOf(system);
  const mask = (stepIn: (rule: Between) => Step<Words>): StepMask =>
    stepMask(
      system,
      rules.map((rule): OnStep => phrases.step(stepIn(rule))),
    );
  return {
    opens: mask(({ after }) => after),
    breaks: mask(({ never }) => never),
    closes: mask(({ until }) => until),
  };
};

/** Follows all spans through the states until nothing new is inside of any; each rule ends where it is broken. */
const followed = (
  walk: Walk,
  { opens, breaks, closes }: Spans,
  rules: number,
): { readonly checks: readonly number[]; readonly broken: number } => {
  const { system } = walk;
  const end = walk.expanded();
  const all = 2 ** rules - 1;
  const checks = Array.from({ length: rules }, () => 0);
  /** By state: the rules inside of whose spans it is, and those of them that were not yet followed from it. */
  const inside = new Int32Array(walk.met());
  const fresh = new Int32Array(walk.met());
  const again = numbers();
  let broken = 0;
  let from = 0;
  let following = 0;
  let opening = all;
  let steps = 0;

  const tell = (to: number, label: number): void => {
    steps += 1;
    let into = opens(label, from, to, opening);
    if (following !== 0) {
      const closed = closes(label, from, to, following);
      for (let left = closed; left !== 0; left &= left - 1)
        checks[lowest(left)] = (checks[lowest(left)] ?? 0) - 1;
      const open = following & ~closed;
      broken |= breaks(label, from, to, open);
      into |= open;
    }
    into &= ~(inside[to] ?? 0);
    if (into === 0) return;
    inside[to] = (inside[to] ?? 0) | into;
    fresh[to] = (fresh[to] ?? 0) | into;
    // What comes later in this round is looked at then; what was before must be looked at again.
    if (to < end && (to <= from || opening === 0)) again.push(to);
  };
  const follow = (state: number): void => {
    from = state;
    following = (fresh[state] ?? 0) & ~broken;
    fresh[state] = 0;
    if ((following | opening) === 0) return;
    steps = 0;
    system.expand(state, tell);
    for (let left = following; left !== 0; left &= left - 1)
      checks[lowest(left)] = (checks[lowest(left)] ?? 0) + steps;
  };

  for (let state = 0; state < end; state += 1) follow(state);
  opening = 0;
  for (let next = 0; next < again.size(); next += 1) follow(again.at(next));
  return { checks, broken };
};

/** Walks the spans of one rule, the nearest to the initial state first, until it is broken: by a shortest run. */
const walked = (walk: Walk, { opens, breaks, closes }: Spans, rule: number): Answer => {
  const { system } = walk;
  const end = walk.expanded();
  /** By state: where it came into the span from, and one; negative where that step opened it; 0 is outside. */
  const cause = new Int32Array(walk.met());
  const queue = numbers();
  let from = 0;
  let checks = 0;
  let breaking = -1;
  const enter = (to: number, by: number): void => {
    if (cause[to] !== 0) return;
    cause[to] = by;
    queue.push(to);
  };
  const levels = levelsOf(walk);
  let head = 0;
  let start = 0;
  for (let level = 0; breaking < 0 && (start < end || head < queue.size()); level += 1) {
    for (const frontier = queue.size(); head < frontier && breaking < 0; head += 1) {
      from = queue.at(head);
      if (from >= end) continue;
      system.expand(from, (to, label) => {
        if (breaking >= 0 || closes(label, from, to, rule) !== 0) return;
        checks += 1;
        if (breaks(label, from, to, rule) !== 0) breaking = label;
        else enter(to, from + 1);
      });
    }
    if (breaking >= 0) break;
    const last = levels[level] ?? end;
    for (from = start; from < last && from < end; from += 1)
      system.expand(from, (to, label) => {
        if (opens(label, from, to, rule) !== 0) enter(to, -from - 1);
      });
    start = last;
  }
  if (breaking < 0) throw new Error('a span that was broken holds when it is walked by itself');
  const inside: Event[] = [system.labelAt(breaking).event];
  for (let at = from; ; ) {
    const by = cause[at] ?? 0;
    const before = Math.abs(by) - 1;
    const isInside = by > 0;
    const event = firstEvent(walk, before, at, label =>
      isInside ? closes(label, before, at, rule) === 0 : opens(label, before, at, rule) !== 0,
    );
    inside.unshift(event);
    if (!isInside) return { checks, broken: [...eventsTo(walk, before), ...inside] };
    at = before;
  }
};

/** Where each level of a walk ends: the first state that is farther away. */
const levelsOf = (walk: Walk): readonly number[] => {
  const ends: number[] = [];
  let end = 1;
  for (let state = 1; state < walk.met(); state += 1) {
    if (walk.parentOf(state) < end) continue;
    ends.push(end);
    end = state;
  }
  return [...ends, end];
};
