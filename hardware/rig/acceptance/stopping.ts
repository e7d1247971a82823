import type { AlarmName } from '../../../src/domain/alarms.ts';
import { PULSE } from '../../../src/domain/pulses.ts';
import type { RigPump } from '../bench/rigPump.ts';
import { benchSettings } from '../paths/pumpOnBench.ts';
import { type Phase, PumpFailure } from '../run/phases.ts';
import type { Stand } from '../run/stand.ts';
import { NO_BASAL } from '../run/standing.ts';
import { alarmAfter, askBolus, movesIn, movesSoon, stillAfter } from './observing.ts';
import { count, DRIVER, ENCODER, LINE, type Measure, MINUTE, made, phase, SHOWN, time } from './rows.ts';

/** How a pump stops: when a person asks, and when something happens. */

const BOLUS_UU = 40 * PULSE;
const AT_ONCE_MS = 400;

/** A bolus runs, and a pulse of it is under way. */
const inMidPulse = async (pump: RigPump): Promise<void> => {
  await pump.give({ type: 'resume.requested' });
  await askBolus(pump, 'stop', BOLUS_UU);
  if (!(await movesSoon(pump))) throw new PumpFailure('the motor never moved');
};

const suspension = async (pump: RigPump, measure: Measure): Promise<void> => {
  await inMidPulse(pump);
  const from = pump.now();
  await pump.give({ type: 'suspend.requested' });
  const still = await stillAfter(pump, from);
  measure({
    ...time('motor at rest after suspension', still, AT_ONCE_MS, DRIVER),
    requirements: ['SR-037'],
  });
  const counts = await pump.counts();
  await pump.wait(MINUTE);
  const after = (await pump.counts()) - counts;
  measure({
    ...count('movement in the minute after', after, 0, 'counts', ENCODER),
    requirements: ['SR-003'],
  });
  const moved = movesIn(pump.steps).length;
  await pump.give({ type: 'resume.requested' });
  await pump.wait(2 * MINUTE);
  const again = movesIn(pump.steps).length - moved;
  measure({
    ...count('pulses of the ended bolus after a resume', again, 0, 'pulses', LINE),
    requirements: ['SR-023'],
  });
};

const cancellation = async (pump: RigPump, measure: Measure): Promise<void> => {
  await inMidPulse(pump);
  const before = movesIn(pump.steps).length;
  await pump.give({ type: 'bolus.cancelled' });
  await pump.give({ type: 'bolus.cancelled' });
  await pump.wait(MINUTE);
  const further = movesIn(pump.steps).length - before;
  measure({
    ...count('pulses begun after a cancellation', further, 0, 'pulses', LINE),
    requirements: ['SR-030'],
  });
  const told = pump.steps
    .flatMap(({ commands }) => commands)
    .filter(command => command.type === 'reportBolus')
    .map(({ deliveredUu }) => deliveredUu);
  const { bolus } = pump.runtime.state().ledger.doses;
  measure({
    ...count(
      'bolus told as delivered, less its pulses',
      Math.abs((told.at(-1) ?? 0) - bolus * PULSE),
      0,
      'µU',
      SHOWN,
    ),
    requirements: ['SR-025'],
  });
};

/** Basal that was missed does not come later: one pulse at the most in the first interval. */
const noCatchUp = async (pump: RigPump, measure: Measure): Promise<void> => {
  await pump.give({ type: 'resume.requested' });
  await pump.wait(5 * MINUTE);
  await pump.give({ type: 'suspend.requested' });
  await pump.wait(60 * MINUTE);
  const before = movesIn(pump.steps).length;
  await pump.give({ type: 'resume.requested' });
  // At 6 U/h a pulse falls due every 15 s.
  await pump.wait(15_000);
  const pulses = movesIn(pump.steps).length - before;
  measure({
    ...count('pulses in the first interval after an hour without', pulses, 1, 'pulses', LINE),
    requirements: ['SR-012'],
  });
};

/** Something happens in mid-pulse; delivery stops, and the alarm tells it. */
const stopped = async (
  pump: RigPump,
  measure: Measure,
  alarm: AlarmName,
  happen: () => Promise<void>,
  requirement: string,
): Promise<void> => {
  await inMidPulse(pump);
  const from = pump.now();
  await happen();
  const still = await stillAfter(pump, from, 5_000);
  const alarmed = alarmAfter(pump, alarm, from);
  if (alarmed === null) throw new PumpFailure(`no alarm ${alarm} of HIGH priority within 5 s`);
  // From what happened, and not from when it was noticed: that is the harder limit.
  measure({
    ...time(`motor at rest after ${alarm}`, still, AT_ONCE_MS, DRIVER),
    requirements: ['SR-002', requirement],
  });
  measure({
    ...time(`HIGH alarm after the stop by ${alarm}`, Math.max(0, alarmed - still), 1_000, SHOWN),
    requirements: ['SR-080'],
  });
  const counts = await pump.counts();
  await pump.wait(MINUTE);
  const crept = (await pump.counts()) - counts;
  measure({
    ...count(`movement in the minute after ${alarm}`, crept, 0, 'counts', ENCODER),
    requirements: ['SR-002'],
  });
};

