import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AlarmRow } from '../../machines/alarm/setup.ts';
import { type Coverage, coverageOf, merged } from '../../src/verify/cover/coverage.ts';
import { type Hits, hitsOf } from '../../src/verify/cover/meter.ts';
import { SUBJECTS, subjectNamed, universeIn } from '../../src/verify/cover/subjects.ts';
import type { Met } from '../../src/verify/coverage.ts';

/** Where `npm run trace` and `islet coverage` look for what tests met. */
const FOLDER = join(import.meta.dirname, '../../reports/met');

/** Leaves what runs met of the charts; each part of a source in a file. */
export const noteMet = (met: Coverage, part = 'whole', folder = FOLDER): void => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${met.sources.join(' ')} ${part}.json`), `${JSON.stringify(met)}\n`);
};

/** Leaves what explorations met, each of a subject by its name: beside the runs, for a walk over all is none. */
export const noteExplored = (part: string, graphs: readonly (readonly [string, Met])[]): void =>
  noteMet(
    merged(
      graphs.map(([name, graph]) => coverageOf(['exploration'], new Map([[name, hitsIn(name, graph)]]))),
    ),
    part,
    join(FOLDER, 'explored'),
  );

/** The name that a sort of alarms is measured by. */
export const subjectOfSort = (sort: AlarmRow): string =>
  SUBJECTS.find(({ input }) => JSON.stringify(input) === JSON.stringify(sort))?.name ?? '';

/** In how many states of a graph each state of its chart is active, and how many kinds of steps take each transition. */
const hitsIn = (name: string, { system, states, labels }: Met): Hits => {
  const { chart, chartState } = system;
  const active = new Map<string, number>();
  const taken = new Map<string, number>();
  for (const [region, { active: idsOf }] of chart.shape.regions.entries()) {
    const times = idsOf.map(() => 0);
    for (const state of states) {
      const leaf = chart.leafIn(chartState(state), region);
      times[leaf] = (times[leaf] ?? 0) + 1;
    }
    for (const [leaf, ids] of idsOf.entries())
      for (const id of ids) active.set(id, (active.get(id) ?? 0) + (times[leaf] ?? 0));
  }
  for (const { taken: ids } of labels) for (const id of ids) taken.set(id, (taken.get(id) ?? 0) + 1);
  const subject = subjectNamed(name);
  if (subject === undefined) throw new Error(`there is no ${name}`);
  const universe = universeIn(subject);
  // Of a pump in its plant, the pump's own.
  const own = new Map([...taken].filter(([id]) => universe.regionOf.has(id)));
  return hitsOf(universe, measure =>
    measure === 'states' ? active : measure === 'transitions' ? own : new Map(),
  );
};
