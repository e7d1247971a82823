import { expect, test } from 'vitest';
import { properties } from '../../specs/properties.ts';
import { explore } from '../../src/verify/explore.ts';
import { check } from '../../src/verify/properties.ts';
import { openPump, pumpInPlant } from '../../src/verify/systems.ts';
import { checksOf } from '../../src/verify/walk/checks.ts';
import { isWalked, verdictsOf } from '../../src/verify/walk/verdicts.ts';
import { walkOf } from '../../src/verify/walk/walk.ts';
import { includedIn } from '../exploration/inclusion.ts';
import { req } from '../support/req.ts';

const asked = properties.filter(({ world }) => world !== 'free');
const graph = explore(pumpInPlant());

/** `npm test` asks what is true of any world in the free one alone, which allows whatever the plant does. */
test.each(asked)(
  'SR-046 in its plant it holds, too: $name',
  { ...req('SR-046'), timeout: 600_000 },
  property => {
    const { checks, violation } = check(graph, property);
    expect(violation).toBeNull();
    expect(checks).toBeGreaterThan(0);
  },
);

const free = explore(openPump());

test.each([
  { where: 'in its plant', make: pumpInPlant, graph, all: asked },
  {
    where: 'where anything may come',
    make: openPump,
    graph: free,
    all: properties.filter(({ world }) => world !== 'plant'),
  },
])(
  'a walk says of the pump $where what the graph says of it',
  { timeout: 600_000 },
  ({ make, graph, all }) => {
    const system = make();
    const checks = checksOf(system, all.filter(isWalked));
    const walk = walkOf(system, checks);
    walk.goOn(Number.POSITIVE_INFINITY);
    expect([walk.met(), walk.steps(), walk.depth()]).toEqual([
      graph.states.length,
      graph.targets.length,
      graph.depth,
    ]);
    expect(walk.bytes() / walk.met()).toBeLessThan(40);
    const verdicts = verdictsOf(walk, checks);
    expect(verdicts.length).toBeGreaterThan(90);
    for (const verdict of verdicts) expect(verdict).toEqual(check(graph, verdict.property));
  },
);

const { labels, targets } = graph;
const busy = labels.findIndex(({ asked }) => asked.length > 1);
const otherwise = (number: number, change: (label: (typeof labels)[number]) => object) =>
  labels.map((label, at) => (at === number ? { ...label, ...change(label) } : label));

test.each([
  ['asks less', { labels: otherwise(busy, ({ asked }) => ({ asked: asked.slice(1) })) }],
  ['asks in another order', { labels: otherwise(busy, ({ asked }) => ({ asked: asked.toReversed() })) }],
  ['takes another way', { labels: otherwise(busy, ({ taken }) => ({ taken: taken.slice(1) })) }],
  ['hears something else', { labels: otherwise(busy, () => ({ event: { type: 'never.heard' } })) }],
  [
    'comes to something else',
    { targets: Int32Array.from(targets, (to, at) => (at === targets.length - 1 ? 0 : to)) },
  ],
])(
  'SR-046 a pump that in its plant %s is not included in the free world',
  { ...req('SR-046'), timeout: 600_000 },
  (_, changed) => {
    const { compared, differs } = includedIn(free, { ...graph, ...changed });
    expect(differs).not.toBeNull();
    expect(compared).toBeGreaterThan(0);
  },
);
