/**
 * Where everything of a chart is drawn: plain numbers in pixels, absolute within one region. The page
 * only paints this; nothing is laid out in the browser, so a highlight can never move a state.
 */

export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

export type DrawnState = Box & {
  readonly id: string;
  readonly title: string;
  /** Entry and exit actions, one line each. */
  readonly lines: readonly string[];
};

/** One line between two states, for all transitions of the same source and target. */
export type DrawnWire = { readonly transitions: readonly string[]; readonly path: string };

/**
 * The words of transitions that ask the same question and do the same: each event on a line of its own.
 * They are in the middle of a wire, several stacked, or `inside` the state, or the pill, that they leave.
 */
export type DrawnLabel = Box & {
  readonly transitions: readonly string[];
  readonly inside: string | null;
  readonly lines: readonly {
    readonly role: 'event' | 'guard' | 'action';
    readonly text: string;
    /** Of which transition this is the event. */
    readonly transition?: string;
  }[];
};

/** `dot` is where a compound state starts; `any` is the pill that transitions of all its children leave from. */
export type DrawnMark = Box & { readonly kind: 'dot' | 'any'; readonly of: string };

/**
 * A transition without a wire, in the compact scale only: a badge on the state it stays in, or a short
 * arrow into the state that every state of the region can go to.
 */
export type DrawnLoop = {
  readonly kind: 'stays' | 'fromAny';
  readonly x: number;
  readonly y: number;
  readonly transitions: readonly string[];
};

export type Drawing = {
  readonly width: number;
  readonly height: number;
  readonly states: readonly DrawnState[];
  readonly wires: readonly DrawnWire[];
  /** Start arrows, from the dot to the first child. */
  readonly starts: readonly string[];
  readonly labels: readonly DrawnLabel[];
  readonly marks: readonly DrawnMark[];
  readonly loops: readonly DrawnLoop[];
};

/** A region in both scales: `full` with all words for reading, `compact` with states only, for the overview. */
export type DrawnRegion = {
  readonly id: string;
  readonly title: string;
  readonly full: Drawing;
  readonly compact: Drawing;
};

export type Pack = {
  readonly width: number;
  readonly height: number;
  readonly at: Readonly<Record<string, { readonly x: number; readonly y: number }>>;
};

export type ChartLayout = {
  readonly regions: readonly DrawnRegion[];
  /** Where each region lies when all are shown with all words. */
  readonly pack: Pack;
  /** What has no place in the picture, and why: nothing disappears silently. */
  readonly notDrawn: readonly { readonly id: string; readonly why: string }[];
};
