import { nameOf } from '../automaton.ts';
import type { Chart } from '../chart.ts';
import { type Part, partsOf, type Read } from '../footprint.ts';
import type { Shape } from '../shape.ts';
import { type Behaviour, behaviourOf, differing } from './behaviour.ts';
import type { Ground, Moments } from './ground.ts';

/** A moment in which a mutant may answer otherwise, and the step in which it first comes about. */
export type Suspect = {
  readonly moments: Moments;
  /** The chart's state in that moment, by number. */
  readonly state: number;
  readonly position: number;
  /** The event of the step, by its number in the alphabet. */
  readonly event: number;
};

/**
 * Finds every moment in which a mutant may answer otherwise than the original, one of each kind. Regions that
 * are the same config with the same guards are not compared.
 */
export type Finder = (mutant: Shape, isChanged: (region: string) => boolean) => Found;

export type Found = {
  /** The earliest first. */
  readonly suspects: readonly Suspect[];
  /** Whether anything is said otherwise at all. */
  readonly isOther: boolean;
  /** Where something is said otherwise, by type of event. */
  readonly affected: ReadonlyMap<string, readonly Affected[]>;
};

/**
 * Where two charts say the same, they answer the same. Where they do not, only what their guards and actions
 * can see tells moments apart, so the first moment of each kind stands for all of its kind.
 */
export const finderOf = (ground: Ground): Finder => {
  const { shape } = ground.chart;
  const own = shape.regions.map(region => behaviourOf(shape, region));
  const ownParts = new Map<string, readonly Part[]>();
  return (mutant, isChanged) => {
    const behaviours = mutant.regions.map((region, number) =>
      isChanged(region.node.key) ? behaviourOf(mutant, region) : own[number],
    );
    const all = new Map<string, readonly Affected[]>();
    const suspects = ground.types.flatMap(type => {
      const affected = affectedBy(shape, own, behaviours, type);
      if (affected.length === 0) return [];
      all.set(type, affected);
      const before = ownParts.get(type) ?? partsOf(shape, type);
      ownParts.set(type, before);
      const zones = zonesOf(affected, [...before, ...partsOf(mutant, type)]);
      return zones.flatMap(zone => suspectsIn(ground, zone, type));
    });
    return {
      affected: all,
      isOther: all.size > 0,
      suspects: suspects.toSorted((a, b) => a.position - b.position || a.event - b.event),
    };
  };
};

/** A region that says something else in some of its leaves. */
export type Affected = { readonly region: number; readonly leaves: readonly number[] };

const affectedBy = (
  shape: Shape,
  own: readonly Behaviour[],
  others: readonly (Behaviour | undefined)[],
  type: string,
): readonly Affected[] =>
  shape.regions.flatMap((each, region) => {
    const [one, other] = [own[region], others[region]];
    if (one === undefined || other === undefined || one === other) return [];
    const leaves = differing(one, other, each.leaves.length, type);
    return leaves.length === 0 ? [] : [{ region, leaves }];
  });

/** Regions that answer together in one of the charts, and all that their answers can depend on. */
type Zone = {
  readonly affected: readonly Affected[];
  readonly reads: readonly Read[];
  readonly context: boolean;
};

const zonesOf = (affected: readonly Affected[], parts: readonly Part[]): readonly Zone[] => {
  const zones: Zone[] = [];
  const seen = new Set<number>();
  for (const { region } of affected) {
    if (seen.has(region)) continue;
    const regions = new Set([region]);
    let members: readonly Part[] = [];
    let before = 0;
    while (before < regions.size) {
      before = regions.size;
      members = parts.filter(({ own }) => own.some(each => regions.has(each)));
      for (const each of members.flatMap(({ own }) => own)) regions.add(each);
    }
    for (const each of regions) seen.add(each);
    zones.push({
      affected: affected.filter(each => regions.has(each.region)),
      reads: merged(members.flatMap(({ reads }) => reads)),
      context: members.some(({ context }) => context),
    });
  }
  return zones;
};

/** One read of each region, which tells apart whatever one of them does. */
const merged = (reads: readonly Read[]): readonly Read[] =>
  [...Map.groupBy(reads, ({ region }) => region)]
    .toSorted(([a], [b]) => a - b)
    .map(([region, each]) => {
      const [first] = each;
      const texts = (first?.classes ?? []).map((_, leaf) => each.map(({ classes }) => classes[leaf]).join());
      const kinds = [...new Set(texts)];
      return { region, classes: texts.map(text => kinds.indexOf(text)) };
    });

/** Whether something is said otherwise in this state. */
export const concerns = (chart: Chart, affected: readonly Affected[], state: number): boolean =>
  affected.some(({ region, leaves }) => leaves.includes(chart.leafIn(state, region)));

const suspectsIn = (ground: Ground, { affected, reads, context }: Zone, type: string): readonly Suspect[] => {
  return ground.formsOf(type).flatMap(form =>
    ground.momentsOf(nameOf(form)).flatMap(moments =>
      ground.firstsOf(moments, reads, context).flatMap((number): readonly Suspect[] => {
        const state = moments.stateOf(number);
        return concerns(ground.chart, affected, state)
          ? [{ moments, state, ...moments.originOf(number) }]
          : [];
      }),
    ),
  );
};
