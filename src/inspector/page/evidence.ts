import type { About } from '../about.ts';
import type { Frame, Status } from '../protocol.ts';
import { runName } from './deep-link.ts';
import type { Violation } from './verdicts.ts';

/** What an exported picture says of itself, and the view as data. Pure: the same view always gives the same text. */

/** Where a picture comes from: enough to see it again. Null where nobody knows; `missing` says why, by the name of the field. */
export type Evidence = {
  readonly islet: string | null;
  readonly commit: string | null;
  readonly model: string | null;
  readonly node: string | null;
  readonly xstate: string | null;
  readonly seed: number | null;
  readonly kind: Status['kind'];
  /** The journal as the program names it, and the run in it. */
  readonly journal: string;
  readonly run: string;
  readonly runId: string | null;
  /** The instant that is looked at. */
  readonly at: { readonly monoMs: number; readonly wallMs: number; readonly utc: string };
  /** Opens at this very moment, in a browser that may see the run. */
  readonly link: string;
  readonly missing: Readonly<Record<string, string>>;
};

export const evidenceOf = (
  about: About | null,
  status: Pick<Status, 'kind' | 'journal' | 'run' | 'seed'>,
  at: { readonly monoMs: number; readonly wallMs: number },
  link: string,
): Evidence => {
  const { islet = null, commit = null, model = null, node = null, xstate = null } = about ?? {};
  return {
    islet,
    commit,
    model,
    node,
    xstate,
    seed: status.seed ?? null,
    kind: status.kind,
    journal: status.journal,
    run: runName(status.journal),
    runId: status.run ?? null,
    at: { monoMs: at.monoMs, wallMs: at.wallMs, utc: new Date(at.wallMs).toISOString() },
    link,
    missing: {
      ...(about === null ? { islet: 'the program that serves this page does not say what it is' } : {}),
      ...about?.missing,
      ...(status.seed === undefined
        ? { seed: status.kind === 'replay' ? 'a replay has no chance in it' : 'nothing here goes by chance' }
        : {}),
      ...(status.run === undefined ? { runId: 'a replay goes by the name of its journal' } : {}),
    },
  };
};

/** The same in lines that fit under a picture. */
export const evidenceLines = (evidence: Evidence): readonly string[] => {
  const known = (name: keyof Evidence & string, words: string): string =>
    `${words} ${evidence[name] ?? `unknown (${evidence.missing[name] ?? evidence.missing.islet ?? 'not said'})`}`;
  return [
    `${known('islet', 'Islet')} · ${known('commit', 'commit')} · ${known('model', 'model')}`,
    `${known('node', 'Node')} · ${known('xstate', 'XState')} · ${known('seed', 'seed')} · ${known('runId', 'run')}`,
    `${evidence.kind} of ${evidence.journal}`,
    `${evidence.at.utc}, ${evidence.at.monoMs} ms since the run began`,
    evidence.link,
  ];
};

/** `islet-2026-01-02-49560ms-chart.svg`: which run, which instant, what. */
export const fileNameOf = ({ run, at }: Pick<Evidence, 'run' | 'at'>, what: string): string =>
  `islet-${run.replaceAll(/[^\w.-]+/g, '-').replace(/^-+|-+$/g, '') || 'run'}-${at.monoMs}ms-${what}`;

/** All of what a page shows at a moment, as data. Times are monotonic ms where no other clock is named. */
export type View = {
  readonly format: 'islet-view';
  readonly version: 1;
  readonly evidence: Evidence;
  /** Whether the page stood at that instant, or went on with the run. */
  readonly lookingBack: boolean;
  /** The stretch of time that the plots show. */
  readonly window: { readonly fromMs: number; readonly toMs: number };
  readonly chart: {
    /** A group of regions, `map`, or one region, as the page calls it. */
    readonly view: string;
    readonly camera: { readonly x: number; readonly y: number; readonly zoom: number };
    /** `machine|state`. */
    readonly active: readonly string[];
    readonly selected: string | null;
  };
  readonly requirement: string | null;
  /** Null where no coverage is drawn. */
  readonly coverage: {
    /** What was measured, in words. */
    readonly of: string;
    /** Of all states and transitions in the regions that the chart shows. */
    readonly met: number;
    readonly neverMet: readonly string[];
  } | null;
  readonly properties: {
    readonly counts: Readonly<Record<string, number>>;
    /** Broken up to that instant. */
    readonly violations: readonly Violation[];
  };
  /** The last step at or before the instant; null before the first. */
  readonly frame: Frame | null;
};

export type Looked = Omit<View, 'format' | 'version' | 'chart'> & {
  readonly chart: Omit<View['chart'], 'active'> & { readonly active: ReadonlySet<string> };
};

export const viewOf = ({ chart, ...looked }: Looked): View => ({
  format: 'islet-view',
  version: 1,
  ...looked,
  chart: { ...chart, active: [...chart.active].sort() },
});

/** The file: fields by name in every object, so that two of them can be compared line by line. */
export const viewText = (view: View): string =>
  `${JSON.stringify(
    view,
    (_, value: unknown) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
        : value,
    2,
  )}\n`;

/** What the drawn coverage says of these keys `machine|id`; `times` says nothing of what nobody measured. */
export const coverageOf = (
  of: string,
  keys: readonly string[],
  times: (key: string) => number | undefined,
): NonNullable<View['coverage']> => {
  const told = keys.filter(key => times(key) !== undefined);
  return {
    of,
    met: told.filter(key => (times(key) ?? 0) > 0).length,
    neverMet: told.filter(key => times(key) === 0).sort(),
  };
};
