import type { Charts } from '../charts/files.ts';
import { type ChartState, inWords } from '../charts/model.ts';

/**
 * The charts as a tree of words: machines, their regions, the states in these. It says to a screen reader, and by keyboard, what the
 * picture shows. Pure.
 */
export type Row = {
  /** `machine` of a machine, else `machine|id`. */
  readonly key: string;
  readonly machine: string;
  /** Id of the region or state; null of a machine. */
  readonly id: string | null;
  readonly words: string;
  /** What is read out: machine, region, name, active or not. */
  readonly says: string;
  readonly level: number;
  readonly isActive: boolean;
  /** Null of one that has nothing inside. */
  readonly isOpen: boolean | null;
  readonly parent: string | null;
  /** Its place among its siblings, from 1, and how many they are. */
  readonly place: number;
  readonly of: number;
};

/** The rows to be seen: those whose parents are all open. `machines` in the order to show; an alarm is `alarm:occlusion`. */
export const rowsOf = (
  charts: Charts,
  machines: readonly string[],
  active: ReadonlySet<string>,
  open: ReadonlySet<string>,
): readonly Row[] =>
  machines.flatMap((machine, index) => {
    const states = charts[machine.split(':')[0] ?? '']?.chart.states ?? [];
    const root = states.find(({ parent }) => parent === null);
    if (root === undefined) return [];
    const name = inWords(machine.replace(':', ' '));
    const row: Row = {
      key: machine,
      machine,
      id: null,
      words: name,
      says: `${name}, machine`,
      level: 1,
      isActive: active.has(`${machine}|${root.id}`),
      isOpen: open.has(machine),
      parent: null,
      place: index + 1,
      of: machines.length,
    };
    return [row, ...(row.isOpen === true ? below({ states, machine, active, open }, root, row, [name]) : [])];
  });

type Around = {
  readonly states: readonly ChartState[];
  readonly machine: string;
  readonly active: ReadonlySet<string>;
  readonly open: ReadonlySet<string>;
};

const below = (around: Around, state: ChartState, parent: Row, path: readonly string[]): readonly Row[] => {
  const { states, machine, active, open } = around;
  const children = states.filter(each => each.parent === state.id);
  return children.flatMap((child, index) => {
    const key = `${machine}|${child.id}`;
    const words = inWords(child.key);
    const isActive = active.has(key);
    const hasInside = states.some(each => each.parent === child.id);
    const here = leafIn(around, child.id);
    const now = hasInside && here !== '' ? `, now ${here}` : '';
    const seen = isActive && here !== '' && !open.has(key) ? `${words}: ${here}` : words;
    const row: Row = {
      key,
      machine,
      id: child.id,
      words: seen,
      // What is seen stands in it word for word: whoever speaks to the page says what is seen.
      says: `${[...path, seen].join(', ')}${parent.id === null ? ', region' : isActive ? ', active' : ', not active'}${seen === words ? now : ''}`,
      level: parent.level + 1,
      isActive,
      isOpen: hasInside ? open.has(key) : null,
      parent: parent.key,
      place: index + 1,
      of: children.length,
    };
    return [row, ...(row.isOpen === true ? below(around, child, row, [...path, words]) : [])];
  });
};

/** The innermost active state inside one, in words. */
const leafIn = ({ machine, active }: Around, id: string): string => {
  const leaf = [...active].filter(key => key.startsWith(`${machine}|${id}.`)).at(-1) ?? '';
  return inWords(leaf.split('.').at(-1) ?? '');
};

/** What a key does at a row of the tree, as the ARIA practices have it; null of a key that does nothing here. */
export type Move = { readonly to: string } | { readonly toggle: string } | { readonly choose: string };

export const moveBy = (key: string, rows: readonly Row[], at: string | null): Move | null => {
  const index = Math.max(
    0,
    rows.findIndex(row => row.key === at),
  );
  const row = rows[index];
  if (row === undefined) return null;
  const to = (place: number): Move | null => {
    const found = rows[Math.min(rows.length - 1, Math.max(0, place))];
    return found === undefined ? null : { to: found.key };
  };
  if (key === 'ArrowDown') return to(index + 1);
  if (key === 'ArrowUp') return to(index - 1);
  if (key === 'Home') return to(0);
  if (key === 'End') return to(rows.length - 1);
  if (key === 'ArrowRight')
    return row.isOpen === false ? { toggle: row.key } : row.isOpen === true ? to(index + 1) : null;
  if (key === 'ArrowLeft') {
    if (row.isOpen === true) return { toggle: row.key };
    return row.parent === null ? null : { to: row.parent };
  }
  return key === 'Enter' || key === ' ' ? { choose: row.key } : null;
};

/** What has to be open for a row to be seen, by its keys: of `pump|pump.motor.underway` the machine, `pump|pump.motor`. */
export const aroundOf = (key: string): readonly string[] => {
  const [machine = '', id = ''] = key.split('|');
  const path = id.split(' ')[0]?.split('.') ?? [];
  return [
    machine,
    ...path.slice(1, -1).map((_, index) => `${machine}|${path.slice(0, index + 2).join('.')}`),
  ];
};
