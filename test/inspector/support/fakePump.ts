import { initialTransition, type SnapshotFrom, transition } from 'xstate';
import { z } from 'zod';
import { alarmMachine } from '../../../machines/alarm/alarm.ts';
import { currentGrade } from '../../../machines/alarm/setup.ts';
import { mode } from '../../../machines/pump/mode.ts';
import { pumpMachine } from '../../../machines/pump/pump.ts';
import type { PumpEvent } from '../../../machines/pump/vocabulary.ts';
import { sensorMachine } from '../../../machines/sensor/sensor.ts';
import {
  ALARMS,
  type AlarmName,
  alarmNames,
  type GradeName,
  gradeNames,
  stopsTherapy,
} from '../../../src/domain/alarms.ts';
import type { Annunciation, Command } from '../../../src/domain/commands.ts';
import type { Derived, Fact } from '../../../src/domain/facts.ts';
import { activeIds } from '../../../src/inspector/charts/activeIds.ts';
import type { Frame, MachineId, Readings, Taken } from '../../../src/inspector/protocol.ts';
import { contextTold } from '../../../src/inspector/readyAt.ts';
import { type TakenTransition, takenTransitions } from '../../../src/verify/taken.ts';

/**
 * A stand-in for the runtime: the real charts, a ledger of a few numbers, no devices. It makes frames
 * that look right, so that the page and the server can be developed and tested alone.
 */
type Instance = { snapshot: SnapshotFrom<typeof alarmMachine>; sinceMonoMs: number; sinceWallMs: number };

const namedAction = z.object({
  type: z.string(),
  params: z.object({ alarm: z.string(), grade: z.enum(gradeNames).optional() }).optional(),
});
const reqSchema = z.looseObject({ req: z.array(z.string()).optional() }).optional();
const isAlarm = (name: string): name is AlarmName => alarmNames.some(known => known === name);

export type FakePump = {
  readonly take: (
    fact: Fact,
    events: readonly PumpEvent[],
    derived: readonly Derived[],
    at: { monoMs: number; wallMs: number },
  ) => Frame;
  readonly readings: { -readonly [Field in keyof Readings]: Readings[Field] };
  readonly isIn: (stateId: string) => boolean;
};

