/**
 * Mutants that tests come to and of which nothing is seen, each with what hides it. A test holds every one of them against recorded runs: what
 * hides `inStep` leaves the whole pump, after each step that is answered otherwise, as the pump that ships; of the others nothing is
 * seen outside on any of these runs.
 */
export type Lock = {
  readonly chart: string;
  readonly hides: 'inStep' | 'later';
  readonly because: string;
  readonly mutants: readonly string[];
};

const STOP_TOLD = 'whatever alarm stops therapy is told to the chart before the step is over: a second lock';
const LIMIT_TOLD = 'the limit raises an alarm that ends every bolus in the same step: a second lock';
const BOOT =
  'the ledger forgets it at the next boot, whatever the chart has said; a pump that is off or out of service asks for nothing until then';
const ASLEEP = 'after a latched fault nothing asks for it, and it ends when the power goes';
const FOOTING =
  'where automation stands is said anew in the step in which a person wants it; until then nobody asks';
const LAPSED =
  'information that has lapsed is shown by nobody, and when it is raised again it sounds, whatever it has come to';

/** Each with why nobody outside can tell. */
export const LOCKS: readonly Lock[] = [
  {
    chart: 'pump',
    hides: 'inStep',
    because: STOP_TOLD,
    mutants: [
      'actionDropped: pump.life.recovering journal.read 2: without 2: stopTherapy',
      'actionDropped: pump.life.recovering restart.verified 1: without 2: stopTherapy',
      'actionDropped: pump.life.recovering restart.doubted 0: without 2: stopTherapy',
      'actionDropped: pump.motor.halting timer.haltElapsed 0: without 3: stopTherapy',
      'actionDropped: pump.motor.underway.verifying pulse.unverified 1: without 5: stopTherapy',
      'actionDropped: pump.motor.underway.verifying timer.verificationElapsed 0: without 5: stopTherapy',
      'eventWidened: pump.conditions.clear alarm.stopRaised: answers alarm.*',
    ],
  },
  {
    chart: 'pump',
    hides: 'later',
    because: STOP_TOLD,
    mutants: [
      'actionDropped: pump.supply.ready cartridge.removed 0: without 1: stopTherapy',
      'eventWidened: pump.conditions.stopped alarm.stopsCleared: answers alarm.*',
    ],
  },
  {
    chart: 'pump',
    hides: 'inStep',
    because: LIMIT_TOLD,
    mutants: [
      ...(['hourly', 'daily'] as const).flatMap(limit => [
        `targetChanged: pump.bolus.delivering limit.${limit}Reached 0: pump.bolus.delivering for pump.bolus.cancelling`,
        `targetChanged: pump.extended.delivering limit.${limit}Reached 0: pump.extended.delivering for pump.extended.ending`,
        `transitionDropped: pump.extended.delivering limit.${limit}Reached 0: dropped`,
      ]),
    ],
  },
  {
    chart: 'pump',
    hides: 'later',
    because: BOOT,
    mutants: [
      'actionDropped: pump.basal fault.* 0: without 0: endTempBasal',
      'actionDropped: pump.basal power.lost 0: without 0: endTempBasal',
    ],
  },
  {
    chart: 'pump',
    hides: 'later',
    because:
      'who is off is told anew when it starts whether an alarm stops it, before anybody asks, and no restart goes on by itself that an alarm had stopped before',
    mutants: [
      'targetChanged: pump.conditions power.lost 0: pump.conditions.stopped for pump.conditions.clear',
      'transitionDropped: pump.conditions power.lost 0: dropped',
      'eventWidened: pump.conditions power.lost: answers power.*',
      'initialChanged: pump.conditions: stopped for clear',
    ],
  },
  {
    chart: 'pump',
    hides: 'inStep',
    because:
      'who suspends has no alarm left that a resume would end: the resume that has started delivery ended it, and no restart goes on over one',
    mutants: (['suspendedByUser', 'suspendedRemotely'] as const).map(
      state => `actionDropped: pump.permission.${state} resume.requested 0: without 0: resumeAlarms`,
    ),
  },
  {
    chart: 'pump',
    hides: 'inStep',
    because:
      'what else the ledger had to say of an extended bolus comes in the step that ends it, and that settles it',
    mutants: ['eventWidened: pump.extended.ending extended.settled: answers extended.*'],
  },
  {
    chart: 'pump',
    hides: 'inStep',
    because: 'where no bolus waits for a word there is none to discard',
    mutants: (['fault.*', 'power.lost'] as const).map(
      event => `transitionMovedOut: pump.bolus.confirming ${event} 0: to pump.bolus`,
    ),
  },
  {
    chart: 'pump',
    hides: 'inStep',
    because: 'the alarm of a drive that has stalled is over wherever its drive is in no doubt any more',
    mutants: ['transitionMovedOut: pump.motor.uncertain seat.verified 0: to pump.motor'],
  },
  {
    chart: 'pump',
    hides: 'inStep',
    because:
      'levels are said again when the journal is read, one after the other in the same step, and the last one decides',
    mutants: [
      ...(['ok', 'low', 'veryLow'] as const).map(
        level => `transitionMovedOut: pump.reservoir.${level} reservoir.emptied 0: to pump.reservoir`,
      ),
      'eventWidened: pump.reservoir.empty reservoir.refilled: answers reservoir.*',
    ],
  },
  {
    chart: 'therapy',
    hides: 'later',
    because: BOOT,
    mutants: ['exitDropped: therapy.mode.closedLoop exit: without 0: followProfile'],
  },
  {
    chart: 'therapy',
    hides: 'later',
    because: FOOTING,
    mutants: [
      ...(['unready', 'ready'] as const).flatMap(footing => [
        `targetChanged: therapy.footing automation.ended 0: therapy.footing.${footing} for therapy.footing.obstructed`,
        `targetChanged: therapy.footing power.lost 0: therapy.footing.${footing} for therapy.footing.obstructed`,
        `initialChanged: therapy.footing: ${footing} for obstructed`,
      ]),
      'transitionDropped: therapy.footing automation.ended 0: dropped',
      'transitionDropped: therapy.footing power.lost 0: dropped',
    ],
  },
  {
    chart: 'therapy',
    hides: 'later',
    because:
      'the ledger has closed the question with its answer; that nobody waits for one any more, a timer says half a minute later, to nobody',
    mutants: [
      'targetChanged: therapy.inquiry.asking automation.refused 0: therapy.inquiry.asking for therapy.inquiry.quiet',
      'transitionDropped: therapy.inquiry.asking automation.refused 0: dropped',
      'transitionDropped: therapy.inquiry automation.ended 0: dropped',
      'transitionDropped: therapy.inquiry power.lost 0: dropped',
    ],
  },
  {
    chart: 'remote',
    hides: 'later',
    because: ASLEEP,
    mutants: [
      'targetChanged: remote.link.paired.permitted fault.latched 0: remote.link.paired.permitted for remote.link.paired.idle',
      'transitionDropped: remote.link.paired.permitted fault.latched 0: dropped',
    ],
  },
  {
    chart: 'programming',
    hides: 'later',
    because: ASLEEP,
    mutants: ['transitionDropped: programming.proposal.proposed fault.latched 0: dropped'],
  },
  {
    chart: 'suspension',
    hides: 'later',
    because: 'without power no time passes for a reminder, and with power it begins anew',
    mutants: [
      'targetChanged: suspension.reminder power.lost 0: suspension.reminder.stopped for suspension.reminder.quiet',
    ],
  },
  {
    chart: 'clock',
    hides: 'later',
    because:
      'the hour is the same hour wherever it is written; without power no timer is kept, and with power the hour is over',
    mutants: [
      'transitionMovedOut: clock.trust.doubted.bearable timer.clockGraceElapsed 0: to clock.trust.doubted',
    ],
  },
  {
    chart: 'alarm',
    hides: 'later',
    because: LAPSED,
    mutants: [
      ...(['sounding', 'paused', 'acknowledged'] as const).map(
        state => `targetChanged: alarm.signal alarm.lapsed 0: alarm.signal.${state} for alarm.signal.silent`,
      ),
      'actionDropped: alarm.condition.gone timer.noticeElapsed 0: without 0: lapse',
      'transitionDropped: alarm.signal alarm.lapsed 0: dropped',
    ],
  },
  {
    chart: 'alarm',
    hides: 'later',
    because: 'an alarm that joins others ends their pauses in the same step, and its own with them',
    mutants: [
      'targetChanged: alarm.signal.silent alarm.raised 0: alarm.signal.paused for alarm.signal.sounding',
    ],
  },
  {
    chart: 'lowSuspend',
    hides: 'later',
    because:
      'basal is withheld with a word that glucose is predicted low, after which nothing is answered yet; nobody asks before',
    mutants: ['initialChanged: lowSuspend.lockout.free: answered for unanswered'],
  },
  {
    chart: 'glucose',
    hides: 'later',
    because: 'both alarms are raised in the same step, and neither says anything of the other',
    mutants: [
      'actionsSwapped: glucose.low.urgentlyLow entry: 0: raiseAlarm urgentLow before raiseAlarm glucoseLow',
    ],
  },
];

const byMutant = new Map(
  LOCKS.flatMap(({ chart, mutants, because }) =>
    mutants.map(mutant => [`${chart} ${mutant}`, because] as const),
  ),
);

/** What hides a mutant of a chart; null where nobody knows of anything. */
export const hiddenBy = (chart: string, mutant: string): string | null =>
  byMutant.get(`${chart} ${mutant}`) ?? null;
