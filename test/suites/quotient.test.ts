import { expect, test } from 'vitest';
import { SMALL_MACHINES, smallNames } from '../../src/runtime/machines.ts';
import { explore } from '../../src/verify/explore.ts';
import { shortenedOf } from '../../src/verify/suites/alikeTour.ts';
import { stateObservers, transitionObservers } from '../../src/verify/suites/charted.ts';
import { huntOf } from '../../src/verify/suites/hunt.ts';
import { type Net, netOf } from '../../src/verify/suites/net.ts';
import type { Observer } from '../../src/verify/suites/observer.ts';
import { quotientOf } from '../../src/verify/suites/quotient.ts';
import { RESET } from '../../src/verify/suites/suite.ts';
import { switchObservers } from '../../src/verify/suites/switches.ts';
import { machineAlone } from '../../src/verify/systems.ts';

/** What an observer reads of a state before any step. */
const readAt = ({ graph }: Net, { reads, atOnce, begin, meets }: Observer, state: number): string => {
  if (reads !== 'target') return '';
  const edge = graph.targets.indexOf(state);
  return (edge < 0 ? atOnce : meets(begin, edge)).join();
};

/** Classes of states by the definition: told apart again and again, by all that each can do, until nothing changes. */
const plainClasses = (net: Net, observer: Observer): readonly string[] => {
  const { graph, first, edges } = net;
  const states = [...graph.states.keys()];
  let classes = states.map(state => readAt(net, observer, state));
  for (;;) {
    const texts = states.map(state => {
      const steps = [...(edges ?? [])].slice(first[state], first[state + 1]).flatMap(edge => {
        const [read, to] = [observer.alike(edge).join(), classes[graph.targets[edge] ?? 0]];
        return read === '' && to === classes[state] ? [] : [`${read} to ${to}`];
      });
      return `${classes[state]} | ${[...new Set(steps)].sort().join(' ; ')}`;
    });
    const numbers = new Map([...new Set(texts)].map((text, number) => [text, String(number)]));
    if (numbers.size === new Set(classes).size) return classes;
    classes = texts.map(text => numbers.get(text) ?? '');
  }
};

const hunts = smallNames.flatMap(name => {
  const net = netOf(explore(machineAlone(name)), 'answered', 1);
  return [stateObservers(net.graph), transitionObservers(net.graph), switchObservers(net.graph, 1)].map(
    observers => ({ name, hunt: huntOf(net, observers) }),
  );
});

test('states that a region cannot tell apart are found: as many as by the definition, each with every step of the other', () => {
  let [saved, steps, astray] = [0, 0, 0];
  for (const { name, hunt } of hunts)
    for (const [index, observer] of hunt.observers.entries()) {
      const net = hunt.lanes[index] ?? hunt.net;
      const quotient = quotientOf(net, observer);
      if (quotient === null) throw new Error(`${name}: too many classes`);
      const { like, classes, alikeFrom, targets } = quotient;
      expect(classes, `${observer.name} of ${name}`).toBe(new Set(plainClasses(net, observer)).size);
      for (const [state, other] of like.entries())
        for (const edge of (net.edges ?? []).slice(net.first[other], net.first[other + 1])) {
          const to = like[targets[edge] ?? 0];
          if (observer.alike(edge).length === 0 && to === other) continue;
          if (like[targets[alikeFrom(state, edge)] ?? 0] !== to) astray += 1;
          steps += 1;
        }
      saved += like.length - classes;
    }
  expect(Object.keys(SMALL_MACHINES).length).toBeGreaterThan(20);
  expect(astray).toBe(0);
  expect(saved).toBeGreaterThan(500);
  expect(steps).toBeGreaterThan(5_000);
});

test('walks that are shortened on states that are alike still meet every goal, and are no longer', () => {
  let [gained, goals, astray] = [0, 0, 0];
  for (const { name, hunt } of hunts)
    for (const [index, observer] of hunt.observers.entries()) {
      const nearest = hunt.nearest[index] ?? [];
      const walks = nearest.flatMap(walk => (walk === null || walk.length === 0 ? [] : [walk]));
      const isOpen = (goal: number): boolean => (nearest[goal]?.length ?? 0) > 0;
      const shorter = shortenedOf(hunt.lanes[index] ?? hunt.net, observer, isOpen, walks);
      if (shorter === null) continue;
      const met = new Set<number>();
      for (const walk of shorter) {
        let [memory, at] = [observer.begin, 0];
        for (const edge of walk) {
          const { first, targets } = hunt.net.graph;
          if (edge < (first[at] ?? 0) || edge >= (first[at + 1] ?? 0)) astray += 1;
          for (const goal of observer.meets(memory, edge)) met.add(goal);
          memory = observer.next(memory, edge);
          at = targets[edge] ?? 0;
        }
      }
      const wanted = [...observer.goals.keys()].filter(isOpen);
      expect(
        wanted.filter(goal => !met.has(goal)),
        `${observer.name} of ${name}`,
      ).toEqual([]);
      const cost = (all: readonly (readonly number[])[]): number =>
        all.reduce((sum, walk) => sum + walk.length + RESET, 0);
      gained += cost(walks) - cost(shorter);
      goals += wanted.length;
    }
  expect(astray).toBe(0);
  expect(goals).toBeGreaterThan(500);
  expect(gained).toBeGreaterThan(500);
});
