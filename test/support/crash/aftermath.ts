import { expect } from 'vitest';
import { displacedAt, type MechanicsState } from '../../../hardware/mechanics/state.ts';
import { changeCartridge } from '../../../hardware/rig/change.ts';
import { type SimulatedPump, simulatedPump } from '../../../hardware/rig/simulatedPump.ts';
import { ALARMS, stopsTherapy } from '../../../src/domain/alarms.ts';
import { PULSE } from '../../../src/domain/pulses.ts';
import { wallMs } from '../../../src/domain/units.ts';
import type { Entry } from '../../../src/runtime/journal.ts';
import { replay } from '../../../src/runtime/recover.ts';
import { recoveredFrom, wellRead } from './afterlife.ts';
import { CARTRIDGE_UU, MIDNIGHT } from './life.ts';

/** The power returns a minute after the last record. */
const AWAY_MS = 60_000;
/** One microstep of the drive, rounded up: a pulse is 20.37 of them, so the total is short by up to one. */
const MICROSTEP_UU = 1_228;
/** Long enough for two basal pulses at 0.8 U/h, the slowest rate of the profile. */
const BASAL_MS = 4 * 60_000;

const counted = (pump: SimulatedPump): number => {
  const { basal, bolus, prime } = pump.runtime.state().ledger.doses;
  return (basal + bolus + prime) * PULSE;
};
/** What a change of cartridge pressed out of an unconnected set is nobody's dose. */
const moved = (pump: SimulatedPump): number => {
  const state = pump.world.model.state();
  return displacedAt(state) - state.spilledUu;
};
/** Insulin that the ledger counts and the plunger did not move. */
const excess = (pump: SimulatedPump): number => counted(pump) - moved(pump);
const isStopped = (pump: SimulatedPump): boolean =>
  !pump.runtime.state().pump.matches({ permission: 'delivering' });

/**
 * Boots a pump on what a dead one has left, and proves that nothing was lost, nothing is repeated, no
 * bolus goes on, nothing moves before a person resumes, and basal goes on afterwards.
 */
export const proveAftermath = async (journal: Buffer, mechanics: MechanicsState): Promise<void> => {
  const { entries, torn } = wellRead(journal);
  const wall = wallMs((entries.at(-1)?.wallMs ?? MIDNIGHT) + AWAY_MS);
  const start = recoveredFrom(journal, wall);
  const inDoubtBefore = start.state.ledger.doses.inDoubt;
  const lines: string[] = [];
  const pump = await simulatedPump({
    transport: 'memory',
    storage: { append: line => void lines.push(line), sync: () => {} },
    continues: { start, mechanics, wallMs: wall },
  });
  try {
    proveBoot(pump, inDoubtBefore, entries.length > 0);
    await proveStandstill(pump);
    await proveResumption(pump);
  } finally {
    await pump.close();
  }
  const whole = journal.subarray(0, torn?.atByte ?? journal.length);
  proveJournal(wellRead(Buffer.concat([whole, Buffer.from(`${lines.join('\n')}\n`)])).entries);
};

const proveBoot = (pump: SimulatedPump, inDoubtBefore: number, hasLived: boolean): void => {
  const { pump: chart, ledger } = pump.runtime.state();
  expect(pump.runtime.faulted()).toBeNull();
  expect(chart.value).toMatchObject({ life: 'operating', bolus: 'idle', motor: 'still' });
  expect(isStopped(pump)).toBe(true);
  // Nothing lost: what the plunger has moved is counted.
  expect(excess(pump)).toBeGreaterThanOrEqual(0);
  // Nothing repeated: what is counted and did not move is a pulse in doubt, and at most one by this death.
  expect(excess(pump)).toBeLessThan(ledger.doses.inDoubt * PULSE + MICROSTEP_UU);
  expect(ledger.doses.inDoubt - inDoubtBefore).toBeLessThanOrEqual(1);
  expect(ledger.bolus.current).toBeNull();
  expect(ledger.flight).toBeNull();
  if (hasLived) {
    expect(pump.shown()).toContainEqual(
      expect.objectContaining({ alarm: 'powerInterrupted', priority: 'high', signal: 'sounding' }),
    );
  }
};

