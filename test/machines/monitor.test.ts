import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { playScenario } from '../../hardware/rig/scenario.ts';
import { properties } from '../../specs/properties.ts';
import type { AnyProperty } from '../../specs/property.ts';
import { plantedOf } from '../../src/cli/mutants/planted.ts';
import { isSmallName, SMALL_MACHINES } from '../../src/runtime/machines.ts';
import type { Observed } from '../../src/runtime/run.ts';
import type { Event } from '../../src/verify/automaton.ts';
import { eventsTo } from '../../src/verify/explore.ts';
import { laneOf } from '../../src/verify/monitor/lane.ts';
import { monitor, subjects } from '../../src/verify/monitor/monitor.ts';
import { unjudged } from '../../src/verify/monitor/questions.ts';
import { machineOf } from '../../src/verify/mutants/draft.ts';
import { chartOf } from '../../src/verify/mutants/fields.ts';
import type { Mutant } from '../../src/verify/mutants/mutant.ts';
import { mutantsOf } from '../../src/verify/mutants/mutants.ts';
import { plantedIn } from '../../src/verify/mutants/planted/planted.ts';
import { lineOf } from '../../src/verify/mutants/planted/replay.ts';
import { check } from '../../src/verify/properties.ts';
import { askedOf } from '../../src/verify/smallOnes.ts';
import type { Composed } from '../../src/verify/system.ts';
import { machineAlone, openPump } from '../../src/verify/systems.ts';

/** What a monitor says of a run: at which event each property is broken first, and which are put to the test. */
const monitored = (
  system: Composed,
  asked: readonly AnyProperty[],
  run: readonly Event[],
  /** Whether every fourth step is followed by another lane, which goes on from what the one before has written. */
  isHandedOn = false,
) => {
  const { chart } = system;
  let lane = laneOf(chart.machine, asked);
  const broken = new Map<number, number>();
  const exercised = new Set<number>();
  let at = chart.initial;
  for (const [index, event] of run.entries()) {
    const shown = lane.take(chart.snapshot(at), { ...event });
    for (const place of shown.broken) if (!broken.has(place)) broken.set(place, index);
    for (const place of shown.exercised) exercised.add(place);
    at = chart.step(at, event).target;
    if (isHandedOn && index % 4 === 0)
      lane = laneOf(chart.machine, asked, undefined, JSON.parse(JSON.stringify(lane.memory())));
  }
  return { broken, exercised };
};

const judgedOf = (asked: readonly AnyProperty[]): readonly AnyProperty[] =>
  asked.filter(property => unjudged(property) === null);

/** A run at random: each number chooses among the events that may come next. */
const walkOf = (system: Composed, choices: readonly number[]): readonly Event[] => {
  const run: Event[] = [];
  let at = system.initial;
  for (const choice of choices) {
    const ways: { readonly to: number; readonly event: Event }[] = [];
    system.expand(at, (to, label) => ways.push({ to, event: system.labelAt(label).event }));
    // Most facts change nothing: those that do are chosen as often as all others together.
    const moving = ways.filter(({ to }) => to !== at);
    const among = choice % 2 === 0 && moving.length > 0 ? moving : ways;
    const way = among[(choice >> 1) % among.length];
    if (way === undefined) break;
    run.push(way.event);
    at = way.to;
  }
  return run;
};

test('each property of each chart is a subject of its own, and all but a few are judged in a run', () => {
  expect(new Set(subjects.map(({ key }) => key)).size).toBe(subjects.length);
  expect(subjects.length).toBeGreaterThan(500);
  const judged = subjects.filter(({ unjudged }) => unjudged === null);
  expect(judged.length).toBeGreaterThan(450);
  for (const { unjudged } of subjects) expect(unjudged ?? 'A sentence.').toMatch(/^[A-Z].*\.$/);
});

/** The monitor and the explorer's own check of the same run agree of every property: where it breaks, and whether it was asked. */
const agree = (system: Composed, asked: readonly AnyProperty[], run: readonly Event[]): number => {
  const line = lineOf(system, run);
  if (line === null) throw new Error('the system cannot go where it has gone');
  expect(eventsTo(line, run.length)).toEqual(run);
  const { broken, exercised } = monitored(system, asked, run);
  let found = 0;
  for (const [place, property] of asked.entries()) {
    const { violation, checks } = check(line, property);
    const wanted = violation === null ? null : Math.max(0, violation.run.length - 1);
    expect([property.name, broken.get(place) ?? null]).toEqual([property.name, wanted]);
    // The explorer stops to count where it is broken; of spans it counts the steps within, not the openings.
    if (violation === null && !('until' in property.rule || 'atMost' in property.rule))
      expect([property.name, exercised.has(place)]).toEqual([property.name, checks > 0]);
    if (wanted !== null) found += 1;
  }
  return found;
};

