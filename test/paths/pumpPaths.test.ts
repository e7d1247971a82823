import { describe, expect, test } from 'vitest';
import type { DriveOptions } from '../../hardware/rig/paths/driveOptions.ts';
import { driveAll, inWords, passed } from '../../hardware/rig/paths/suite.ts';
import { benchSuite, infeasibleIn, pathsIn } from '../../hardware/rig/paths/suites.ts';
import { BEYOND, UNDRIVEN, UNVISITED } from '../../hardware/rig/paths/undriven.ts';
import { pumpMeter } from '../../src/verify/cover/watch.ts';
import { noteMet } from '../support/met.ts';

const transitions = benchSuite('transitions');
const paths = pathsIn(transitions);
/** Every transition that is not taken is one that nobody can bring about, for a reason that is written down. */
const unreached = [...UNDRIVEN.keys(), ...BEYOND.keys()].toSorted();

test('what the bench cannot bring about is computed, and each of it has a written reason', () => {
  expect(infeasibleIn(transitions).toSorted()).toEqual(unreached);
});

test('the real pump, over pseudo-terminals, follows every generated path', async () => {
  const { watch, coverage } = pumpMeter();
  const suite = await driveAll(paths, { transport: 'pty', onStep: watch });
  console.log(`paths over pty: ${inWords(suite)}`);
  noteMet(coverage(['paths']));
  // What the driver heard of the pump's chart is what was measured.
  const met = coverage([]).machines.pump?.hits.transitions ?? {};
  expect(Object.keys(met)).toEqual(expect.arrayContaining(suite.results.flatMap(({ taken }) => taken)));
  expect(suite.results.filter(({ outcome }) => outcome !== 'pass')).toEqual([]);
  expect(suite.checks).toBeGreaterThan(1_000);
  expect(suite.states.missing).toEqual(UNVISITED);
  // While time passes between two steps of a path more may be taken than what can be brought about at will.
  expect(suite.transitions.missing.filter(id => !unreached.includes(id))).toEqual([]);
  for (const { checks } of suite.results)
    expect(Math.min(checks.motor, checks.travel, checks.told)).toBeGreaterThan(0);
});

test('a path that nobody can drive is said to be undriven, and never passes', async () => {
  const path = {
    name: 'a drive that answers without being asked',
    modes: [],
    steps: [{ event: { type: 'power.applied' } }, { event: { type: 'motor.halted' } }],
  };
  const suite = await driveAll([path], { transport: 'memory' });
  expect(suite.results[0]).toMatchObject({ outcome: 'undriven', driven: 1 });
  expect(passed(suite)).toBe(false);
});

test('a suite without a path does not pass', async () => {
  expect(passed(await driveAll([], { transport: 'memory' }))).toBe(false);
});

/** Broken pumps. Each must be found from outside by the same paths. */
const MUTANTS: Readonly<Record<string, Pick<DriveOptions, 'arrange' | 'alter'>>> = {
  'a motor that ignores every order to stop': {
    alter: devices => ({ ...devices, motor: { ...devices.motor, stop: () => {} } }),
  },
  'a drive that goes a little too far, within what the encoder lets pass': {
    alter: (devices, world) => ({
      ...devices,
      motor: {
        ...devices.motor,
        move: intent => {
          devices.motor.move(intent);
          world.inject({ creepCounts: 2 });
        },
      },
    }),
  },
  'a coupling that slips by 30 %': { arrange: world => world.inject({ slipPercent: 30 }) },
  'a motor that moves on after every order to stop': {
    alter: (devices, world) => ({
      ...devices,
      motor: {
        ...devices.motor,
        stop: () => {
          devices.motor.stop();
          world.inject({ creepCounts: 8 });
        },
      },
    }),
  },
  'a self-test that passes nothing on': {
    alter: devices => ({ ...devices, selfTest: { ...devices.selfTest, run: () => {} } }),
  },
  'a force sensor that is never read': { alter: devices => ({ ...devices, force: { read: () => {} } }) },
};

describe.each(Object.entries(MUTANTS))('%s', (_name, mutant) => {
  test('makes paths fail', async () => {
    const suite = await driveAll(paths, { transport: 'memory', ...mutant });
    const failed = suite.results.filter(({ outcome }) => outcome === 'fail');
    console.log(`${failed.length} of ${suite.results.length} paths fail: ${failed[0]?.firstDivergence}`);
    expect(failed.length).toBeGreaterThan(0);
    expect(suite.results.filter(({ outcome }) => outcome === 'error')).toEqual([]);
  });
});
