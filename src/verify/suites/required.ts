import { match, P } from 'ts-pattern';
import type { Moment, Property, Rule } from '../../../specs/property.ts';
import type { Graph } from '../explore.ts';
import { judgeOf } from '../judge.ts';
import type { Label } from '../system.ts';
import { allOf, lowest, type OnStep, phrasesOf, stepMask, TOGETHER, together } from '../walk/conditions.ts';
import { stateObservers, transitionObservers, unless } from './charted.ts';
import { requirementsOf } from './meta.ts';
import { NOTHING, type Observer, plainObserver } from './observer.ts';
import { sourcesOf } from './sources.ts';

/**
 * Requirements: each is met wherever the chart says that it is about a state or a transition (`meta.req`), and
 * each property is put to the test, in that what it speaks of comes about at all.
 */
export const requirementObservers = (graph: Graph, properties: readonly Property[]): readonly Observer[] => [
  ...[...stateObservers(graph), ...transitionObservers(graph)]
    .map(observer => tagged(observer, requirementsOf(graph.system.chart.machine)))
    .filter(({ goals }) => goals.length > 0),
  ...propertyObservers(graph, properties),
];

/** The same observer for the places alone that a requirement is about. */
const tagged = (observer: Observer, requirements: ReadonlyMap<string, readonly string[]>): Observer => {
  const goals: string[] = [];
  const places = observer.goals.map(place =>
    (requirements.get(place) ?? []).map(id => goals.push(`${id} at ${place}`) - 1),
  );
  const moved = (list: readonly number[]): readonly number[] =>
    list.length === 0 ? NOTHING : list.flatMap(goal => [...(places[goal] ?? [])]);
  return plainObserver({
    name: observer.name,
    goals,
    whyNot: () => observer.whyNot(0),
    reads: observer.reads,
    atOnce: moved(observer.atOnce),
    meets: edge => moved(observer.meets(observer.begin, edge)),
  });
};

/** What a property speaks of before it demands anything; null of one that speaks of every state or step. */
export const antecedentOf = (rule: Rule): Moment | null =>
  match(rule)
    .returnType<Moment | null>()
    .with({ whenever: P._ }, ({ whenever }) => whenever)
    .with({ eachStep: P._ }, ({ eachStep }) => ({ step: eachStep }))
    .with({ after: P._ }, ({ after }) => ({ step: after }))
    .with({ no: P._ }, ({ no }) => no)
    .with({ atMost: P._ }, ({ of }) => ({ step: of }))
    .with({ since: P._ }, ({ since }) => ({ step: since }))
    .with({ within: P._ }, ({ from }) => from)
    .with({ parksOn: P._ }, ({ parksOn }) => ({ step: { on: [parksOn] } }))
    .with({ never: P._ }, () => null)
    .with({ unmovedBy: P._ }, () => null)
    .with({ everyOrderMakesSense: true }, () => null)
    .exhaustive();

const propertyObservers = (graph: Graph, properties: readonly Property[]): readonly Observer[] => {
  const { states, targets, labelOf, system } = graph;
  const judged = { ...system, labelAt: (number: number) => labelIn(graph, number) };
  const judge = judgeOf(judged);
  const phrases = phrasesOf(judged);
  const asked = properties.flatMap(({ name, req, rule }) => {
    const moment = antecedentOf(rule);
    return moment === null ? [] : [{ name: `${req[0]} ${name}`, moment }];
  });
  const named = asked.sort((a, b) => (a.name < b.name ? -1 : 1));
  const holding = named.flatMap(({ name, moment }) =>
    typeof moment === 'object' && 'step' in moment ? [] : [{ name, holds: judge.where(moment) }],
  );
  const stepping = named.flatMap(({ name, moment }) =>
    typeof moment === 'object' && 'step' in moment ? [{ name, step: phrases.step(moment.step) }] : [],
  );
  const sources = sourcesOf(graph);
  const like = likeIn(
    system,
    stepping.map(({ step }) => step),
  );
  const reason = unless(graph, 'what the property speaks of never comes about');
  const holdsAt = (position: number): readonly number[] =>
    holding.flatMap(({ holds }, goal) => (holds(states[position] ?? 0) ? [goal] : []));
  const observers = [
    plainObserver({
      name: 'properties of states',
      goals: holding.map(({ name }) => name),
      whyNot: () => reason,
      reads: 'target',
      atOnce: holdsAt(0),
      meets: edge => holdsAt(targets[edge] ?? 0),
    }),
    plainObserver({
      name: 'properties of steps',
      goals: stepping.map(({ name }) => name),
      whyNot: () => reason,
      reads: 'all',
      atOnce: NOTHING,
      meets: edge =>
        like(labelOf[edge] ?? 0, states[sources[edge] ?? 0] ?? 0, states[targets[edge] ?? 0] ?? 0),
    }),
  ];
  return observers.filter(({ goals }) => goals.length > 0);
};

/** Of conditions on steps those that hold, by number: asked many at a time, for there are millions of steps. */
const likeIn = (
  system: Graph['system'],
  conditions: readonly OnStep[],
): ((label: number, from: number, to: number) => readonly number[]) => {
  const groups = together(conditions).map((group, index) => ({
    mask: stepMask(system, group),
    all: allOf(group),
    listOf: listsOf(index * TOGETHER),
  }));
  return (label, from, to) => {
    let list = NOTHING;
    for (let index = 0; index < groups.length; index += 1) {
      const group = groups[index];
      if (group === undefined) continue;
      const mask = group.mask(label, from, to, group.all);
      if (mask !== 0) list = list.length === 0 ? group.listOf(mask) : [...list, ...group.listOf(mask)];
    }
    return list;
  };
};

/** The numbers of the bits of a mask; equal masks have one list. */
const listsOf = (base: number): ((mask: number) => readonly number[]) => {
  const known = new Map<number, readonly number[]>();
  return mask => {
    const found = known.get(mask) ?? numbersIn(base, mask);
    known.set(mask, found);
    return found;
  };
};

const numbersIn = (base: number, mask: number): readonly number[] => {
  const found: number[] = [];
  for (let left = mask; left !== 0; left &= left - 1) found.push(base + lowest(left));
  return found;
};

const labelIn = ({ labels }: Graph, number: number): Label => {
  const label = labels[number];
  if (label === undefined) throw new Error(`the graph has no label ${number}`);
  return label;
};
