import { bare } from '../../../runtime/bare.ts';
import type { Mutant } from '../mutant.ts';

/**
 * Whether a mutant asks for other actions than the original, or in another order, and the runtime makes the same of them:
 * an alarm ceases whatever its grade, and two that touch nothing of each other's may change places.
 */
export const isSameDeed = ({ instead }: Mutant): boolean =>
  instead !== undefined && canonical(instead.was) === canonical(instead.is);

const canonical = (actions: readonly unknown[]): string => {
  const all = actions.map(deedOf);
  for (let end = all.length - 1; end > 0; end -= 1)
    for (let at = 0; at < end; at += 1) {
      const [one, next] = [all[at], all[at + 1]];
      if (one === undefined || next === undefined || one.text <= next.text || !commute(one, next)) continue;
      all[at] = next;
      all[at + 1] = one;
    }
  return all.map(({ text }) => text).join('\n');
};

/** What an action touches: the alarm that it ceases or raises, the world, the ledger; null where more is at stake. */
type Deed = { readonly text: string; readonly touches: 'cease' | 'raise' | 'world' | 'ledger' | null };

const deedOf = (action: unknown): Deed => {
  if (typeof action === 'string')
    return { text: action, touches: bare(action)?.to === 'world' ? 'world' : bare(action) ? 'ledger' : null };
  if (typeof action !== 'object' || action === null || !('type' in action) || !('params' in action))
    return { text: wordsOf(action), touches: null };
  const { type, params } = action;
  if (typeof params !== 'object' || params === null || !('alarm' in params))
    return { text: wordsOf(action), touches: null };
  if (type === 'ceaseAlarm') return { text: `cease ${String(params.alarm)}`, touches: 'cease' };
  return { text: JSON.stringify(action), touches: type === 'raiseAlarm' ? 'raise' : null };
};

/** A function has no words of its own: it is itself and nothing else. */
const names = new Map<unknown, string>();
const wordsOf = (action: unknown): string => {
  const name = names.get(action) ?? `action ${names.size}`;
  names.set(action, name);
  return name;
};

/**
 * A command with no particulars is the same whenever it is asked for; an order to the ledger sees neither alarms that cease
 * nor commands. To raise an alarm may end pauses of others, and may derive facts. Of two alarms nothing is said.
 */
const commute = (one: Deed, other: Deed): boolean => {
  const both = [one.touches, other.touches];
  if (both.includes(null)) return false;
  if (both.includes('raise')) return both.includes('world');
  return one.touches !== other.touches;
};
