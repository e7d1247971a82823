import { ALARMS, type AlarmName, isAlarmName, isGradeName } from '../../../domain/alarms.ts';
import { bare } from '../../../runtime/bare.ts';
import type { Mutant } from '../mutant.ts';

/**
 * Whether a mutant asks for other actions than the original, or in another order, and the runtime makes the same of them:
 * an alarm ceases whatever its grade, and two that touch nothing of each other's may change places.
 */
export const isSameDeed = ({ instead, draft }: Mutant): boolean =>
  instead !== undefined && canonical(instead.was, draft.of.id) === canonical(instead.is, draft.of.id);

const canonical = (actions: readonly unknown[], by: string): string => {
  const all = actions.map(action => deedOf(action, by));
  for (let end = all.length - 1; end > 0; end -= 1)
    for (let at = 0; at < end; at += 1) {
      const [one, next] = [all[at], all[at + 1]];
      if (one === undefined || next === undefined || one.text <= next.text || !commute(one, next)) continue;
      all[at] = next;
      all[at + 1] = one;
    }
  return all.map(({ text }) => text).join('\n');
};

/**
 * What an action touches: an alarm that it ceases; one that it raises, of which the ledger and the other charts learn by
 * facts of their own, or do not (`raiseQuietly`); the world, by a command that is always the same, or by one that tells what
 * the ledger knows; the ledger. Null where more is at stake.
 */
type Deed = {
  readonly text: string;
  readonly touches: 'cease' | 'raise' | 'raiseQuietly' | 'world' | 'told' | 'ledger' | null;
};

/** Commands whose particulars are the ledger's alone, and orders to it with particulars that are the chart's own. */
const TOLD: ReadonlySet<string> = new Set([
  'recordOutcome',
  'reportBolus',
  'reportExtended',
  'reportOcclusion',
]);
const ORDERED: ReadonlySet<string> = new Set(['endBolus', 'endExtended']);

const deedOf = (action: unknown, by: string): Deed => {
  if (typeof action === 'string') return { text: action, touches: touchedBy(action) };
  if (typeof action !== 'object' || action === null || !('type' in action) || !('params' in action))
    return { text: wordsOf(action), touches: null };
  const { type, params } = action;
  if (typeof params !== 'object' || params === null || typeof type !== 'string')
    return { text: wordsOf(action), touches: null };
  const text = JSON.stringify(action);
  if (ORDERED.has(type)) return { text, touches: 'ledger' };
  if (!('alarm' in params)) return { text: wordsOf(action), touches: null };
  if (type === 'ceaseAlarm') return { text: `cease ${String(params.alarm)}`, touches: 'cease' };
  if (type !== 'raiseAlarm') return { text, touches: null };
  const { alarm } = params;
  const grade = 'grade' in params ? params.grade : undefined;
  const isQuiet = typeof alarm === 'string' && isAlarmName(alarm) && derivesNothing(alarm, grade, by);
  return { text, touches: isQuiet ? 'raiseQuietly' : 'raise' };
};

const touchedBy = (action: string): Deed['touches'] => {
  if (TOLD.has(action)) return 'told';
  const addressed = bare(action);
  return addressed === undefined ? null : addressed.to === 'world' ? 'world' : 'ledger';
};

/** What stops a bolus is always told to the charts; what stops more is, where it is not the pump's own chart that says so. */
const derivesNothing = (alarm: AlarmName, grade: unknown, by: string): boolean => {
  const known = ALARMS[alarm][isGradeName(grade) ? grade : 'first'];
  if (known === undefined) return false;
  const { stops } = known;
  return stops === 'nothing' || (by === 'pump' && stops !== 'bolus');
};

/** A function has no words of its own: it is itself and nothing else. */
const names = new Map<unknown, string>();
const wordsOf = (action: unknown): string => {
  const name = names.get(action) ?? `action ${names.size}`;
  names.set(action, name);
  return name;
};

/**
 * A command with no particulars is the same whenever it is asked for; an order to the ledger sees neither alarms nor commands, and
 * what is told of the ledger no alarms. To raise an alarm may end pauses of others, and may derive facts: then only what
 * derives none may change places with it. Of two alarms nothing is said:
 * which of them ceases first is the order in which their timers end.
 */
const commute = (one: Deed, other: Deed): boolean => {
  const both = [one.touches, other.touches];
  const is = (...kinds: readonly Deed['touches'][]): boolean => both.every(each => kinds.includes(each));
  if (both.includes(null)) return false;
  if (both.includes('raise')) return both.includes('world');
  if (both.includes('raiseQuietly')) return !both.includes('cease') && !is('raiseQuietly');
  return one.touches !== other.touches && !is('told', 'ledger') && !is('told', 'world');
};
