import type { Where, Words } from '../../../specs/property.ts';
import { type OnState, phrasesOf, stateMask, together } from './conditions.ts';
import { eventsTo } from './runs.ts';
import type { Answer } from './spans.ts';
import type { Walk } from './walk.ts';

/** From each such state there is a way of at most so many steps to one of the others. */
export type Within = {
  readonly from: Where<Words>;
  readonly within: number;
  readonly canReach: Where<Words>;
};

/** Asks which states are near to others, of a walk that is complete: several rules at once, a bit for each. */
export const nearIn = (walk: Walk, rules: readonly Within[]): readonly Answer[] => {
  if (rules.length > 0 && !walk.isComplete())
    throw new Error('a part of a walk cannot say what is out of reach');
  return together(rules).flatMap(group => answersIn(walk, group));
};

const answersIn = (walk: Walk, rules: readonly Within[]): readonly Answer[] => {
  const { system } = walk;
  const phrases = phrasesOf(system);
  const maskOf = (conditionIn: (rule: Within) => Where<Words>) =>
    stateMask(
      system,
      rules.map((rule): OnState => phrases.where(conditionIn(rule))),
    );
  const all = 2 ** rules.length - 1;
  const wanted = maskOf(({ canReach }) => canReach);
  const asked = maskOf(({ from }) => from);
  const near = nearBy(walk, rules, state => wanted(state, all));
  const checks = rules.map(() => 0);
  const broken = rules.map(() => -1);
  for (let state = 0; state < walk.met(); state += 1) {
    const here = asked(state, all);
    for (const place of rules.keys()) {
      if ((here & (1 << place)) === 0 || (broken[place] ?? 0) >= 0) continue;
      checks[place] = (checks[place] ?? 0) + 1;
      if (((near[state] ?? 0) & (1 << place)) === 0) broken[place] = state;
    }
  }
  return rules.map((_, place) => {
    const state = broken[place] ?? -1;
    return { checks: checks[place] ?? 0, broken: state < 0 ? null : eventsTo(walk, state) };
  });
};

/** By state, the rules to whose goal it is near enough: in each round, those with a step to one that was near before. */
const nearBy = (
  { system, met }: Walk,
  rules: readonly Within[],
  wanted: (state: number) => number,
): Int32Array => {
  let near = Int32Array.from({ length: met() }, (_, state) => wanted(state));
  for (let round = 1; ; round += 1) {
    const asked = rules.reduce(
      (mask, { within }, place) => (within >= round ? mask | (1 << place) : mask),
      0,
    );
    if (asked === 0) return near;
    const next = near.slice();
    for (let state = 0; state < near.length; state += 1) {
      if ((asked & ~(near[state] ?? 0)) === 0) continue;
      let found = 0;
      system.expand(state, to => {
        found |= near[to] ?? 0;
      });
      next[state] = (near[state] ?? 0) | (found & asked);
    }
    near = next;
  }
};
