import { computed, signal } from '@preact/signals';
import type { PropertyMark } from '../marks.ts';
import type { OtherRun } from '../otherRun.ts';
import { chosen } from './chart-scene.ts';
import { activeAt, createHistory } from './history.ts';
import { served } from './served.ts';
import { history, latest, pinned, selected } from './store.ts';
import { pinAt } from './timeline.ts';

/** A second run beside the one that is seen; null where there is none. */
export const other = signal<OtherRun | null>(null);

export const otherHistory = computed(() => {
  const run = other.value;
  return run === null ? null : createHistory(run.history);
});

const asked = (path: string, more: RequestInit = {}): Promise<Response> => served(`api/other${path}`, more);

/** What the server compares with from now on; resolves with why it does not, null where it does. */
const taken = async (answered: Promise<Response>): Promise<string | null> => {
  try {
    const response = await answered;
    const said = await response.json();
    if (!response.ok) return `Nothing is compared: ${said.error}.`;
    other.value = said;
    return null;
  } catch (failure) {
    return `Nothing is compared: ${failure instanceof Error ? failure.message : String(failure)}.`;
  }
};

/** By its name, one of `namesBeside`; null ends the comparison. */
export const chooseOther = (name: string | null): Promise<string | null> =>
  taken(
    asked('', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ name }),
    }),
  );

export const chooseOtherFile = (file: File): Promise<string | null> =>
  taken(asked(`/given?name=${encodeURIComponent(file.name)}`, { method: 'POST', body: file }));

/** Runs that lie beside the one that is replayed. */
export const namesBeside = async (): Promise<readonly string[]> => {
  const answered = await asked('/names');
  return answered.ok ? answered.json() : [];
};

/** Asks the server for it, once. A page whose server knows of none shows none. */
export const loadOther = async (): Promise<void> => {
  const answered = await asked('');
  if (answered.ok) other.value = await answered.json();
};

/** Leaf states in which only one of the two runs is at the instant that is looked at: `idle, delivering`. */
export const apartNow = computed(() => {
  const there = otherHistory.value;
  const at = pinned.value ?? latest.value?.monoMs;
  if (there === null || at === undefined) return [];
  const [mine, theirs] = [activeAt(history.lanes(), at / 1_000), activeAt(there.lanes(), at / 1_000)];
  return [...theirs].filter(id => id.includes('.') && !mine.has(id));
});

/** The states that they first differ by, to be marked in the chart. */
export const divergenceMarks = computed((): readonly PropertyMark[] => {
  const run = other.value;
  if (!run?.divergence) return [];
  const { atMonoMs, states } = run.divergence;
  return states.map(({ machine, id }) => ({
    property: `first difference from ${run.name}`,
    machine,
    id,
    atMonoMs,
  }));
});

/** Looks at where the runs first differ, and at a state that they differ by. */
export const toDivergence = (): void => {
  const found = other.peek()?.divergence;
  if (!found) return;
  pinAt(found.atMonoMs / 1_000);
  const state = found.states.findLast(({ machine }) => !machine.startsWith('alarm:')) ?? found.states.at(-1);
  if (state === undefined) return;
  selected.value = `${state.machine}|${state.id}`;
  chosen.value = state.id.split('.').slice(0, 2).join('.');
};
