import type { Lived } from '../bodyHistory.ts';
import type { Charts } from '../charts/files.ts';
import type { PropertyText, Verdicts } from '../judged.ts';
import type { Overlay } from '../overlay.ts';
import type { Frame, Status } from '../protocol.ts';
import type { RequirementText } from '../server.ts';
import type { HistoryData } from './history.ts';

/**
 * Where a page has its run from: everything that it knows of a run comes through here. `server-source.ts` asks a
 * server, which runs a pump or replays a journal; a page without a server reads the same from a block within itself.
 * Nothing of a source is shared, so that one page can hold two runs.
 */
export type RunSource = {
  /** What is known of the run at once. Rejects with `Refused` where nobody may look. */
  readonly open: () => Promise<OpenedRun>;
  /** The run as it is by now, for whoever has fallen behind or opened it before it was indexed. */
  readonly reopen: () => Promise<Past | null>;
  /**
   * The run between two instants (monotonic seconds) as finely as a picture of it can show; what begins before or ends
   * after may be more. Null where the run is only known by its frames.
   */
  readonly columns: (from: number, to: number) => Promise<HistoryData | null>;
  /** The frames of these steps, oldest first, both ends included; those that are not known are left out. */
  readonly frames: (from: number, to: number) => Promise<readonly Frame[]>;
  /** The last frame at or before an instant, in monotonic ms; or why there is none to be had. */
  readonly frameAt: (monoMs: number) => Promise<Found>;
  /** The last frames at or before an instant (monotonic ms) that are more than everyday business, oldest first. */
  readonly notable: (until: number, most: number) => Promise<readonly Noted[]>;
  /** When the notable frame before or after an instant is, in monotonic ms, anywhere in the run; null where there is none. */
  readonly notableBeside: (from: number, by: -1 | 1) => Promise<number | null>;
  /** Tells what comes after a step, in order and nothing twice, through lost connections too. Returns what ends it. */
  readonly follow: (after: number, listener: RunListener) => () => void;
};

/** A frame with what became of alarms in it, in words: the frame before is not at hand. */
export type Noted = { readonly frame: Frame; readonly changes: readonly string[] };

export type Found = { readonly frame: Frame } | { readonly why: string };

/** The page may not look: its token is not the one of this run. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

export type OpenedRun = {
  readonly charts: Charts;
  readonly requirements: Readonly<Record<string, RequirementText>>;
  readonly coverage: Overlay | null;
  readonly properties: readonly PropertyText[];
  /** What is known of them before any frame is told. */
  readonly verdicts: Verdicts;
  /** Null where the run is only known by its frames: then whoever follows hears of all that are kept. */
  readonly past: Past | null;
};

/** A run up to a step, as an index knows it. */
export type Past = {
  /** The last step that is in it. */
  readonly seq: number;
  readonly latest: Frame;
  readonly history: HistoryData;
  /** What its steps have shown of properties. */
  readonly verdicts: Verdicts;
  /** Every moment that somebody may want to go to, in order of time. */
  readonly moments: readonly Moment[];
  /** The newest frames that are more than everyday business, oldest first. */
  readonly notable: readonly Noted[];
  /** What the settings say of the zone by now. */
  readonly utcOffsetMinutes: number | null;
  /** By how much the wall clock was ahead of the monotonic one, in ms, from an instant on. */
  readonly clock: readonly { readonly monoMs: number; readonly aheadMs: number }[];
  /** What a virtual patient lived meanwhile; null, or absent, where none wears the pump, or nobody has kept it. */
  readonly lived?: Lived | null;
};

export const momentKinds = ['alarm', 'bolus', 'stop', 'fault', 'settings', 'start'] as const;
export type MomentKind = (typeof momentKinds)[number];

/** A step that somebody may want to go to. */
export type Moment = {
  readonly seq: number;
  readonly monoMs: number;
  readonly kind: MomentKind;
  /** What happened, in a sentence without its end. */
  readonly words: string;
};

export type RunListener = {
  readonly frames: (frames: readonly Frame[]) => void;
  readonly status: (status: Status) => void;
  /** The run is as it was, and whoever tells of it is there. */
  readonly beat: () => void;
  readonly link: (link: 'open' | 'lost' | 'refused') => void;
  /** So much has happened that it is not told step by step: whoever wants to know opens the run again. */
  readonly behind: () => void;
};
