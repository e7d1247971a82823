import type { AlarmName } from '../alarms.ts';

/** `byHand`: until it is switched off; `byItself`: at once, or after the next byte or reading; `withTheRun`: never. */
export type FaultEnd = 'byHand' | 'byItself' | 'withTheRun';

/** The alarm that tells a person of it, or why none does. */
export type FaultEffect = { readonly alarm: AlarmName } | { readonly none: string };

export type WorldFault = {
  readonly device: string;
  readonly title: string;
  /** What is done to the world. */
  readonly tells: string;
  readonly ends: FaultEnd;
  readonly comes: FaultEffect;
};

/** Keeps the names of a group of rows, and checks each row. */
export const faults = <const Table extends Readonly<Record<string, WorldFault>>>(table: Table): Table =>
  table;
export const alarm = (name: AlarmName): FaultEffect => ({ alarm: name });
export const none = (why: string): FaultEffect => ({ none: why });
