import type { Walk } from '../../verify/walk/walk.ts';
import { figure } from '../figure.ts';

/** How often a person is told, in ms. */
const EVERY = 1_000;

/** Tells how far a walk is, now and then: states, rate, how many wait, depth, and what may be left. */
export const progressOf = (
  name: string,
  walk: Pick<Walk, 'expanded' | 'met' | 'depth'>,
  say: (line: string) => void,
  now: () => number,
) => {
  let last = { at: now(), expanded: walk.expanded(), met: walk.met() };
  return (): void => {
    const at = now();
    if (at - last.at < EVERY) return;
    const [expanded, met] = [walk.expanded(), walk.met()];
    const perSecond = ((expanded - last.expanded) * 1_000) / (at - last.at);
    /** How many states a state brings that was expanded lately; below one, the walk comes to an end. */
    const brings = (met - last.met) / Math.max(1, expanded - last.expanded);
    const left = brings < 1 ? (met - expanded) / (1 - brings) : null;
    say(
      `  ${name}: ${figure(expanded)} states, ${figure(Math.round(perSecond))}/s, ${figure(met - expanded)} waiting, ` +
        `depth ${walk.depth()}, ${left === null ? 'still growing' : `about ${Math.ceil(left / perSecond)} s left`}`,
    );
    last = { at, expanded, met };
  };
};
