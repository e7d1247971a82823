import { type AlarmName, alarmNames } from '../../../src/domain/alarms.ts';
import { cartridgeOf } from '../../../src/domain/change.ts';
import { SESSIONS } from '../../../src/domain/detect/session.ts';
import { type Fact, reminderNames, remoteRoles } from '../../../src/domain/facts.ts';
import { pulsesCounted } from '../../../src/domain/ledger/ledger.ts';
import type { Settings } from '../../../src/domain/settings.ts';
import type { Random } from '../../fuzz/random.ts';
import { AUTOMATED } from '../../support/automated.ts';
import { changeBy, settingsBy } from './settings.ts';
import type { Spot } from './spot.ts';

const MINUTE_MS = 60_000;
const ALARMS = alarmNames as readonly [AlarmName, ...AlarmName[]];
const PRINCIPALS = ['0123456789abcdef', 'fedcba9876543210'] as const;

/** One thing that a person or a device does, with what is plausible here. */
export const deedAt = (spot: Spot, choose: Random): Fact => {
  const all = choose.pick([byPerson, byPerson, aboutGlucose, byRemote, ofDevices, byPerson])(spot, choose);
  const [first] = all;
  return all[choose.below(all.length)] ?? first;
};

type Deeds = readonly [Fact, ...Fact[]];

const byPerson = (spot: Spot, choose: Random): Deeds => {
  const shown = spot.state.annunciation.map(({ alarm }) => alarm);
  const alarm: AlarmName = shown[choose.below(Math.max(1, shown.length))] ?? choose.pick(ALARMS);
  return [
    { type: 'automation.enabled' },
    { type: 'automation.enabled' },
    { type: 'automation.disabled' },
    { type: 'resume.requested' },
    { type: 'resume.requested' },
    { type: 'suspend.requested' },
    { type: 'suspend.requested', durationMs: choose.pick([15, 30, 60]) * MINUTE_MS },
    { type: 'alarm.acknowledged', alarm },
    { type: 'alarm.acknowledged', alarm },
    { type: 'alarm.acknowledged', alarm },
    { type: 'alarm.paused', alarm },
    { type: 'reminder.snoozed', reminder: choose.pick(reminderNames) },
    { type: 'tempBasal.requested', percent: 50 * choose.below(5), durationMs: 30 * MINUTE_MS },
    { type: 'tempBasal.cancelled' },
    { type: 'screen.touched' },
    { type: 'screen.unlocked' },
    { type: 'entry.opened' },
    { type: 'button.pressed' },
    { type: 'button.released' },
    { type: 'change.requested' },
    { type: 'cartridge.removed' },
    cartridgeOf(200_000_000),
    { type: 'clock.set' },
    proposedBy(spot, settingsBy(choose)),
    proposedBy(spot, { ...(spot.state.ledger.settings ?? AUTOMATED), ...changeBy(choose) }),
  ];
};

const proposedBy = ({ state: { ledger } }: Spot, settings: Settings): Fact => ({
  type: 'settings.proposed',
  replaces: ledger.programming.version,
  settings,
});

const aboutGlucose = ({ sensor: { mgPerDl } }: Spot, choose: Random): Deeds => [
  { type: 'lowSuspend.overruled' },
  { type: 'sleep.started', durationMs: 30 * MINUTE_MS },
  { type: 'exercise.started', durationMs: 30 * MINUTE_MS },
  { type: 'activity.ended' },
  { type: 'glucose.entered', mgPerDl },
  { type: 'glucose.entered', mgPerDl: choose.pick([50, 110, 300, 400]) },
  { type: 'cgm.reported', session: choose.pick(SESSIONS) },
  { type: 'cgm.reported', session: 'active', endsInMs: choose.pick([10, 50, 400, 1_500]) * MINUTE_MS },
];

const byRemote = (spot: Spot, choose: Random): Deeds => {
  const { partners } = spot.state.ledger.remote;
  const any = choose.pick(PRINCIPALS);
  // Mostly one that is paired, if any is.
  const principal = choose.oneIn(4) ? any : (PRINCIPALS.find(each => each in partners) ?? any);
  const bolus = `${principal}-${spot.seq}`;
  const wanted = spot.state.ledger.remote.permission?.bolus ?? bolus;
  return [
    { type: 'pairing.opened', role: choose.pick(remoteRoles) },
    { type: 'remote.paired', principal, role: 'controller' },
    { type: 'remote.paired', principal, role: choose.pick(remoteRoles) },
    { type: 'remote.heard', principal },
    { type: 'remote.permissionRequested', principal, bolus },
    {
      type: 'bolus.requested',
      bolus: wanted,
      amountUu: 500_000,
      origin: 'remote',
      createdMonoMs: spot.nowMs,
    },
    { type: 'suspend.requested', origin: 'remote' },
    { type: 'resume.requested', origin: 'remote' },
    { type: 'remote.unpaired', principal },
  ];
};

const ofDevices = ({ state: { ledger } }: Spot, choose: Random): Deeds => {
  const hash = choose.oneIn(12) ? '0123456789abcdef' : ledger.programming.hash;
  const pulses = pulsesCounted(ledger.doses) + (choose.oneIn(12) ? 40 : 0);
  const deciC = [-30, 20, 60, 250, 390, 420, 460, 520, 620] as const;
  return [
    { type: 'supervisor.agreed', pulses, hash },
    { type: 'supervisor.beat', pulses, hash },
    { type: 'supervisor.beat', pulses, hash },
    { type: 'supervisor.missed' },
    { type: 'temperature.measured', insideDeciC: choose.pick(deciC), batteryDeciC: choose.pick(deciC) },
    { type: 'temperature.measured', insideDeciC: 250, batteryDeciC: 250 },
    { type: 'pressure.measured', pascals: choose.pick([101_300, 75_000, 40_000, 120_000]) },
    {
      type: 'battery.measured',
      percent: choose.pick([80, 20, 9, 4, 1, 0]),
      millivolts: choose.pick([3_900, 3_500, 3_200]),
      minutesLeft: choose.pick([5_000, 60, 20, 3]),
    },
    { type: 'check.failed', item: 'memory', reason: 'changed' },
    { type: 'watchdog.fired', cause: choose.pick(['watchdog', 'exception', 'brownOut'] as const) },
    { type: 'power.failing' },
  ];
};
