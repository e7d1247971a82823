import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import { alarmMachine } from '../../machines/alarm/alarm.ts';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { ALARMS, alarmNames } from '../domain/alarms.ts';
import type { Channel } from '../domain/facts.ts';
import type { Dose, History } from '../domain/rolling.ts';
import { listOf } from '../domain/sharedList.ts';
import { monoMs } from '../domain/units.ts';
import { SMALL_MACHINES, type SmallSnapshots, smallNames } from '../runtime/machines.ts';
import { blankState, type PumpState } from '../runtime/state.ts';

/**
 * The whole state of a pump as text, from which the steps after it can be taken again. Charts are their
 * configuration and context; the ledger is as it is, but for its doses, which would be most of the text.
 */

type Chart = { readonly value: AnyMachineSnapshot['value']; readonly context: AnyMachineSnapshot['context'] };
type AlarmFace = Pick<PumpState['alarms'][(typeof alarmNames)[number]]['context'], 'grade' | 'returned'>;

type Keyframe = Pick<PumpState, 'since' | 'timers' | 'annunciation'> & {
  readonly ledger: Omit<PumpState['ledger'], 'doses'> & {
    readonly doses: Omit<PumpState['ledger']['doses'], 'history'>;
  };
  readonly doses: PackedDoses;
  readonly pump: Chart;
  readonly machines: Readonly<Record<string, Chart>>;
  readonly alarms: Readonly<Record<string, Pick<Chart, 'value'> & AlarmFace>>;
};

/** Times as what passed since the one before; of the rest one letter for each dose. */
type PackedDoses = {
  readonly after: readonly number[];
  readonly channel: string;
  readonly certain: string;
  readonly automatic: string;
};

export const keyframeOf = ({
  ledger,
  pump,
  machines,
  alarms,
  since,
  timers,
  annunciation,
}: PumpState): string => {
  const { history, ...counts } = ledger.doses;
  const keyframe: Keyframe = {
    ledger: { ...ledger, doses: counts },
    doses: packed(history),
    pump: chartOf(pump),
    machines: Object.fromEntries(smallNames.map(name => [name, chartOf(machines[name])])),
    alarms: Object.fromEntries(
      alarmNames.map(name => {
        const { value, context } = alarms[name];
        return [name, { value, grade: context.grade, returned: context.returned }];
      }),
    ),
    since,
    timers,
    annunciation,
  };
  return JSON.stringify(keyframe, setAsList);
};

/** Throws when a chart of this release has no such state. Whether it is the state that was meant, its digest tells. */
export const stateOf = (text: string): PumpState => {
  const keyframe: Keyframe = JSON.parse(text, listAsSet);
  const { ledger, doses, pump, machines, alarms, since, timers, annunciation } = keyframe;
  const blank = blankState();
  return {
    ledger: { ...ledger, doses: { ...ledger.doses, history: unpacked(doses) } },
    pump: resolved(pumpMachine, pump),
    machines: Object.fromEntries(
      smallNames.map(name => [name, resolved<AnyStateMachine>(SMALL_MACHINES[name], given(machines[name]))]),
      // One of each name, and each by its own machine.
    ) as SmallSnapshots,
    alarms: {
      ...blank.alarms,
      ...Object.fromEntries(
        alarmNames.map(name => {
          const { value, grade, returned } = given(alarms[name]);
          return [name, resolved(alarmMachine, { value, context: { row: ALARMS[name], grade, returned } })];
        }),
      ),
    },
    since,
    timers,
    annunciation,
  };
};

const chartOf = ({ value, context }: AnyMachineSnapshot): Chart => ({ value, context });

const resolved = <Machine extends AnyStateMachine>(machine: Machine, chart: Chart) =>
  machine.resolveState(chart) as ReturnType<Machine['resolveState']>;

const given = <Thing>(thing: Thing | undefined): Thing => {
  if (thing === undefined) throw new Error('a keyframe lacks a chart of this release');
  return thing;
};

/** JSON knows no sets; no key of a state begins like this. */
const SET = '$set';
const setAsList = (_: string, value: unknown): unknown =>
  value instanceof Set ? { [SET]: [...value] } : value;
const listAsSet = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && SET in value && Array.isArray(value[SET])
    ? new Set(value[SET])
    : value;

const LETTERS = { basal: 'a', bolus: 'b', extended: 'e', prime: 'p' } as const satisfies Record<
  Channel,
  string
>;
const CHANNELS = new Map<string, Channel>(
  (Object.keys(LETTERS) as Channel[]).map(channel => [LETTERS[channel], channel]),
);
const FLAG = '1';

const packed = (history: History): PackedDoses => {
  const doses = [...history];
  return {
    after: doses.map(({ atMonoMs }, index) => atMonoMs - (doses[index - 1]?.atMonoMs ?? 0)),
    channel: doses.map(({ channel }) => LETTERS[channel]).join(''),
    certain: doses.map(({ certain }) => (certain ? FLAG : '0')).join(''),
    automatic: doses.map(({ automatic }) => (automatic ? FLAG : '0')).join(''),
  };
};

const unpacked = ({ after, channel, certain, automatic }: PackedDoses): History => {
  let at = 0;
  const doses = after.map((passed, index): Dose => {
    at += passed;
    return {
      atMonoMs: monoMs(at),
      channel: given(CHANNELS.get(channel[index] ?? '')),
      certain: certain[index] === FLAG,
      ...(automatic[index] === FLAG ? { automatic: true } : {}),
    };
  });
  return listOf(doses);
};
