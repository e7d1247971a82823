import { expect, test } from 'vitest';
import { type Mode, mode } from '../../machines/pump/mode.ts';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { SMALL_MACHINES } from '../../src/runtime/machines.ts';

/** In which states a person says so; all of a pump that is operating, but for the first ones. */
const SAID: Readonly<Record<Mode, readonly string[]>> = {
  off: ['pump.life.off'],
  'self-test': ['pump.life.selfTest'],
  recovering: ['pump.life.recovering'],
  'fail-safe': ['pump.life.failSafe'],
  delivering: ['pump.permission.delivering'],
  'temporary basal': ['pump.basal.temporary'],
  'reduced basal': ['pump.basal.reduced'],
  'basal off: low glucose': ['lowSuspend.basal.withheld'],
  'automation starting': ['therapy.mode.closedLoop.attempting'],
  automation: ['therapy.mode.closedLoop.active', 'therapy.mode.closedLoop.late'],
  'automation limited': ['therapy.mode.closedLoop.limited', 'therapy.mode.closedLoop.safeBasal'],
  'confirming a bolus': ['pump.bolus.confirming'],
  bolusing: ['pump.bolus.delivering'],
  'extended bolus': ['pump.extended.delivering'],
  suspended: [
    'pump.permission.suspendedByUser',
    'pump.permission.suspendedRemotely',
    'pump.permission.suspendedByAlarm',
    'pump.permission.suspendedForChange',
    'pump.permission.suspendedAfterRecovery',
  ],
  'changing the cartridge': ['pump.supply.changing'],
  'priming the tubing': ['pump.supply.changing.primingTubing'],
  'filling the cannula': ['pump.supply.changing.fillingCannula'],
  'occlusion alarm': ['pump.occlusion.occluded'],
  'motor alarm': ['pump.motor.uncertain'],
  'reservoir low': ['pump.reservoir.low', 'pump.reservoir.veryLow'],
  'reservoir empty': ['pump.reservoir.empty'],
};
const OPERATING = 'pump.life.operating';
const modeIn = (...states: readonly string[]) => mode({ isIn: id => states.includes(id) });

test.each(Object.entries(SAID))('it is said of a pump: %s', (word, states) => {
  for (const id of states) {
    expect(modeIn(id, OPERATING), id).toEqual([word]);
    // Of a pump that is not operating nobody says that it is suspended.
    expect(modeIn(id), id).toEqual(word === 'suspended' ? [] : [word]);
  }
});

test('several may hold, in the order in which people read them', () => {
  const states = ['pump.reservoir.low', 'pump.bolus.delivering', 'pump.permission.delivering', OPERATING];
  expect(modeIn(...states)).toEqual(['delivering', 'bolusing', 'reservoir low']);
  expect(modeIn()).toEqual([]);
});

test('every state of which a word is said is a state of a chart', () => {
  const machines = [pumpMachine, SMALL_MACHINES.therapy, SMALL_MACHINES.lowSuspend];
  for (const id of Object.values(SAID).flat()) {
    const machine = machines.find(each => id.startsWith(`${each.id}.`));
    expect(() => machine?.getStateNodeById(id), id).not.toThrow();
    expect(machine, id).toBeDefined();
  }
});
