import type { Milliseconds } from '../../domain/units.ts';
import type { BodyNow, PageRequest, Status, SubmitAnswer } from '../../inspector/protocol.ts';
import type { Inspector } from '../../inspector/server.ts';
import type { Observed } from '../../runtime/run.ts';
import type { PumpState } from '../../runtime/state.ts';
import type { Serving } from './messages.ts';

/** A pump as its page deals with it. */
export type Served = {
  readonly status: () => Status;
  readonly submit: (request: PageRequest) => SubmitAnswer;
};

/** A run whose page begins here. */
export type Begun = {
  /** The state of the pump as it is, after the last step that was told. */
  readonly state: () => PumpState;
  /** The number of the last step before it; null where nobody knows it before the first that is told. */
  readonly seq: number | null;
  /** Its path; null where it is in no file. */
  readonly journal: string | null;
  /** Steps that were taken before, up to the state that it has now. */
  readonly earlier?: readonly ToldStep[];
  /** There were others before, and nobody can show them. */
  readonly isLate?: boolean;
};

/** A step of the pump, for its page. */
export type ToldStep = Pick<Observed, 'envelope' | 'before' | 'state'> & { readonly body?: BodyNow };

/** The page of a pump, in a thread of its own. Nothing of it waits for that thread, and nothing of it throws. */
export type PageApart = {
  /** From here on the page shows this run. */
  readonly begin: (run: Begun) => void;
  /** Tells a step; each, in order, right after it was taken. */
  readonly step: (step: ToldStep) => void;
  /** The status is another; it is told in any case once a second. */
  readonly tellStatus: () => void;
  /** Opens the page; rejects with a Refusal where it cannot be, and with an Error when its thread has failed too often. Nobody has to wait for it. */
  readonly serve: (pump: Served, how: Pick<Serving, 'parts' | 'port' | 'mayBegin'>) => Promise<Inspector>;
  /** Ends the thread; at once where it does not end by itself. Safe to call twice. */
  readonly close: () => Promise<void>;
};

export type ApartOptions = {
  /** To a person, loudly: what of the page went wrong. */
  readonly say: (line: string) => void;
  readonly thread?: URL;
  /** So many steps that the thread has not taken are too many: those that follow are left out until it has. */
  readonly mostUntaken?: number;
  /** A thread that holds more is ended. */
  readonly mostBytes?: number;
  /** How often a thread is asked whether it lives. */
  readonly beat?: Milliseconds;
};
