import type { Frame, MachineId } from './protocol.ts';

/** What of a step is compared. */
export type Compared = Pick<Frame, 'seq' | 'monoMs' | 'fact' | 'derived' | 'commands' | 'active'>;

/** Where two runs first differ. Records are numbers of steps; null where a run has ended before. */
export type Divergence = {
  readonly kind: 'fact' | 'derived' | 'state' | 'command' | 'end';
  /** What differs, in words. */
  readonly words: string;
  readonly record: number | null;
  readonly otherRecord: number | null;
  /** On the clock of the first run: monotonic ms. */
  readonly atMonoMs: number;
  /** States in which only one of the two runs is after that step. */
  readonly states: readonly { readonly machine: MachineId; readonly id: string }[];
};

/**
 * The first step in which two runs differ: by what happened, what the ledger made of it, which states are active, or
 * what is asked for, in this order. When it happened says nothing, on no clock; and names that each boot gives anew
 * are no difference. Null where both are the same to their end.
 */
export const firstDivergence = (one: readonly Compared[], other: readonly Compared[]): Divergence | null => {
  const length = Math.max(one.length, other.length);
  for (let index = 0; index < length; index += 1) {
    const [here, there] = [one[index], other[index]];
    if (here === undefined || there === undefined) return ended(one, other, index);
    const difference = differenceOf(here, there);
    if (difference !== null)
      return {
        ...difference,
        record: here.seq,
        otherRecord: there.seq,
        atMonoMs: here.monoMs,
        states: statesApart(here, there),
      };
  }
  return null;
};

const ended = (one: readonly Compared[], other: readonly Compared[], index: number): Divergence => ({
  kind: 'end',
  words:
    one.length < other.length
      ? `the first run ends, the other goes on with ${other[index]?.fact.type ?? 'another step'}`
      : `the other run ends, the first goes on with ${one[index]?.fact.type ?? 'another step'}`,
  record: one[index]?.seq ?? null,
  otherRecord: other[index]?.seq ?? null,
  atMonoMs: one[index]?.monoMs ?? one.at(-1)?.monoMs ?? 0,
  states: [],
});

const differenceOf = (here: Compared, there: Compared): Pick<Divergence, 'kind' | 'words'> | null => {
  if (textOf(here.fact) !== textOf(there.fact))
    return {
      kind: 'fact',
      words:
        here.fact.type === there.fact.type
          ? `${here.fact.type} with other particulars: ${textOf(here.fact)} and ${textOf(there.fact)}`
          : `${here.fact.type} here, ${there.fact.type} in the other run`,
    };
  if (textOf(here.derived) !== textOf(there.derived))
    return {
      kind: 'derived',
      words: `after ${here.fact.type} the ledger says ${typesOf(here.derived)} here, ${typesOf(there.derived)} in the other run`,
    };
  const apart = statesApart(here, there);
  if (apart.length > 0)
    return {
      kind: 'state',
      words: `after ${here.fact.type} only one of the runs is in ${apart.map(({ id }) => id).join(', ')}`,
    };
  if (textOf(here.commands) !== textOf(there.commands))
    return {
      kind: 'command',
      words: `after ${here.fact.type} the pump asks for ${typesOf(here.commands)} here, ${typesOf(there.commands)} in the other run`,
    };
  return null;
};

const typesOf = (list: readonly { readonly type: string }[]): string =>
  list.length === 0 ? 'nothing' : list.map(({ type }) => type).join(', ');

/** States that are active in one of the two, innermost ones included. */
const statesApart = ({ active: here }: Compared, { active: there }: Compared): Divergence['states'] => {
  const machines = [...new Set([...Object.keys(here), ...Object.keys(there)])] as MachineId[];
  return machines.flatMap(machine => {
    const [mine, theirs] = [here[machine] ?? [], there[machine] ?? []];
    const only = [...mine.filter(id => !theirs.includes(id)), ...theirs.filter(id => !mine.includes(id))];
    return only.map(id => ({ machine, id }));
  });
};

/** `3f2a91c07b44-2`: the boot that named it is no part of what it is. */
const NAMED_BY_BOOT = /^[0-9a-f]{12}-(\d+)$/;
/** Fields that say when, or in which boot. */
const WHEN = /^(boot|.*[wW]allMs|.*[mM]onoMs)$/;

/** Anything as text, without what says when or in which boot. */
const textOf = (value: unknown): string =>
  JSON.stringify(value, (name: string, field: unknown) => {
    if (WHEN.test(name)) return undefined;
    return typeof field === 'string' ? field.replace(NAMED_BY_BOOT, '#$1') : field;
  });
