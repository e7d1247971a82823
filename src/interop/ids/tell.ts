import type { Observed } from '../../runtime/run.ts';
import type { IddEvent } from './record.ts';

/** What of the history is remembered from step to step, and what a step adds. Each concern has one; none sees another's. */
export type Told<Memory> = { readonly memory: Memory; readonly events: readonly IddEvent[] };
export type Telling<Memory> = (memory: Memory, heard: Observed) => Told<Memory>;

/** A field of 16 bits says at most so much; what lasts longer says this. */
export const MOST_16 = 0xffff;

/** Whole minutes that have begun. */
export const minutesIn = (ms: number): number => Math.min(MOST_16, Math.ceil(Math.max(0, ms) / 60_000));

/** Whole minutes that have passed. */
export const minutesPassed = (ms: number): number => Math.min(MOST_16, Math.floor(Math.max(0, ms) / 60_000));

/** Numbers of occurrences are never zero, and begin again after 65 535. */
export const numberAfter = (last: number): number => (last % MOST_16) + 1;
