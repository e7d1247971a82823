/**
 * What the compiler must refuse in a chart. Each line below a directive is a mistake; `tsc` fails if one
 * of them compiles, because the directive then has nothing to expect. Nothing here is ever run.
 */

import { type Region as AlarmRegion, alarm } from '../../machines/alarm/setup.ts';
import { type Region as PlantRegion, plant } from '../../machines/plant/setup.ts';
import { pump, type Region } from '../../machines/pump/setup.ts';
import type { Property, StateId } from '../../specs/property.ts';

export const right = pump.createStateConfig({
  initial: 'a',
  states: {
    a: {
      on: { 'pulse.due': { guard: 'gateIsOpen', target: 'b', actions: 'claimPulse' } },
      after: { pulse: 'b' },
    },
    b: {
      tags: 'stopped',
      meta: { req: ['SR-001'] },
      entry: { type: 'raiseAlarm', params: { alarm: 'occlusion' } },
    },
  },
} satisfies Region);

// @ts-expect-error A misspelt key: without `satisfies Region` the guard would be gone.
export const guardKey = { on: { 'pulse.due': { gaurd: 'gateIsOpen', target: 'b' } } } satisfies Region;
// @ts-expect-error No guard has this name.
export const guard = { on: { 'pulse.due': { guard: 'gateIsOpne' } } } satisfies Region;
// @ts-expect-error No delay has this name.
export const delay = { after: { pulseTimeout: 'b' } } satisfies Region;
// @ts-expect-error No event has this name.
export const event = { on: { 'pulse.doe': 'b' } } satisfies Region;
// @ts-expect-error No action has this name.
export const action = { entry: 'moveMotr' } satisfies Region;
// @ts-expect-error An alarm is named by the action that raises it.
export const nameless = { entry: 'raiseAlarm' } satisfies Region;
// @ts-expect-error No alarm has this name.
export const named = { entry: { type: 'raiseAlarm', params: { alarm: 'oclusion' } } } satisfies Region;
// @ts-expect-error A bolus does not end like this.
export const end = { entry: { type: 'endBolus', params: { reason: 'tired' } } } satisfies Region;
// @ts-expect-error No requirement has this id.
export const requirement = { meta: { req: ['SR-none'] } } satisfies Region;
// @ts-expect-error No tag has this name.
export const tag = { tags: 'stoped' } satisfies Region;
// @ts-expect-error A key of a state that means nothing.
export const entryKey = { entyr: 'moveMotor' } satisfies Region;
// @ts-expect-error The alarm has no such event.
export const alarmEvent = { on: { 'alarm.acknowleged': 'b' } } satisfies AlarmRegion;
// @ts-expect-error The alarm has no such delay.
export const alarmDelay = { after: { outcrys: 'b' } } satisfies AlarmRegion;
// @ts-expect-error The pump never asks for this.
export const ask = { on: { 'asked.moveMoter': 'b' } } satisfies PlantRegion;
// @ts-expect-error The plant has no such guard.
export const plantGuard = { on: { 'pulse.due': { guard: 'maybeDue' } } } satisfies PlantRegion;

// @ts-expect-error The pump has no such state.
export const state: StateId = 'pump.motor.moving';
// @ts-expect-error A property speaks only of what the pump asks for.
export const asks: Property['rule'] = { eachStep: { asks: ['moveMotors'] }, is: {} };
// @ts-expect-error A property cites at least one requirement.
export const uncited: Property['req'] = [];

export const used = [alarm, plant];