const MOST_BATCHES = 10;
const pumpFaults = mutantsOf(chartOf('pump'), plantedIn('pump'));

test('of random runs of pumps with a fault, monitor and exploration say the same of every property', () => {
  const asked = judgedOf(properties);
  let found = 0;
  const faults = fc.integer({ min: 0, max: pumpFaults.length - 1 });
  // Of four runs now and then none breaks anything: then four others are taken.
  for (let batch = 0; batch < MOST_BATCHES && found === 0; batch += 1)
    fc.assert(
      fc.property(faults, fc.array(fc.nat(1_000), { minLength: 30, maxLength: 60 }), (fault, choices) => {
        const mutant = pumpFaults[fault];
        const system = openPump(
          mutant === undefined ? undefined : (machineOf(mutant.draft) as Parameters<typeof openPump>[0]),
        );
        found += agree(system, asked, walkOf(system, choices));
      }),
      { numRuns: 4 },
    );
  expect(found).toBeGreaterThan(0);
});

test('of random runs of small machines with a fault they say the same, also where others go on from what one has written', () => {
  let found = 0;
  const names = Object.keys(SMALL_MACHINES).filter(name => isSmallName(name));
  for (const name of names) {
    const asked = judgedOf(askedOf(name));
    const faults = mutantsOf(chartOf(name), plantedIn(name));
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: faults.length - 1 }),
        fc.array(fc.nat(1_000), { minLength: 10, maxLength: 25 }),
        (fault, choices) => {
          const mutant = faults[fault];
          const system = machineAlone(name, mutant && machineOf(mutant.draft));
          const run = walkOf(system, choices);
          found += agree(system, asked, run);
          expect(monitored(system, asked, run, true)).toEqual(monitored(system, asked, run));
        },
      ),
      { numRuns: 6 },
    );
  }
  expect(found).toBeGreaterThan(5);
});

/** Every run that is kept of a planted fault, whose last event breaks a property. */
const planted = (machine: string, faults: readonly Mutant[], oneIn: number) => {
  const byId = new Map(faults.map(fault => [fault.id, fault]));
  return plantedOf(machine).flatMap(({ mutant, found }, index) => {
    const fault = byId.get(mutant);
    return fault === undefined || found === null || found.cycle.length > 0 || index % oneIn !== 0
      ? []
      : [{ fault, found }];
  });
};

test('the run that is kept of a planted fault breaks its property at its last event, and no sooner', () => {
  let seen = 0;
  const take = (
    machine: AnyStateMachine,
    asked: readonly AnyProperty[],
    system: Composed,
    property: string,
    run: readonly Event[],
  ) => {
    const place = asked.findIndex(({ name }) => name === property);
    const subject = asked[place];
    if (subject === undefined || unjudged(subject) !== null) return;
    expect([machine.id, property, monitored(system, asked, run).broken.get(place)]).toEqual([
      machine.id,
      property,
      run.length - 1,
    ]);
    seen += 1;
  };
  for (const { fault, found } of planted('pump', pumpFaults, 16)) {
    const machine = machineOf(fault.draft);
    // What the world does behind the pump's back the pump does not hear of.
    const run = found.run.filter(({ type }) => !type.startsWith('line.'));
    take(machine, properties, openPump(machine as Parameters<typeof openPump>[0]), found.property, run);
  }
  for (const name of ['lock', 'therapy', 'battery', 'lowSuspend'] as const)
    for (const { fault, found } of planted(name, mutantsOf(chartOf(name), plantedIn(name)), 4)) {
      const machine = machineOf(fault.draft);
      take(machine, askedOf(name), machineAlone(name, machine), found.property, found.run);
    }
  expect(seen).toBeGreaterThan(30);
});

test('a story played on a pump with a fault is broken at the very record, and on the pump that ships it is not', async () => {
  const text = readFileSync(join(import.meta.dirname, '../../specs/scenarios/bolus.txt'), 'utf8');
  const fault = pumpFaults.find(
    ({ id }) => id === 'guardDropped: pump.bolus.confirming.once bolus.confirmed 1: isMuch',
  );
  if (fault === undefined) throw new Error('the chart has no such fault any more: choose another');
  const told = async (chart: AnyStateMachine | null): Promise<readonly string[]> => {
    const judging = monitor();
    const broken: string[] = [];
    const watch = ({ deliveries, envelope: { seq, fact } }: Observed): void => {
      for (const { key, machine } of judging.take(deliveries).broken)
        broken.push(`${seq} ${fact.type} ${machine} ${key}`);
    };
    await playScenario(text, watch, chart);
    return broken;
  };
  expect(await told(null)).toEqual([]);
  expect(await told(machineOf(fault.draft))).toEqual([
    '14 bolus.confirmed pump pump: whoever confirms a bolus of the kind normal in a usual hour is given it',
  ]);
});
