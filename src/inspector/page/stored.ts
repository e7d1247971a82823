import { effect, type Signal, signal } from '@preact/signals';

/** Choices that the browser keeps from one visit to the next; where it keeps nothing, they last as long as the page. */

const read = (name: string): string | null => {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
};

const write = (name: string, value: string): void => {
  try {
    localStorage.setItem(name, value);
  } catch {
    // A browser that keeps nothing shows the page all the same.
  }
};

/** One of these values; what is kept and is none of them counts as never chosen. */
export const storedChoice = <Value extends string>(
  name: string,
  values: readonly Value[],
  otherwise: Value,
): Signal<Value> => {
  const kept = read(name);
  const choice = signal(values.find(value => value === kept) ?? otherwise);
  effect(() => write(name, choice.value));
  return choice;
};

/** A number that is not below `least`. */
export const storedNumber = (name: string, least: number, otherwise: number): Signal<number> => {
  const kept = Number(read(name) ?? Number.NaN);
  const choice = signal(kept >= least && Number.isFinite(kept) ? kept : otherwise);
  effect(() => write(name, String(choice.value)));
  return choice;
};
