import { ALARMS, alarmNames, gradeNames } from '../../src/domain/alarms.ts';
import type { Fact } from '../../src/domain/facts.ts';
import { exampleSettings } from '../../src/domain/settings.ts';
import { readJournal } from '../../src/runtime/journalRead.ts';
import { type Recovered, recover } from '../../src/runtime/recover.ts';
import type { Observed } from '../../src/runtime/run.ts';
import { type CorePump, type CorePumpOptions, corePump } from './corePump.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const U = 1_000_000;

/** What raises a row of the alarm table at one of its grades, in a pump that delivers. */
export type Raising = {
  readonly options?: CorePumpOptions;
  readonly happens: (pump: CorePump) => Promise<void>;
  /** Then the power goes without a word, and comes back: the pump starts anew from its journal. */
  readonly cut?: true;
};

const facts = (...given: readonly Fact[]): Raising => ({
  happens: async pump => {
    for (const fact of given) await pump.give(fact);
  },
});

const during = (happens: Raising['happens'], options: CorePumpOptions = {}): Raising => ({
  options,
  happens,
});

const off: Fact = { type: 'power.lost', cause: 'supply' };
const on: Fact = { type: 'power.applied', boot: 'again', gapMs: 1_000 };
const pulled: readonly Fact[] = [
  { type: 'change.requested' },
  { type: 'cartridge.removed' },
  { type: 'set.disconnected' },
  { type: 'rewind.requested' },
];

/** Another cartridge, as far as it takes a drive that follows again. */
const changeCartridge = async (pump: CorePump): Promise<void> => {
  for (const fact of pulled) await pump.give(fact);
  await pump.wait(5_000);
  await pump.give({ type: 'cartridge.inserted' });
  await pump.wait(5_000);
  await pump.give({ type: 'cartridge.replaced', volumeUu: 200 * U, unitsPerMl: 100 });
  await pump.give({ type: 'prime.skipped' });
  await pump.give({ type: 'fill.skipped' });
};

const stall = async (pump: CorePump): Promise<void> => {
  pump.devices.mood.stalled = true;
  await pump.wait(10 * MINUTE);
};

const bolus = async (pump: CorePump, name: string, amountUu: number): Promise<void> => {
  await pump.give({ type: 'bolus.requested', bolus: name, amountUu });
  await pump.give({ type: 'bolus.confirmed', bolus: name });
};

/** One reading each five minutes. */
const reads = (mgPerDl: number, times: number) => async (pump: CorePump) => {
  for (let sequence = 1; sequence <= times; sequence += 1) {
    await pump.give({ type: 'cgm.measured', mgPerDl, sequence });
    await pump.wait(5 * MINUTE);
  }
};

/** Rows that stop a pump that delivers. */
export const STOPPING: Readonly<Record<string, Raising>> = {
  'occlusion first': during(async pump => {
    await pump.wait(10 * MINUTE);
    pump.devices.mood.forceMn = 16_000;
    await pump.wait(10 * MINUTE);
  }),
  'reservoirEmpty first': during(async pump => void (await pump.wait(2 * HOUR)), { cartridgeUu: U / 2 }),
  'cartridgeRemoved first': facts({ type: 'cartridge.removed' }),
  'motorStall first': during(stall),
  'encoderMismatch first': facts({ type: 'encoder.counted', counts: 60 }),
  'overDelivery first': facts({ type: 'motor.arrived', pulse: 99 }),
  'motorOnTooLong first': facts({ type: 'motor.cut' }),
  'forceLost first': during(async pump => {
    await pump.wait(20 * MINUTE);
    pump.devices.mood.forceMn = 0;
    await pump.wait(10 * MINUTE);
  }),
  'periodicTestFailed first': facts({ type: 'check.failed', item: 'program', reason: 'changed' }),
  'settingsInvalid first': facts({ type: 'settings.lost', reason: 'changed' }),
  'sounderFault worse': facts({
    type: 'sounder.tested',
    speaker: 'dead',
    vibrator: 'dead',
    buzzer: 'working',
  }),
  'watchdogReset first': facts({ type: 'watchdog.fired', cause: 'watchdog' }),
  'supervisorLost first': facts({ type: 'supervisor.vetoed', reason: 'too many pulses' }),
  'internalFault first': facts({ type: 'fault.latched', reason: 'planted' }),
  'batteryDepleted first': facts({
    type: 'battery.measured',
    percent: 1,
    millivolts: 3_500,
    minutesLeft: 6,
  }),
  'temperature worse': facts({ type: 'temperature.measured', insideDeciC: 300, batteryDeciC: 530 }),
  'pressure first': facts({ type: 'pressure.measured', pascals: 69_000 }),
  'clockLost worst': during(async pump => {
    pump.clock.shiftWall(HOUR);
    await pump.wait(HOUR + 2 * MINUTE);
  }),
  'journalFailed worse': facts({ type: 'journal.failed', reason: 'disk full' }),
  'autoOff first': during(async pump => void (await pump.wait(5 * HOUR + 1_000)), {
    settings: { ...exampleSettings, autoOffHours: 5 },
  }),
};

