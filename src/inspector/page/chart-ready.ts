import { computed, signal } from '@preact/signals';
import type { Readiness } from '../../verify/readiness.ts';
import type { Frame, MachineId } from '../protocol.ts';
import type { readinessIn } from '../readyAt.ts';
import { verdictOf } from '../readyWords.ts';
import type { GlyphVerdict } from './chart-glyphs.ts';
import { shown } from './store.ts';

/**
 * What each transition would do if its event came now, asked of the machine itself at the frame that is shown. A machine that is as it
 * was is not asked again.
 */
type Known = ReadonlyMap<string, Readiness>;

/** The machines themselves are loaded when somebody looks closely enough to want to know; null before. */
const machines = signal<{ readonly readinessIn: typeof readinessIn } | null>(null);
let isAsked = false;

const load = (): void => {
  if (isAsked) return;
  isAsked = true;
  void import('../readyAt.ts').then(loaded => {
    machines.value = loaded;
  });
};

const MOST = 400;
const known = new Map<string, Known>();
const NOBODY: Known = new Map();

/** By the id of a transition; empty where the frame does not tell the state of the machine. */
const readyIn = (frame: Frame, machine: MachineId): Known => {
  if (machines.value === null) {
    load();
    return NOBODY;
  }
  const key = `${machine} ${frame.active[machine]?.join()} ${JSON.stringify(frame.context?.[machine])}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const asked = machines.value.readinessIn(frame, machine);
  const made = asked === null ? NOBODY : new Map(asked.map(each => [each.transition, each]));
  if (known.size >= MOST) known.clear();
  known.set(key, made);
  return made;
};

/** Of a key `machine|transition`, at the moment that is shown; null of one whose state is not active. */
export const readyAt = computed(() => {
  const frame = shown.value;
  machines.value;
  return (key: string): Readiness | null => {
    const [machine = '', id = ''] = key.split('|');
    return frame !== null && isMachine(machine, frame) ? (readyIn(frame, machine).get(id) ?? null) : null;
  };
});

const isMachine = (machine: string, { active }: Frame): machine is MachineId =>
  Object.hasOwn(active, machine);

/** What is drawn beside its event. */
export const verdictAt = computed(() => {
  const of = readyAt.value;
  return (key: string): GlyphVerdict | null => {
    const readiness = of(key);
    if (readiness === null) return null;
    const verdict = verdictOf(readiness);
    return verdict === 'inner' ? null : verdict;
  };
});
