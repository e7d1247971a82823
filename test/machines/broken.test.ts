import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { z } from 'zod';
import { properties } from '../../specs/properties.ts';
import type { Property } from '../../specs/property.ts';
import type { Event } from '../../src/verify/automaton.ts';
import { explore } from '../../src/verify/explore.ts';
import { breaksBy } from '../../src/verify/mutants/planted/replay.ts';
import { check } from '../../src/verify/properties.ts';
import type { Composed } from '../../src/verify/system.ts';
import { openPump, pumpInPlant } from '../../src/verify/systems.ts';
import { checksOf } from '../../src/verify/walk/checks.ts';
import { eventsTo } from '../../src/verify/walk/runs.ts';
import { walkOf } from '../../src/verify/walk/walk.ts';
import { breadth } from '../support/breadth.ts';
import { brokenFor, mistakes } from './broken.ts';

/**
 * The run by which each mistake was found, by the name of its property. It is taken again on the broken pump, which takes
 * milliseconds; where it shows nothing any more, or one run cannot show it, the mistake is hunted anew. `UPDATE=1` writes the file.
 */
const RECORD = fileURLToPath(new URL('./broken.runs.json', import.meta.url));
const recordSchema = z.record(z.string(), z.array(z.looseObject({ type: z.string() })));
const isRenewed = process.env.UPDATE === '1';
const recorded: Readonly<Record<string, readonly Event[]>> = isRenewed
  ? {}
  : recordSchema.parse(JSON.parse(readFileSync(RECORD, 'utf8')));

/** A mistake shows soon: graphs grow until it does, and end where the real pump's would. */
const SIZES = [300, 1_200, 5_000, 20_000, 80_000, 320_000, Number.POSITIVE_INFINITY] as const;

/** So many states are expanded before a walk is asked again whether it found something. */
const STRIDE = 100;

/** The run that breaks the property; null where the pump keeps it. */
const huntedInGraphs = (system: Composed, property: Property): readonly Event[] | null => {
  // A part of a walk cannot say that a state is out of reach, only a whole one can.
  const sizes = 'within' in property.rule ? SIZES.slice(-1) : SIZES;
  for (const size of sizes) {
    const { violation } = check(explore(system, size), property);
    if (violation !== null) return violation.run;
  }
  return null;
};

/** What single states and steps break is found while they are met; undefined where it takes whole runs. */
const huntedOnTheWay = (system: Composed, property: Property): readonly Event[] | null | undefined => {
  const checks = checksOf(system, [property]);
  const [finding = null] = checks.findings;
  if (finding === null) return undefined;
  const walk = walkOf(system, checks);
  while (finding.broken === null && walk.goOn(STRIDE));
  const { broken } = finding;
  return broken && [...eventsTo(walk, broken.state), ...(broken.by === null ? [] : [broken.by])];
};

const worldOf = (property: Property, machine: AnyStateMachine): Composed =>
  property.world === 'plant' ? pumpInPlant(machine) : openPump(machine);

/** The pump that ships, in either world: it is asked about every run. */
const sound = { plant: pumpInPlant(), free: openPump() };

const hunted: Record<string, readonly Event[]> = {};
let retaken = 0;

test('every property has a mistake that it must find, and no mistake is planted for nothing', () => {
  expect(Object.keys(mistakes).sort()).toEqual(properties.map(({ name }) => name).sort());
});

/** What is said of whole runs, or of all that can be come to, takes a walk each time: on every save they are left out. */
const isLeft = ({ rule }: Property): boolean =>
  breadth(true, false) && ('leadsTo' in rule || 'canReach' in rule || 'within' in rule);

for (const property of properties) {
  test.skipIf(isLeft(property))(
    `a pump that breaks it is found: ${property.name}`,
    { timeout: 600_000 },
    () => {
      const { name } = property;
      const system = worldOf(property, brokenFor(name));
      const run = recorded[name];
      if (run !== undefined && breaksBy(system, property, run) === true) {
        const ships = property.world === 'plant' ? sound.plant : sound.free;
        expect(breaksBy(ships, property, run), 'the pump that ships keeps it in the same run').not.toBe(true);
        retaken += 1;
        return;
      }
      const onTheWay = huntedOnTheWay(system, property);
      const found = onTheWay === undefined ? huntedInGraphs(system, property) : onTheWay;
      expect(found).not.toBeNull();
      if (found !== null) hunted[name] = found;
    },
  );
}

afterAll(() => {
  if (isRenewed) writeFileSync(RECORD, `${JSON.stringify(hunted, null, 1)}\n`);
});

test('most mistakes are on record with a run that still shows them', () => {
  if (!isRenewed) expect(retaken).toBeGreaterThan(properties.length * 0.8);
});
