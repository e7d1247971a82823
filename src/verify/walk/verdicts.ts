import type { AnyProperty } from '../../../specs/property.ts';
import type { Verdict } from '../properties.ts';
import type { System } from '../system.ts';
import { type Checks, isOfMoments } from './checks.ts';
import type { FarWalk } from './farWalk.ts';
import { nearIn, type Within } from './near.ts';
import { eventsTo } from './runs.ts';
import { type Answer, type Between, spansIn } from './spans.ts';
import type { Walk } from './walk.ts';

/** Whether a rule is decided by a walk that keeps no steps. The others need the graph, with every step. */
export const isWalked = ({ rule }: AnyProperty): boolean =>
  !('leadsTo' in rule || 'no' in rule || 'atMost' in rule || 'beforeTicks' in rule);

/**
 * Whether a rule is decided by a far walk, whose states are not at hand again: by what single states and steps say.
 * Where the chart stands alone, its states have no lasting numbers, by which parking is known.
 */
export const isWalkedAfar = ({ rule }: AnyProperty, { world }: Pick<System, 'world'>): boolean =>
  isOfMoments(rule) && !(world === null && 'parksOn' in rule);

/** What became of each property of a far walk. */
export const farVerdictsOf = (walk: FarWalk, { properties, findings }: Checks): readonly Verdict[] =>
  findings.flatMap((finding, index) => {
    const property = properties[index];
    if (finding === null || property === undefined) return [];
    const { checks, broken } = finding;
    const run = broken && [...walk.eventsTo(broken.state), ...(broken.by === null ? [] : [broken.by])];
    return [{ property, checks, violation: run && { property, run, isShortest: true } }];
  });

/**
 * What became of each property of a walk: what was found of single states and steps while they were met, and
 * what takes a further walk over the same states. The same as `check` says of a graph of the same system.
 * A part of a walk cannot say what is out of reach: nothing is said of properties of that kind.
 */
export const verdictsOf = (walk: Walk, { properties: all, findings }: Checks): readonly Verdict[] => {
  const properties = all.filter(({ rule }) => walk.isComplete() || !('canReach' in rule));
  const answers = new Map<AnyProperty, Answer>();
  for (const [index, finding] of findings.entries()) {
    const property = all[index];
    if (finding === null || property === undefined) continue;
    const { checks, broken } = finding;
    const run = broken && [...eventsTo(walk, broken.state), ...(broken.by === null ? [] : [broken.by])];
    answers.set(property, { checks, broken: run });
  }
  const spans = properties.flatMap(property => betweenIn(property));
  for (const [index, answer] of spansIn(
    walk,
    spans.map(({ rule }) => rule),
  ).entries())
    answers.set(spans[index]?.property ?? missing(), answer);
  const nears = properties.flatMap(property => withinIn(property));
  for (const [index, answer] of nearIn(
    walk,
    nears.map(({ rule }) => rule),
  ).entries())
    answers.set(nears[index]?.property ?? missing(), answer);
  return properties.map(property => {
    const { checks, broken } = answers.get(property) ?? missing();
    return { property, checks, violation: broken && { property, run: broken, isShortest: true } };
  });
};

const betweenIn = (property: AnyProperty): readonly { property: AnyProperty; rule: Between }[] =>
  'until' in property.rule ? [{ property, rule: property.rule }] : [];

const withinIn = (property: AnyProperty): readonly { property: AnyProperty; rule: Within }[] =>
  'canReach' in property.rule ? [{ property, rule: property.rule }] : [];

const missing = (): never => {
  throw new Error('a property was not answered by the walk');
};
