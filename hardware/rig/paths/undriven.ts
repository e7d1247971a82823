/** Transitions of the pump that nobody can bring about from outside, each with the reason. */
export const UNDRIVEN: ReadonlyMap<string, string> = new Map([
  [
    'pump.bolus.confirming.once bolus.confirmed 0',
    'whatever stops therapy also discards a bolus that waits for its confirmation: a second lock',
  ],
  [
    'pump.bolus.confirming.again bolus.confirmedAgain 0',
    'whatever stops therapy also discards a bolus that waits for its confirmation: a second lock',
  ],
  [
    'pump.extended.delivering extended.lapsed 0',
    'driven time never stands still while the pump delivers; test/domain plays a host that does',
  ],
  ...(['basal', 'bolus.delivering', 'extended.delivering'] as const).map(
    region =>
      [
        `pump.${region} limit.dailyReached 0`,
        'no daily limit is below 10 U, and no path gives that much; test/domain lowers the limit under a running bolus',
      ] as const,
  ),
  ...(['withheld', 'restored'] as const).map(
    word =>
      [
        `pump.basal basal.${word} 0`,
        'admission keeps the hour open for basal; test/runtime/basalWithheld lowers the limit below what was given',
      ] as const,
  ),
  [
    'pump.basal.reduced tempBasal.admitted 0',
    'the ledger admits none while the clock is in doubt: a second lock',
  ],
  ['pump.life fault.detected 0', 'no small machine raises an alarm that stops for good on the bench yet'],
  [
    'pump.basal limit.basalReached 0',
    'it comes in the step that starts a rate above the maximum; test/domain/tempBasal asks for such rates',
  ],
  [
    'pump.bolus.delivering delivery.interrupted 0',
    'the bench never stands still; the scenario host-still does',
  ],
  [
    'pump.basal delivery.interrupted 0',
    'driven time never stands still while the pump delivers; test/runtime plays a host that does',
  ],
  [
    'pump.life.off journal.failed 0',
    'the bench begins with a journal that takes its first lines; test/runtime fails each of them',
  ],
  [
    'pump.reservoir.ok reservoir.veryLow 0',
    'the ledger says each level on the way down: low is always said first',
  ],
  [
    'pump.reservoir.ok reservoir.emptied 0',
    'the ledger says each level on the way down: low is always said first',
  ],
  [
    'pump.reservoir.low reservoir.emptied 0',
    'the ledger says each level on the way down: very low is always said first',
  ],
  [
    'pump.supply cartridge.accepted 0',
    'the page states an amount only of a seated cartridge, and so does the bench',
  ],
  ...(['selfTest', 'recovering'] as const).flatMap(state =>
    (['motor.strayed', 'force.lost', 'delivery.exceeded'] as const).map(
      found =>
        [
          `pump.life.${state} ${found} 0`,
          'a start takes a moment on the bench, and nothing moves meanwhile; test/runtime/alarmsKept does it',
        ] as const,
    ),
  ),
  [
    'pump.life.recovering restart.verified 0',
    'the settings of the bench let nothing go on by itself; test/runtime/restart and a scenario do',
  ],
  [
    'pump.life.recovering restart.verified 1',
    'only an alarm that a small machine raises between power-on and the journal makes it so; test/runtime/restart does',
  ],
  [
    'pump.permission.suspendedAfterRecovery restart.verified 0',
    'the settings of the bench let nothing go on by itself; test/runtime/restart and a scenario do',
  ],
  ['pump.supply.unknown supply.found 2', 'nobody turns the screw of a pump without power; test/domain does'],
  [
    'pump.supply.changing.unloading timer.changeStepElapsed 0',
    'a person who waits for 3 min meets other alarms on the way; a scenario and the exploration do it',
  ],
  [
    'pump.supply.changing.occupied timer.changeStepElapsed 0',
    'a person who waits for 3 min meets other alarms on the way; a scenario and the exploration do it',
  ],
  [
    'pump.supply.changing.empty timer.changeStepElapsed 0',
    'a person who waits for 3 min meets other alarms on the way; a scenario and the exploration do it',
  ],
  [
    'pump.supply.changing.disconnected timer.changeStepElapsed 0',
    'a person who waits for 3 min meets other alarms on the way; a scenario and the exploration do it',
  ],
  [
    'pump.supply.changing.rewound timer.changeStepElapsed 0',
    'a person who waits for 3 min meets other alarms on the way; a scenario and the exploration do it',
  ],
  [
    'pump.supply.changing.seated timer.changeStepElapsed 0',
    'a person who waits for 3 min meets other alarms on the way; a scenario and the exploration do it',
  ],
  [
    'pump.supply.changing.loaded timer.changeStepElapsed 0',
    'a person who waits for 3 min meets other alarms on the way; a scenario and the exploration do it',
  ],
  [
    'pump.supply.changing.primed timer.changeStepElapsed 0',
    'a person who waits for 3 min meets other alarms on the way; a scenario and the exploration do it',
  ],
  [
    'pump.supply.changing.rewinding timer.rewindElapsed 0',
    'the drive answers within its own deadlines; only a defect of ours makes it silent',
  ],
  [
    'pump.supply.changing.rewinding alarm.stopRaised 0',
    'the plunger is on its way for seconds, and no alarm of the bench comes by itself; the exploration does it',
  ],
  [
    'pump.supply.changing.seating timer.seatingElapsed 0',
    'the drive answers within its own deadlines; only a defect of ours makes it silent',
  ],
  [
    'pump.supply.changing.seating alarm.stopRaised 0',
    'the plunger is on its way for seconds, and no alarm of the bench comes by itself; the exploration does it',
  ],
  [
    'pump.supply.changing.primingTubing prime.exhausted 0',
    'the tubing takes hundreds of pulses, and a path names each of their steps; scenarios fill it',
  ],
  [
    'pump.supply.changing.primingTubing.short prime.sufficed 0',
    'the tubing takes hundreds of pulses, and a path names each of their steps; scenarios fill it',
  ],
  [
    'pump.supply.changing.primingTubing.short timer.primeHoldElapsed 0',
    'a path names each step of four pulses more; test/runtime/heldKey does',
  ],
  ...(['prime.held 0', 'timer.primeHoldElapsed 0'] as const).map(
    answer =>
      [
        `pump.supply.changing.primingTubing.filled ${answer}`,
        'the tubing takes hundreds of pulses, and a path names each of their steps; scenarios fill it',
      ] as const,
  ),
  [
    'pump.supply.changing.primingTubing.filled prime.stopped 0',
    'the tubing takes hundreds of pulses, and a path names each of their steps; scenarios fill it',
  ],
  [
    'pump.supply.changing.fillingCannula fill.completed 0',
    'the tubing takes hundreds of pulses, and a path names each of their steps; scenarios fill it',
  ],
  [
    'pump.motor.underway.moving alarm.stopRaised 0',
    'the stops of the pump itself come between pulses; those of small machines need their devices',
  ],
  [
    'pump.motor.uncertain seat.verified 0',
    'the way from an uncertain drive to a seated cartridge is long; a scenario goes it',
  ],
  [
    'pump.bolus.confirming alarm.bolusStopRaised 0',
    'the bench holds no button for three minutes; test/runtime/bolusStop does',
  ],
  [
    'pump.bolus.delivering alarm.bolusStopRaised 0',
    'the bench holds no button for three minutes; test/runtime/bolusStop does',
  ],
  [
    'pump.extended.delivering alarm.bolusStopRaised 0',
    'the bench holds no button for three minutes; test/runtime/bolusStop does',
  ],
]);

/** What can be driven, and lies beyond the states that `npm test` looks at: test/deep looks at all of them. */
export const BEYOND: ReadonlyMap<string, string> = new Map([
  ...(['veryLow', 'empty'] as const).map(
    level =>
      [
        `pump.reservoir.${level} reservoir.refilled 0`,
        'a change that leaves little, and then another one: some thirty events; test/deep finds it in the graph',
      ] as const,
  ),
  [
    'pump.life.operating stall.repeated 0',
    'a change of cartridge between two stalls: some thirty events; test/deep finds it in the graph',
  ],
]);

/** States that no path visits, for the same reasons. */
export const UNVISITED: readonly string[] = ['pump.supply.changing.primingTubing.filled'];

/** Why no test meets this goal: a transition, or several in a row of which one is undriven; null when no reason is written. */
export const whyUndriven = (goal: string): string | null => {
  const reasons = goal.split(' > ').flatMap(id => UNDRIVEN.get(id) ?? BEYOND.get(id) ?? []);
  return reasons[0] ?? null;
};
