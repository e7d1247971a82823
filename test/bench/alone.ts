/**
 * One contender in a process of its own, from nothing: `node test/bench/alone.ts WHAT`. Prints one line of
 * JSON: what it found, and the time it took from the chart on, in ms, by the wall and by the processor.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { match } from 'ts-pattern';
import { getAdjacencyMap } from 'xstate/graph';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { properties } from '../../specs/properties.ts';
import { fileShelf } from '../../src/cli/verify/shelf.ts';
import { SMALL_MACHINES } from '../../src/runtime/machines.ts';
import { keyOf } from '../../src/verify/automaton.ts';
import { chartOf } from '../../src/verify/chart.ts';
import { explore } from '../../src/verify/explore.ts';
import type { Pairs } from '../../src/verify/packed.ts';
import { check, holds } from '../../src/verify/properties.ts';
import { type Composed, openSystem } from '../../src/verify/system.ts';
import { openPump, pumpInPlant } from '../../src/verify/systems.ts';
import { timerView } from '../../src/verify/timerView.ts';
import { checksOf } from '../../src/verify/walk/checks.ts';
import { farWalkOf } from '../../src/verify/walk/farWalk.ts';
import { passing } from '../../src/verify/walk/passing.ts';
import { isWalked, verdictsOf } from '../../src/verify/walk/verdicts.ts';
import { walkOf } from '../../src/verify/walk/walk.ts';
import { pumpBeside } from './beside.ts';
import { cutEvents } from './cut.ts';
import { equality } from './equality.ts';

export type Found = {
  readonly states: number;
  readonly steps: number;
  /** Memory for the states, at most. */
  readonly bytes: number;
  readonly depth?: number;
  /** How many properties were asked. */
  readonly properties?: number;
  /** Where states are in files: how large these are, and how often they were read through. */
  readonly disk?: { readonly bytes: number; readonly readings: number };
};

const walked = (system: Composed): Found => {
  const walk = walkOf(system, { state: () => {}, step: () => {} });
  walk.goOn(Number.POSITIVE_INFINITY);
  return { states: walk.met(), steps: walk.steps(), bytes: walk.bytes(), depth: walk.depth() };
};

/** With every property, those of whole runs by a graph of their own; one that does not hold ends the measurement. */
const verified = (make: () => Composed, world: 'free' | 'plant'): Found => {
  const asked = properties.filter(each => each.world === 'any' || each.world === world);
  const system = make();
  const checks = checksOf(system, asked.filter(isWalked));
  const walk = walkOf(system, checks);
  walk.goOn(Number.POSITIVE_INFINITY);
  const graph = explore(make());
  const ofRuns = asked.filter(each => !isWalked(each)).map(each => check(graph, each));
  const verdicts = [...verdictsOf(walk, checks), ...ofRuns];
  const broken = verdicts.find(verdict => !holds(verdict));
  if (broken !== undefined) throw new Error(`does not hold: ${broken.property.name}`);
  return { states: walk.met(), steps: walk.steps(), bytes: walk.bytes(), properties: verdicts.length };
};

/** The pump beside four small machines, whatever comes: ten times as many states as any machine that is verified has. */
const large = (states?: Pairs): Composed =>
  openPump(pumpBeside(...LARGE.map(name => SMALL_MACHINES[name])), states);
const LARGE = ['reminders', 'storm', 'records', 'clock'] as const;

/** Of the large one so many states are in memory; the others are in files. */
const IN_MEMORY = 3_000_000;

const far = (): Found => {
  const folder = mkdtempSync(join(tmpdir(), 'islet-bench-'));
  try {
    const shelves = {
      states: fileShelf(join(folder, 'states'), 0),
      parents: fileShelf(join(folder, 'parents'), 0),
    };
    const states = passing();
    const walk = farWalkOf(large(states), states, { state: () => {}, step: () => {} }, shelves, IN_MEMORY);
    let bytes = 0;
    while (walk.goOn(100_000)) bytes = Math.max(bytes, walk.bytes());
    return {
      states: walk.met(),
      steps: walk.steps(),
      bytes,
      depth: walk.depth(),
      disk: { bytes: shelves.states.bytes() + shelves.parents.bytes(), readings: walk.readings() },
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const byXState = (rung: 'small' | 'large'): Found => {
  const map = getAdjacencyMap(timerView(pumpMachine), {
    events: [...cutEvents(rung)],
    serializeState: state => keyOf(state),
  });
  return { states: Object.keys(map).length, steps: 0, bytes: 0 };
};

const cut = (rung: 'small' | 'large'): Found =>
  walked(openSystem(chartOf(timerView(pumpMachine)), cutEvents(rung)));

const found = (what: string): Found =>
  match(what)
    .with('cut small', () => cut('small'))
    .with('cut large', () => cut('large'))
    .with('xstate small', () => byXState('small'))
    .with('xstate large', () => byXState('large'))
    .with('open', () => walked(openPump()))
    .with('plant', () => walked(pumpInPlant()))
    .with('open verified', () => verified(() => openPump(), 'free'))
    .with('plant verified', () => verified(() => pumpInPlant(), 'plant'))
    .with('large', () => walked(large()))
    .with('large far', far)
    .with('equality', () => equality())
    .otherwise(() => {
      throw new Error(`there is no contender "${what}"`);
    });

const before = process.cpuUsage();
const start = performance.now();
const result = found(process.argv.slice(2).join(' '));
const wallMs = performance.now() - start;
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ ...result, wallMs, cpuMs: (user + system) / 1_000 }));
