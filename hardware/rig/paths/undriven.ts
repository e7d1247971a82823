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
  [
    'pump.basal limit.dailyReached 0',
    'no daily limit is below 10 U, and no path gives that much; test/domain lowers the limit under a running bolus',
  ],
  ['pump.life fault.detected 0', 'no small machine raises an alarm that stops for good on the bench yet'],
  [
    'pump.basal limit.basalReached 0',
    'it comes in the step that starts a rate above the maximum; test/domain/tempBasal asks for such rates',
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
]);