/** A minute passes, and somebody who has not dealt with the alarm asks for delivery: nothing moves. */
const proveStandstill = async (pump: SimulatedPump): Promise<void> => {
  const before = moved(pump);
  await pump.wait(60_000);
  if (pump.shown().some(({ alarm }) => stopsTherapy(ALARMS[alarm].first))) {
    await pump.give({ type: 'resume.requested' });
    await pump.wait(1_000);
  }
  expect(isStopped(pump)).toBe(true);
  expect(moved(pump)).toBe(before);
  expect(
    commandsOf(
      pump.steps.map(({ commands }) => ({ commands })),
      'moveMotor',
    ),
  ).toEqual([]);
};

/** A person deals with the cause of each alarm, acknowledges it, and resumes: basal goes on, the bolus does not. */
const proveResumption = async (pump: SimulatedPump): Promise<void> => {
  const before = pump.runtime.state().ledger.doses;
  // The world is put right, whether or not the pump had noticed by the time it died.
  pump.world.inject({ stall: false, occlusion: false });
  if (needsCartridge(pump)) {
    await changeCartridge(pump, CARTRIDGE_UU);
    // The force is felt again within half a minute.
    await pump.wait(40_000);
  }
  // Seating pushes a little into a set that is off the body; it is counted from here.
  const excessBefore = excess(pump);
  for (const { alarm } of pump.shown()) await pump.give({ type: 'alarm.acknowledged', alarm });
  await pump.give({ type: 'resume.requested' });
  expect(isStopped(pump)).toBe(false);
  await pump.wait(BASAL_MS);
  const { doses, bolus } = pump.runtime.state().ledger;
  // 2.1 pulses at night, 3.2 at dawn.
  expect([2, 3]).toContain(doses.basal - before.basal);
  expect(doses.bolus).toBe(before.bolus);
  expect(doses.inDoubt).toBe(before.inDoubt);
  expect(bolus.current).toBeNull();
  expect(Math.abs(excess(pump) - excessBefore)).toBeLessThan(MICROSTEP_UU);
  expect(pump.runtime.faulted()).toBeNull();
};

/** The alarms say so, or there is not enough in it to go on with. */
const needsCartridge = (pump: SimulatedPump): boolean =>
  pump.runtime.state().ledger.reservoir.volumeUu < 1_000_000 ||
  !pump.runtime.state().pump.matches({ supply: 'ready' }) ||
  pump.shown().some(({ alarm }) => stopsTherapy(ALARMS[alarm].first) && alarm !== 'powerInterrupted');

/** The whole journal, both lives: it replays, and each pulse moved at most once, after its own record. */
const proveJournal = (entries: readonly Entry[]): void => {
  expect(replay(entries).firstDifference).toBeNull();
  const recorded = commandsOf(entries, 'recordIntent').map(({ pulse }) => pulse.pulse);
  const movedPulses = commandsOf(entries, 'moveMotor').map(({ pulse }) => pulse.pulse);
  expect(new Set(recorded).size).toBe(recorded.length);
  expect(new Set(movedPulses).size).toBe(movedPulses.length);
  expect(recorded).toEqual(expect.arrayContaining(movedPulses));
  expect(movedPulses.length).toBeGreaterThan(0);
};

type CommandOfEntry = Entry['commands'][number];

const commandsOf = <Type extends CommandOfEntry['type']>(
  steps: readonly Pick<Entry, 'commands'>[],
  type: Type,
): readonly Extract<CommandOfEntry, { type: Type }>[] =>
  steps.flatMap(({ commands }) =>
    commands.filter((command): command is Extract<CommandOfEntry, { type: Type }> => command.type === type),
  );
