import type { AnyStateMachine } from 'xstate';
import { alarmMachine } from '../../machines/alarm/alarm.ts';
import type { AlarmRow } from '../../machines/alarm/setup.ts';
import { plantMachine } from '../../machines/plant/plant.ts';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { SMALL_MACHINES } from '../../src/runtime/machines.ts';
import { alphabetOf } from '../../src/verify/alphabet.ts';
import { chartOf } from '../../src/verify/chart.ts';
import { explore } from '../../src/verify/explore.ts';
import { alarmAlphabet, alarmSorts, pumpInPlant } from '../../src/verify/systems.ts';
import { timerView } from '../../src/verify/timerView.ts';

const alone = (machine: AnyStateMachine) => {
  const view = timerView(machine);
  return { chart: chartOf(view), events: alphabetOf(view) };
};

const alarm = (sort: AlarmRow) => {
  const view = timerView(alarmMachine);
  return { chart: chartOf(view, sort), events: alarmAlphabet(sort, view) };
};

/** The plant hears what the pump asks, with its parameters: what it heard is known when it was explored. */
const plant = () => {
  const { world } = explore(pumpInPlant()).system;
  return { chart: chartOf(plantMachine), events: world?.tables.events() ?? [] };
};

/** Every chart that is explored, by its tables, with all that it can hear. */
export const tabulated = [
  ['pump', () => alone(pumpMachine)],
  ['plant', plant],
  ...Object.entries(SMALL_MACHINES).map(([name, machine]) => [name, () => alone(machine)] as const),
  ...alarmSorts.map(sort => [`alarm ${JSON.stringify(sort)}`, () => alarm(sort)] as const),
] as const;
