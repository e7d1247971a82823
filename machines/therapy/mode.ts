import { type Region, therapy } from './setup.ts';

const raiseDegraded = { type: 'raiseAlarm', params: { alarm: 'automationDegraded' } } as const;
const raiseAtLimit = { type: 'raiseAlarm', params: { alarm: 'automationAtLimit' } } as const;
const ceaseAtLimit = { type: 'ceaseAlarm', params: { alarm: 'automationAtLimit' } } as const;
const ceaseAll = [{ type: 'ceaseAlarm', params: { alarm: 'automationDegraded' } }, ceaseAtLimit] as const;

/** Lost while automation was on: worse than lost. */
const raiseLost = { type: 'raiseAlarm', params: { alarm: 'cgmLost', grade: 'worse' } } as const;
const lost = { target: 'limited', actions: raiseLost, meta: { req: ['SR-099'] } } as const;
const saturated = { target: 'safeBasal', actions: raiseAtLimit, meta: { req: ['SR-100'] } } as const;
const contradicted = { target: 'safeBasal', actions: raiseDegraded } as const;
const given = {
  target: '#therapy.mode.manual',
  actions: [raiseDegraded, 'endAutomation'],
  meta: { req: ['SR-099'] },
} as const;

/** Who decides about basal: the profile of a person, or an algorithm that has to deserve it. */
export const mode = therapy.createStateConfig({
  initial: 'manual',
  states: {
    manual: { on: { 'automation.enabled': 'closedLoop' } },
    closedLoop: {
      exit: 'followProfile',
      initial: 'attempting',
      states: {
        attempting: {
          description: 'A person wants it; readings, or a controller, are not there yet. The profile holds.',
          meta: { req: ['SR-098'] },
          entry: 'followProfile',
          on: {
            'automation.accepted': { guard: 'isReady', target: 'active', meta: { req: ['SR-098'] } },
            'automation.obstructed': { actions: 'refuseAutomation' },
            'automation.unready': { actions: 'refuseAutomation' },
            'automation.ready': { actions: 'refuseAutomation' },
            // A value that contradicts again comes with this news after it.
            'glucose.contradicted': contradicted,
          },
          after: { attempt: given },
        },
        active: {
          description: 'Readings are at most twelve minutes old, and a command of the controller holds.',
          meta: { req: ['SR-088', 'SR-094'] },
          entry: [...ceaseAll, 'followController'],
          // What it spreads over minutes was meant for how things were (SR-090).
          exit: 'endMicrobolus',
          on: {
            'glucose.stale': 'late',
            'glucose.lost': lost,
            'glucose.contradicted': contradicted,
            'automation.lapsed': 'limited',
            'automation.saturated': saturated,
            'automation.obstructed': 'attempting',
          },
        },
        late: {
          description: 'Twelve to twenty minutes: nothing is increased, and no bolus is given.',
          meta: { req: ['SR-093'] },
          entry: 'onlyLower',
          on: {
            'glucose.fresh': 'active',
            'glucose.late': 'active',
            'glucose.lost': lost,
            'glucose.contradicted': contradicted,
            'automation.lapsed': 'limited',
            'automation.saturated': saturated,
            'automation.obstructed': 'attempting',
          },
        },
        limited: {
          description: 'Glucose or controller is lost: at most the profile, until both are back.',
          meta: { req: ['SR-099'] },
          entry: ['limitBasal', raiseDegraded],
          on: {
            'automation.accepted': { guard: 'isReady', target: 'active' },
            'automation.obstructed': 'attempting',
            // The controller was lost first.
            'glucose.lost': { actions: raiseLost },
            'glucose.contradicted': contradicted,
          },
          after: { limitation: given },
        },
        safeBasal: {
          description: 'Too long at an extreme, or the meter contradicts the sensor: a value is asked for.',
          meta: { req: ['SR-100'] },
          entry: 'limitBasal',
          on: {
            'glucose.entered': { target: 'attempting', actions: ceaseAtLimit },
            'automation.obstructed': 'attempting',
          },
          after: { limitation: given },
        },
      },
      on: {
        'automation.disabled': { target: 'manual', actions: [...ceaseAll, 'endAutomation'] },
        'sensor.warming': { guard: 'isRunning', target: '.limited' },
        // Another sensor: what was admitted rests on readings of one that is gone.
        'sensor.started': { guard: 'isRunning', target: '.limited' },
        'sensor.failed': { guard: 'isRunning', target: '.limited' },
        'sensor.expired': { guard: 'isRunning', target: '.limited' },
        'sensor.removed': { guard: 'isRunning', target: '.limited' },
      },
    },
  },
  // The alarms stay: a person has to know that automation has ended.
  on: { 'power.lost': '.manual' },
} satisfies Region);
