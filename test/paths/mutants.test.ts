import { expect, test } from 'vitest';
import { drivenPaths, driverOf } from '../../hardware/rig/mutants/driven.ts';
import { storyRuns } from '../../hardware/rig/mutants/stories.ts';
import { drive } from '../../hardware/rig/paths/drive.ts';
import { benchGraph } from '../../hardware/rig/paths/suites.ts';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { decide } from '../../src/verify/mutants/decide.ts';
import { examinerOf } from '../../src/verify/mutants/examine.ts';
import { groundAlone } from '../../src/verify/mutants/fields.ts';
import { mutantsOf } from '../../src/verify/mutants/mutants.ts';

const graph = benchGraph();
const paths = drivenPaths(undefined, graph);
const examiner = examinerOf(groundAlone(pumpMachine));
const driven = driverOf(examiner, { paths, graph });
const all = mutantsOf(pumpMachine);

const examinedOf = (id: string) => {
  const mutant = all.find(each => each.id === id);
  if (mutant === undefined) throw new Error(`there is no mutant "${id}"`);
  const examined = examiner.examine(mutant);
  if ('refused' in examined) throw new Error(examined.refused);
  return examined;
};
const driveMutant = (id: string) => driven(examinedOf(id));

test('the pump that ships passes from outside where its mutants do not', async () => {
  const [path] = paths;
  if (path === undefined) throw new Error('no path');
  const seen = await drive(path, {
    transport: 'memory',
    chart: pumpMachine,
    fromOutside: true,
    besideMs: 60_000,
  });
  expect(seen).toMatchObject({ outcome: 'pass', diagnoses: 0 });
  expect(seen.checks.told).toBeGreaterThan(0);
});

test.each([
  ['guardWeakened: guard nothingStops: without in pump.motor.still', /the person was told/],
  [
    'actionDropped: pump.motor.underway.moving timer.pulseElapsed 0: without 1: countInDoubt',
    /fault\.latched|the pump that ships/,
  ],
  [
    'parameterChanged: pump.life.selfTest timer.selfTestElapsed 0: 0: alarm powerInterrupted in raiseAlarm selfTestFailed',
    /the alarms shown are/,
  ],
])('a mutant of the pump is seen from outside: %s', async (id, words) => {
  const seen = await driveMutant(id);
  expect(seen.kind).toBe('killed');
  if (seen.kind === 'killed') expect(seen.divergence).toMatch(words);
});

test('what shows nothing in alarms and words is seen beside the pump that ships, which takes the same facts', async () => {
  const seen = await driveMutant(
    'targetChanged: pump.supply.changing.empty cartridge.inserted 0: pump.supply.changing.seating for pump.supply.changing.occupied',
  );
  expect(seen).toMatchObject({ kind: 'killed', look: 'beside' });
});

test('a mutant that no path of the suite shows is driven along a run of its own', async () => {
  const seen = await driveMutant('eventWidened: pump.occlusion.occluded clock.reached: answers clock.*');
  expect(seen).toMatchObject({ kind: 'killed', by: 'tellingRun' });
});

test('a mutant that no path comes to is driven along a committed story', async () => {
  const stories = await storyRuns(['set-change-incomplete.txt']);
  const told = driverOf(examiner, { paths: [], stories });
  const seen = await told(
    examinedOf(
      'actionDropped: pump.supply.changing.loaded timer.changeStepElapsed 0: without 0: raiseAlarm changeIncomplete',
    ),
  );
  expect(seen).toMatchObject({ kind: 'killed', by: 'story' });
});

test('what nobody can bring about is not driven, and says so', async () => {
  const id =
    'targetChanged: pump.supply.changing.rewinding timer.rewindElapsed 0: pump.supply.changing.seated for pump.supply.changing.empty';
  expect(await driveMutant(id)).toMatchObject({
    kind: 'notDriven',
    because: expect.stringMatching(/silent/),
  });
});

test('driven in the real runtime, a fair sample of mutants is seen from outside or accounted for', async () => {
  const count = { killed: 0, inside: 0, notDriven: 0 };
  for (const mutant of all.filter((_, index) => index % 346 === 0)) {
    const examined = examiner.examine(mutant);
    if ('refused' in examined || decide(examiner, examined).kind !== 'killed') continue;
    const { kind } = await driven(examined);
    count[kind] += 1;
  }
  console.log(`mutants of the pump, from outside: ${JSON.stringify(count)}`);
  expect(count.killed).toBeGreaterThan(2);
});
