import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AnyStateMachine } from 'xstate';
import { z } from 'zod';
import { chartOf, fingerprint } from './derive.ts';
import type { ChartLayout } from './drawing.ts';
import { layOut, RECIPE } from './layout.ts';
import type { Chart } from './model.ts';

/** A chart with its layout, as committed and as sent to the page. */
export type ChartEntry = { readonly hash: string; readonly chart: Chart; readonly layout: ChartLayout };

/** All charts by machine id: `pump`, each small machine, `alarm`. */
export type Charts = Readonly<Record<string, ChartEntry>>;

/** Where the committed layouts are. */
export const CHARTS_FILE = fileURLToPath(new URL('../../../specs/generated/charts.json', import.meta.url));

/** Lays out all machines and writes them to `file`; the same machines always give the same bytes. */
export const writeCharts = async (
  machines: readonly AnyStateMachine[],
  file: string = CHARTS_FILE,
): Promise<Charts> => {
  const charts = await layOutAll(machines, entriesIn(file));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, textOf(charts));
  return charts;
};

/** Which machines the file at `file` no longer shows as they are, or shows although they are gone. */
export const checkCharts = (
  machines: readonly AnyStateMachine[],
  file: string = CHARTS_FILE,
): { readonly fresh: boolean; readonly stale: readonly string[] } => {
  const known = new Map(Object.entries(entriesIn(file)).map(([id, { hash }]) => [id, hash]));
  const now = new Map(machines.map(machine => [machine.id, fingerprint(chartOf(machine), RECIPE)]));
  const stale = [...now].filter(([id, hash]) => known.get(id) !== hash).map(([id]) => id);
  const gone = [...known.keys()].filter(id => !now.has(id));
  return { fresh: stale.length + gone.length === 0, stale: [...stale, ...gone] };
};

/** The committed charts where they are fresh; laid out anew where not. */
export const chartsFor = async (
  machines: readonly AnyStateMachine[],
  file: string = CHARTS_FILE,
): Promise<Charts> => layOutAll(machines, entriesIn(file));

/** All charts, in the order of their ids; what is known and still fits is not laid out again. */
export const layOutAll = async (
  machines: readonly AnyStateMachine[],
  known: Charts = {},
): Promise<Charts> => {
  const charts: Record<string, ChartEntry> = {};
  for (const machine of [...machines].sort((one, other) => one.id.localeCompare(other.id))) {
    const chart = chartOf(machine);
    const hash = fingerprint(chart, RECIPE);
    const entry = known[machine.id];
    charts[machine.id] = entry?.hash === hash ? entry : { hash, chart, layout: await layOut(chart) };
  }
  return charts;
};

/** The bytes of the file. */
export const textOf = (charts: Charts): string => `${JSON.stringify(charts, null, 1)}\n`;

/** A fresh fingerprint vouches for the rest of an entry, so only its outline is checked here. */
const entriesSchema = z.record(
  z.string(),
  z.object({ hash: z.string(), chart: z.custom<Chart>(isObject), layout: z.custom<ChartLayout>(isObject) }),
);

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** The entries of a file; none when the file is missing or is not ours. */
const entriesIn = (file: string): Charts => {
  try {
    return entriesSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return {};
  }
};
