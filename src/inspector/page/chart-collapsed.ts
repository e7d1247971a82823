import { signal } from '@preact/signals';

/**
 * Regions and states whose inside a person does not want to see, by id. A closed one keeps its frame, its name and the state
 * that it is in; so nothing else moves. Remembered in this browser.
 */
const KEY = 'islet-collapsed';

const remembered = (): ReadonlySet<string> => {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return new Set(Array.isArray(kept) ? kept.filter(id => typeof id === 'string') : []);
  } catch {
    return new Set();
  }
};

export const collapsed = signal<ReadonlySet<string>>(remembered());

export const toggleCollapsed = (id: string): void => {
  const next = new Set(collapsed.value);
  if (!next.delete(id)) next.add(id);
  collapsed.value = next;
  try {
    localStorage.setItem(KEY, JSON.stringify([...next]));
  } catch {
    // A browser that remembers nothing still closes it.
  }
};
