/**
 * One contender in a process of its own, from nothing: `node test/bench/alone.ts WHAT`. Prints one line of
 * JSON: what it found, and the time it took from the chart on, in ms, by the wall and by the processor.
 */
import { match } from 'ts-pattern';
import { getAdjacencyMap } from 'xstate/graph';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { properties } from '../../specs/properties.ts';
import { keyOf } from '../../src/verify/automaton.ts';
import { chartOf } from '../../src/verify/chart.ts';
import { type Composed, openSystem } from '../../src/verify/system.ts';
import { openPump, pumpInPlant } from '../../src/verify/systems.ts';
import { timerView } from '../../src/verify/timerView.ts';
import { checksOf } from '../../src/verify/walk/checks.ts';
import { isWalked, verdictsOf } from '../../src/verify/walk/verdicts.ts';
import { walkOf } from '../../src/verify/walk/walk.ts';
import { cutEvents } from './cut.ts';
import { equality } from './equality.ts';

export type Found = { readonly states: number; readonly steps: number; readonly bytes: number };

const walked = (system: Composed): Found => {
  const walk = walkOf(system, { state: () => {}, step: () => {} });
  walk.goOn(Number.POSITIVE_INFINITY);
  return { states: walk.met(), steps: walk.steps(), bytes: walk.bytes() };
};

/** With every property that a walk can decide; one that does not hold ends the measurement. */
const verified = (system: Composed, world: 'free' | 'plant'): Found => {
  const asked = properties.filter(each => isWalked(each) && (each.world === 'any' || each.world === world));
  const checks = checksOf(system, asked);
  const walk = walkOf(system, checks);
  walk.goOn(Number.POSITIVE_INFINITY);
  const broken = verdictsOf(walk, checks).find(({ violation }) => violation !== null);
  if (broken !== undefined) throw new Error(`does not hold: ${broken.property.name}`);
  return { states: walk.met(), steps: walk.steps(), bytes: walk.bytes() };
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
    .with('open verified', () => verified(openPump(), 'free'))
    .with('plant verified', () => verified(pumpInPlant(), 'plant'))
    .with('equality', equality)
    .otherwise(() => {
      throw new Error(`there is no contender "${what}"`);
    });

const before = process.cpuUsage();
const start = performance.now();
const result = found(process.argv.slice(2).join(' '));
const wallMs = performance.now() - start;
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ ...result, wallMs, cpuMs: (user + system) / 1_000 }));