const stall = async (pump: RigPump, measure: Measure): Promise<void> => {
  await pump.hands.order({ order: 'stall', on: true });
  await pump.give({ type: 'resume.requested' });
  await askBolus(pump, 'stall', BOLUS_UU);
  await pump.wait(MINUTE);
  const tried = movesIn(pump.steps).length;
  measure({
    ...count('pulses tried with a stalled motor', tried, 2, 'pulses', LINE),
    requirements: ['SR-007'],
  });
  const isAlarmed = alarmAfter(pump, 'motorStall', 0) !== null;
  measure({
    ...count('HIGH alarms of motor stall', isAlarmed ? 1 : 0, 1, 'alarms', SHOWN),
    least: 1,
    requirements: ['SR-007', 'SR-080'],
  });
  const { doses } = pump.runtime.state().ledger;
  measure({
    ...count(
      'pulses that nobody verified, less those that count as delivered',
      tried - doses.bolus,
      0,
      'pulses',
      LINE,
    ),
    requirements: ['SR-006'],
  });
};

const stray = async (pump: RigPump, measure: Measure): Promise<void> => {
  await pump.give({ type: 'resume.requested' });
  await pump.wait(MINUTE);
  const from = pump.now();
  await pump.hands.order({ order: 'creep', counts: 6 });
  const isFailSafe = (): boolean => pump.runtime.state().pump.matches({ life: 'failSafe' });
  if (!(await pump.time.until(isFailSafe, 2_000)))
    throw new PumpFailure('half a pulse that nobody commanded did not lead to fail-safe');
  measure({
    ...time('fail-safe after half a pulse that nobody commanded', pump.now() - from, 100, SHOWN),
    uncertainty: 1,
    requirements: ['SR-008'],
  });
};

const powerOn = async (pump: RigPump, measure: Measure): Promise<void> => {
  await pump.wait(10_000);
  const passed = pump.steps.findIndex(({ envelope }) => envelope.fact.type === 'selfTest.passed');
  if (passed < 0) throw new PumpFailure('the self-test did not pass');
  const early = movesIn(pump.steps.slice(0, passed)).length;
  measure({
    ...count('pulses before the self-test had passed', early, 0, 'pulses', LINE),
    requirements: ['SR-004', 'SR-063'],
  });
};

/** With 1 U in the cartridge and a basal of 6 U/h, the end comes within minutes. */
const empty = async (pump: RigPump, measure: Measure): Promise<void> => {
  const holdsUu = 1_000_000;
  await pump.give({ type: 'resume.requested' });
  await pump.wait(30 * MINUTE);
  const isAlarmed = alarmAfter(pump, 'reservoirEmpty', 0) !== null;
  measure({
    ...count('HIGH alarms of an empty reservoir', isAlarmed ? 1 : 0, 1, 'alarms', SHOWN),
    least: 1,
    requirements: ['SR-053', 'SR-054'],
  });
  measure({
    ...count('insulin displaced of 1 U', movesIn(pump.steps).length * PULSE, holdsUu, 'µU', LINE),
    requirements: ['SR-054'],
  });
};

const SMALL_CARTRIDGE = { settings: benchSettings, cartridgeUu: 1_000_000 };

export const stoppingPhases = (stand: Stand): readonly Phase[] => [
  phase(stand, 'power on', powerOn, undefined, { covers: ['SR-004', 'SR-063'] }),
  phase(stand, 'suspension in a pulse', suspension, undefined, { covers: ['SR-003', 'SR-023', 'SR-037'] }),
  phase(stand, 'cancellation of a bolus', cancellation, undefined, { covers: ['SR-025', 'SR-030'] }),
  phase(
    stand,
    'nothing is caught up',
    noCatchUp,
    { settings: benchSettings },
    { covers: ['SR-012'], lastsMs: 70 * MINUTE },
  ),
  phase(
    stand,
    'cartridge taken out in a pulse',
    (pump, measure) =>
      stopped(pump, measure, 'cartridgeRemoved', () => pump.hands.set('openBay', true), 'SR-056'),
    { settings: NO_BASAL },
    made('openBay', 'SR-056', 'SR-002', 'SR-080'),
  ),
  phase(
    stand,
    'plunger comes off',
    (pump, measure) =>
      stopped(pump, measure, 'forceLost', () => pump.hands.order({ order: 'loosen' }), 'SR-062'),
    { settings: NO_BASAL },
    made('loosen', 'SR-062', 'SR-002', 'SR-080'),
  ),
  phase(stand, 'stalled motor', stall, { settings: NO_BASAL }, made('stall', 'SR-006', 'SR-007', 'SR-080')),
  phase(stand, 'movement that nobody commanded', stray, { settings: NO_BASAL }, made('creep', 'SR-008')),
  phase(stand, 'empty reservoir', empty, SMALL_CARTRIDGE, {
    covers: ['SR-053', 'SR-054'],
    lastsMs: 35 * MINUTE,
  }),
];
