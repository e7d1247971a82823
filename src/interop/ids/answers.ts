import type { BolusAmounts, EventOf, TbrLevel } from './record.ts';
import type { BasalContext, BolusSelection, Changed, Counter, CounterSelection } from './words.ts';

/** What a client asks at the Status Reader Control Point. */
export type ReaderAsked =
  | { readonly ask: 'resetStatus'; readonly flags: readonly Changed[] }
  | { readonly ask: 'activeBoluses' | 'basalRate' | 'totalDaily' | 'delivered' | 'onBoard' }
  | { readonly ask: 'activeBolus'; readonly bolus: number; readonly selection: BolusSelection }
  | { readonly ask: 'counter'; readonly counter: Counter; readonly selection: CounterSelection };
export type ReaderQuestion = ReaderAsked['ask'];

export type BolusMore = Omit<EventOf<'bolusProgrammedMore'>, 'event'>;

/** The temporary rate that holds now. */
export type TbrTold = {
  readonly level: TbrLevel;
  readonly minutes: number;
  readonly remainingMinutes: number;
};

/** What it is told. Amounts are whole µU, rates µU/h. */
export type ReaderAnswer =
  | { readonly answer: 'activeBoluses'; readonly boluses: readonly number[] }
  | ({ readonly answer: 'activeBolus' } & BolusAmounts & BolusMore)
  | {
      readonly answer: 'basalRate';
      readonly profile: number;
      readonly profileRateUuPerHour: number;
      readonly tbr: TbrTold | null;
      readonly context: BasalContext | null;
    }
  | {
      readonly answer: 'totalDaily';
      readonly bolusUu: number;
      readonly basalUu: number;
      readonly totalUu: number;
    }
  | {
      readonly answer: 'counter';
      readonly counter: Counter;
      readonly selection: CounterSelection;
      readonly minutes: number;
    }
  | { readonly answer: 'delivered'; readonly bolusUu: number; readonly basalUu: number }
  | { readonly answer: 'onBoard'; readonly onBoardUu: number; readonly remainingMinutes: number | null }
  /** The request was obeyed, or why it was not. `to` is its op code. */
  | { readonly answer: 'result'; readonly to: number; readonly result: ReaderResult };

export const READER_RESULT = {
  success: 0x0f,
  opNotSupported: 0x70,
  invalidOperand: 0x71,
  notCompleted: 0x72,
  outOfRange: 0x73,
  notApplicable: 0x74,
} as const;
export type ReaderResult = keyof typeof READER_RESULT;