export const fakePump = (): FakePump => {
  let [pump] = initialTransition(pumpMachine);
  let [sensor] = initialTransition(sensorMachine);
  const alarms = new Map<AlarmName, Instance>();
  let seq = 0;
  const readings: FakePump['readings'] = {
    glucoseMgDl: null,
    glucoseAtMonoMs: null,
    onBoardUu: 0,
    reservoirUu: 200_000_000,
    basalRateUuPerHour: 0,
    profileRateUuPerHour: 1_000_000,
    deliveredBasalUu: 0,
    deliveredBolusUu: 0,
    deliveredExtendedUu: 0,
    lastHourUu: 0,
    lastDayUu: 0,
    bolus: null,
    extended: null,
    requestedHourUu: 0,
    pulsesCounted: 0,
    encoderCounts: 0,
    forceMn: 2_000,
  };
  const isIn = (id: string): boolean => activeIds(pump).includes(id);

  const take: FakePump['take'] = (fact, events, derived, at) => {
    const taken: Taken[] = [];
    const commands: Command[] = [];
    const note = (machine: MachineId, found: readonly TakenTransition[]): void => {
      for (const { id, event, definition } of found) {
        taken.push({ machine, transition: id, event, req: reqSchema.parse(definition.meta)?.req ?? [] });
      }
    };
    const tell = (
      name: AlarmName,
      event:
        | { readonly type: 'alarm.raised'; readonly grade: GradeName }
        | {
            readonly type: 'alarm.ceased' | 'alarm.acknowledged' | 'alarm.paused' | 'therapy.resumed';
          },
    ): void => {
      const instance = alarms.get(name) ?? {
        snapshot: initialTransition(alarmMachine, ALARMS[name])[0],
        sinceMonoMs: at.monoMs,
        sinceWallMs: at.wallMs,
      };
      const step = takenTransitions(alarmMachine, instance.snapshot, event);
      note(`alarm:${name}`, step.taken);
      if (step.snapshot.hasTag('active')) alarms.set(name, { ...instance, snapshot: step.snapshot });
      else alarms.delete(name);
    };
    const obey = (actions: readonly { readonly type: string; readonly params?: unknown }[]): void => {
      for (const action of actions) {
        const { type, params } = namedAction.safeParse(action).data ?? { type: action.type };
        const name = params?.alarm;
        if (name && isAlarm(name) && type === 'raiseAlarm')
          tell(name, { type: 'alarm.raised', grade: params.grade ?? 'first' });
        if (name && isAlarm(name) && type === 'ceaseAlarm') tell(name, { type: 'alarm.ceased' });
        if (type === 'stopMotor') commands.push({ type: 'stopMotor' });
        if (type === 'resumeAlarms')
          for (const active of [...alarms.keys()]) tell(active, { type: 'therapy.resumed' });
        if (type === 'askConfirmation' && readings.bolus)
          commands.push({
            type: 'askConfirmation',
            bolus: readings.bolus.bolus,
            amountUu: readings.bolus.requestedUu,
            spread: null,
          });
        if (type === 'refuseResume')
          commands.push({
            type: 'refuse',
            request: 'resume',
            reasons: ['the cause of the stop is still there'],
          });
      }
    };
    const stepPump = (event: PumpEvent): void => {
      note('pump', takenTransitions(pumpMachine, pump, event).taken);
      const [next, actions] = transition(pumpMachine, pump, event);
      pump = next;
      obey(actions);
    };
    if (fact.type === 'alarm.acknowledged' && isAlarm(fact.alarm))
      tell(fact.alarm, { type: 'alarm.acknowledged' });
    if (fact.type === 'alarm.paused' && isAlarm(fact.alarm)) tell(fact.alarm, { type: 'alarm.paused' });
    for (const event of events) stepPump(event);
    const toSensor = derived.some(({ type }) => type === 'glucose.accepted') ? 'glucose.accepted' : null;
    if (toSensor) {
      const step = takenTransitions(sensorMachine, sensor, { type: toSensor });
      note('sensor', step.taken);
      sensor = step.snapshot;
    }
    const stopping = [...alarms].filter(([name]) => stopsTherapy(ALARMS[name].first));
    const dealtWith = stopping.every(
      ([, { snapshot }]) =>
        snapshot.matches({ condition: 'gone' }) && snapshot.matches({ signal: 'acknowledged' }),
    );
    if (isIn('pump.conditions.stopped') && dealtWith) stepPump({ type: 'alarm.stopsCleared' });
    seq += 1;
    readings.basalRateUuPerHour = isIn('pump.permission.delivering') ? readings.profileRateUuPerHour : 0;
    return {
      seq,
      ...at,
      fact,
      derived,
      taken,
      commands,
      active: {
        pump: activeIds(pump),
        sensor: activeIds(sensor),
        ...Object.fromEntries(
          [...alarms].map(([name, { snapshot }]) => [`alarm:${name}`, activeIds(snapshot)]),
        ),
      },
      context: {
        pump: contextTold(pump.context),
        ...Object.fromEntries(
          [...alarms].map(([name, { snapshot }]) => [`alarm:${name}`, contextTold(snapshot.context)]),
        ),
      },
      modes: mode({ isIn }),
      readings: { ...readings },
      alarms: [...alarms].map(annunciation).sort((one, other) => RANK[one.priority] - RANK[other.priority]),
      req: [...new Set(taken.flatMap(({ req }) => req))].sort(),
    };
  };
  return { take, readings, isIn };
};

const RANK = { high: 0, medium: 1, low: 2, info: 3 } as const;

const annunciation = ([alarm, { snapshot, sinceMonoMs, sinceWallMs }]: [
  AlarmName,
  Instance,
]): Annunciation => ({
  alarm,
  priority: currentGrade(snapshot.context).priority,
  signal: snapshot.matches({ signal: 'acknowledged' })
    ? 'acknowledged'
    : snapshot.matches({ signal: 'paused' })
      ? 'paused'
      : 'sounding',
  level: 'first',
  condition: snapshot.matches({ condition: 'present' }) ? 'present' : 'gone',
  sinceMonoMs,
  sinceWallMs,
});
