import { ALARMS, type AlarmName, isAlarmName, isGradeName } from '../../../domain/alarms.ts';
import { bare } from '../../../runtime/bare.ts';
import type { Mutant } from '../mutant.ts';

/**
 * Whether a mutant asks for other actions than the original, or in another order, and the runtime makes the same of them:
 * an alarm ceases whatever its grade, and two that touch nothing of each other's may change places.
 */
export const isSameDeed = ({ instead, draft }: Mutant): boolean =>
  instead !== undefined && canonical(instead.was, draft.of.id) === canonical(instead.is, draft.of.id);

/** Of all orders that come to the same, the one whose words come first. */
const canonical = (actions: readonly unknown[], by: string): string => {
  const left = actions.map(action => deedOf(action, by));
  const order: string[] = [];
  while (left.length > 0) {
    const free = left.filter((deed, at) => left.slice(0, at).every(before => commute(before, deed)));
    const [first] = free.toSorted((one, other) => (one.text < other.text ? -1 : 1));
    if (first === undefined) throw new Error('the first of some actions has none before it');
    left.splice(left.indexOf(first), 1);
    order.push(first.text);
  }
  return order.join('\n');
};

/**
 * What an action touches: an alarm that it ceases; one that it raises, of which the ledger and the other charts learn by
 * facts of their own, or do not (`raiseQuietly`); the world, by a command that is always the same, or by one that tells what
 * the ledger knows; the ledger. `counted`: the world, by how many steps were counted; `refusal`: by why therapy is stopped. Null
 * where more is at stake.
 */
type Deed = {
  readonly text: string;
  readonly touches:
    | 'cease'
    | 'raise'
    | 'raiseQuietly'
    | 'world'
    | 'told'
    | 'counted'
    | 'refusal'
    | 'ledger'
    | null;
};

/** Commands whose particulars are the ledger's alone, and orders to it with particulars that are the chart's own. */
const TOLD: ReadonlySet<string> = new Set([
  'recordOutcome',
  'reportBolus',
  'reportExtended',
  'reportOcclusion',
]);
const ORDERED: ReadonlySet<string> = new Set(['endBolus', 'endExtended']);
/** What else is known of actions by their names: a sound is always the same, and what is admitted says for whom. */
const KNOWN: ReadonlyMap<string, Deed['touches']> = new Map([
  ...['soundReady', 'soundStep', 'soundRefusal', 'permitRemote'].map(name => [name, 'world'] as const),
  ['grantPermission', 'ledger'],
  ['soundCount', 'counted'],
  ['refuseBolus', 'refusal'],
]);
/** Orders that count steps of a quick bolus. */
const COUNT: ReadonlySet<string> = new Set(['clearQuick', 'addQuickStep']);

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
  const known = KNOWN.get(action);
  if (known !== undefined) return known;
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

/** An information signal that waits to be seen ends by itself some minutes after its cause. */
const lapses = ({ text }: Deed): boolean => {
  const alarm = text.slice('cease '.length);
  if (!isAlarmName(alarm)) return true;
  const { latching, first, worse } = ALARMS[alarm];
  return latching && (first.priority === 'info' || worse?.priority === 'info');
};

/**
 * A command with no particulars is the same whenever it is asked for; an order to the ledger sees neither alarms nor commands, and
 * what is told of the ledger no alarms. To raise an alarm may end pauses of others, and may derive facts: then only what
 * derives none may change places with it. Two alarms that cease know nothing of each other; only where both then end by themselves,
 * which of them ends first is the order in which they ceased.
 */
const commute = (one: Deed, other: Deed): boolean => {
  const both = [one.touches, other.touches];
  const is = (...kinds: readonly Deed['touches'][]): boolean => both.every(each => kinds.includes(each));
  if (both.includes(null)) return false;
  if (both.includes('refusal')) return both.includes('ledger');
  if (both.includes('counted'))
    return both.includes('ledger') && ![one, other].some(({ text }) => COUNT.has(text));
  if (is('cease')) return !(lapses(one) && lapses(other));
  if (both.includes('raise')) return both.includes('world');
  if (both.includes('raiseQuietly')) return !both.includes('cease') && !is('raiseQuietly');
  return one.touches !== other.touches && !is('told', 'ledger') && !is('told', 'world');
};
