import type { AnyStateMachine } from 'xstate';
import { alarmMachine } from '../../machines/alarm/alarm.ts';
import type { AlarmRow } from '../../machines/alarm/setup.ts';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { SMALL_MACHINES } from '../../src/runtime/machines.ts';
import { alphabetOf } from '../../src/verify/alphabet.ts';
import { chartOf } from '../../src/verify/chart.ts';
import { alarmAlphabet, alarmSorts } from '../../src/verify/systems.ts';
import { timerView } from '../../src/verify/timerView.ts';

const alone = (machine: AnyStateMachine) => {
  const view = timerView(machine);
  return { chart: chartOf(view), events: alphabetOf(view) };
};

const alarm = (sort: AlarmRow) => {
  const view = timerView(alarmMachine);
  return { chart: chartOf(view, sort), events: alarmAlphabet(sort, view) };
};

/**
 * A small chart is compared in full; of a larger one, states spread over the first thousands: test/exploration compares its
 * every situation, and test/deep goes far.
 */
const EXTENT = { all: 300, stride: 61, last: 10_000 } as const;
const OF_PUMP = { all: 60, stride: 307, last: 10_000 } as const;
export const extentOf = (name: string) => (name === 'pump' ? OF_PUMP : EXTENT);

/** Every chart that is explored by its tables, with all that it can hear; the plant hears only the pump. */
export const tabulated = [
  ['pump', () => alone(pumpMachine)],
  ...Object.entries(SMALL_MACHINES).map(([name, machine]) => [name, () => alone(machine)] as const),
  ...alarmSorts.map(sort => [`alarm ${JSON.stringify(sort)}`, () => alarm(sort)] as const),
] as const;