/** Rows that stop therapy, and are raised where nothing is delivered any more, or not yet: they keep it so. */
export const AT_REST: typeof STOPPING = {
  'watchdogReset worse': facts(
    { type: 'watchdog.fired', cause: 'watchdog' },
    { type: 'watchdog.fired', cause: 'brownOut' },
  ),
  'motorStall worse': during(async pump => {
    await stall(pump);
    pump.devices.mood.stalled = false;
    await changeCartridge(pump);
    await pump.give({ type: 'alarm.acknowledged', alarm: 'motorStall' });
    await pump.give({ type: 'resume.requested' });
    await stall(pump);
  }),
  'journalFailed first': during(async pump => {
    await pump.give(off);
    await pump.give({ type: 'journal.setAside', kept: 'journal.jsonl.damaged', reason: 'line 2' });
    await pump.give(on);
    await pump.wait(100);
  }),
  'selfTestFailed first': facts(off, on, { type: 'selfTest.failed', item: 'motor', reason: 'energised' }),
  'powerInterrupted first': { happens: pump => pump.wait(10 * MINUTE), cut: true },
  'cartridgeFault first': during(async pump => {
    for (const fact of pulled) await pump.give(fact);
    await pump.wait(MINUTE);
    pump.devices.mood.forceMn = 50_000;
    await pump.give({ type: 'cartridge.inserted' });
    await pump.wait(MINUTE);
  }),
  'alarmStorm first': during(async pump => {
    for (let time = 1; time <= 3; time += 1) {
      await pump.give({ type: 'pressure.measured', pascals: 69_000 });
      await pump.wait(30_000);
      await pump.give({ type: 'pressure.measured', pascals: 100_000 });
      await pump.give({ type: 'alarm.acknowledged', alarm: 'pressure' });
      await pump.give({ type: 'resume.requested' });
    }
  }),
};

/** Rows that stop boluses, automation or nothing, and that no story tells of. */
export const TELLING: typeof STOPPING = {
  'batteryCritical worse': facts({
    type: 'battery.measured',
    percent: 4,
    millivolts: 3_600,
    minutesLeft: 9,
  }),
  'buttonStuck worse': during(async pump => {
    await pump.give({ type: 'button.pressed' });
    await pump.wait(3 * MINUTE + 1_000);
  }),
  'hourlyLimit first': during(async pump => {
    await bolus(pump, 'dinner', 5 * U);
    await pump.wait(MINUTE);
    await pump.give({ type: 'settings.changed', settings: { ...exampleSettings, maxBolusUu: U / 2 } });
    await pump.wait(3 * MINUTE);
  }),
  'hourlyLimit worse': during(async pump => {
    await bolus(pump, 'dinner', 5 * U);
    await pump.wait(5 * MINUTE);
    await pump.give({ type: 'settings.changed', settings: { ...exampleSettings, maxBolusUu: U / 2 } });
    await pump.wait(3 * MINUTE);
  }),
  'dailyLimit first': during(async pump => {
    await bolus(pump, 'dinner', 10 * U);
    await pump.wait(5 * MINUTE);
    await pump.give({ type: 'settings.changed', settings: { ...exampleSettings, maxDailyUu: 10 * U } });
    await pump.wait(5 * MINUTE);
  }),
  'remoteLost first': during(async pump => {
    await pump.give({ type: 'remote.paired', principal: '0123456789abcdef', role: 'caregiver' });
    await pump.wait(31 * MINUTE);
  }),
  'glucoseHigh first': during(reads(260, 5)),
  'glucoseHigh worse': during(reads(260, 14)),
  'glucoseHigh worst': during(async pump => {
    await pump.give({ type: 'suspend.requested' });
    await reads(260, 14)(pump);
  }),
  'glucoseVeryHigh first': during(reads(310, 14)),
  'sensorFailed first': facts({ type: 'cgm.reported', session: 'failed' }),
};

/** A pump that delivers, to which it then happens. */
export const afterRaising = async ({ options, happens, cut }: Raising): Promise<CorePump> => {
  const pump = await corePump(options);
  await pump.give({ type: 'resume.requested' });
  if (!pump.runtime.state().pump.matches({ permission: 'delivering' }))
    throw new Error('a pump that is to be stopped must deliver first');
  await happens(pump);
  return cut ? corePump({ continues: recovered(pump) }) : pump;
};

const recovered = ({ lines, clock }: CorePump): Recovered => {
  const reading = readJournal(`${lines.join('\n')}\n`);
  if (!reading.ok) throw new Error(`line ${reading.error.line}: ${reading.error.problem}`);
  return recover(reading.read, {
    boot: 'again',
    wallMs: clock.wall(),
    settings: null,
    preparation: [],
  });
};

/** Every row that something can raise, at each of its grades: `occlusion first`. */
export const everyGrade: readonly string[] = alarmNames
  .filter(name => ALARMS[name].due === undefined)
  .flatMap(name =>
    gradeNames.filter(grade => ALARMS[name][grade] !== undefined).map(grade => `${name} ${grade}`),
  );

/** The rows that a step raises, each at its grade. */
export const raisedIn = ({ deliveries }: Pick<Observed, 'deliveries'>): readonly string[] =>
  deliveries.flatMap(({ machine, event }) =>
    machine.startsWith('alarm:') && event.type === 'alarm.raised' && 'grade' in event
      ? [`${machine.slice('alarm:'.length)} ${String(event.grade)}`]
      : [],
  );
