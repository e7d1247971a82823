import { not } from 'xstate';
import { type At, answers, without } from './spoil.ts';

const START = {
  normal: { target: '#pump.bolus.delivering', actions: 'startBolus' },
  extended: {
    guard: 'isExtended',
    target: '#pump.bolus.idle',
    actions: ['startExtended', 'releaseExtended'],
  },
  combo: { guard: 'isCombo', target: '#pump.bolus.delivering', actions: ['startCombo', 'releaseExtended'] },
} as const;
const REFUSED = { target: '#pump.bolus.idle', actions: ['refuseBolus', 'discardBolus'] } as const;

/** Confirmations that know one kind too few, and take it for a normal one or refuse it. */
const confirmations = (place: 'once' | 'again', event: string) =>
  ({
    normal: answers(`bolus.confirming.${place}`, event, [START.extended, START.combo, REFUSED]),
    extended: answers(`bolus.confirming.${place}`, event, [START.combo, START.normal]),
    combo: answers(`bolus.confirming.${place}`, event, [START.extended, START.normal]),
  }) as const;
const once = confirmations('once', 'bolus.confirmed');
const again = confirmations('again', 'bolus.confirmedAgain');

/** A pulse that is claimed unless it belongs to such a channel. */
const withheld = (guard: string) =>
  answers('motor.still', 'pulse.due', [
    { guard, actions: 'skipPulse' },
    { guard: 'gateIsOpen', target: 'underway', actions: ['takeOwnership', 'claimPulse'] },
    { actions: 'skipPulse' },
  ]);

/** A journal that says such a thing of the cartridge leads here. */
const foundAs = (guard: string, target: string) => (at: At) => {
  const before = at('supply.unknown').on['supply.found'];
  const others = Array.isArray(before) ? before : [before];
  answers('supply.unknown', 'supply.found', [{ guard, target }, ...others])(at);
};

/** For each property of what is asked for and may be, a small mistake in the pump that it must find. */
export const obeyingMistakes: Readonly<Record<string, (at: At) => void>> = {
  'whoever confirms a bolus of the kind normal in a usual hour is given it': once.normal,
  'whoever confirms a bolus of the kind extended in a usual hour is given it': once.extended,
  'whoever confirms a bolus of the kind combo in a usual hour is given it': once.combo,
  'whoever confirms a bolus of the kind normal a second time is given it': again.normal,
  'whoever confirms a bolus of the kind extended a second time is given it': again.extended,
  'whoever confirms a bolus of the kind combo a second time is given it': again.combo,
  'no pulse of the basal is withheld while its gate is open and the motor free': withheld('isBasalPulse'),
  'no pulse of the bolus is withheld while its gate is open and the motor free': withheld('isBolusPulse'),
  'no pulse of the extended is withheld while its gate is open and the motor free':
    withheld('isExtendedPulse'),
  'no pulse of the prime is withheld while its gate is open and the motor free': withheld('isPrimePulse'),
  'an intent on record moves the motor while its gate is open': answers(
    'motor.underway.recording',
    'intent.recorded',
    { target: '#pump.motor.concluding', actions: 'voidPulse' },
  ),
  'one pulse without verification counts, and stops nothing': answers(
    'motor.underway.verifying',
    'pulse.unverified',
    { target: '#pump.motor.uncertain', actions: ['stopMotor', 'countInDoubt', 'recordOutcome'] },
  ),
  'a bolus that is admitted while therapy is permitted is shown': answers('bolus.idle', 'bolus.admitted', {
    actions: ['refuseBolus', 'discardBolus'],
  }),
  'where much was requested within the hour, a person is asked again': answers(
    'bolus.confirming.once',
    'bolus.confirmed',
    [{ guard: 'isMuch', ...REFUSED }, START.normal],
  ),
  'no second extended bolus starts beside one, and whoever asks for it hears that': answers(
    'bolus.confirming.once',
    'bolus.confirmed',
    [START.extended, START.combo, START.normal],
  ),
  'who cancels an extended part keeps the bolus that is shown': answers(
    'bolus.confirming',
    'bolus.cancelled',
    { target: 'idle', actions: 'discardBolus' },
  ),
  'a bolus that is shown and cancelled is discarded': without('bolus.confirming', 'bolus.cancelled'),
  'a person at the pump who suspends is not resumed from afar': answers(
    'permission.delivering',
    'suspend.requested',
    'suspendedRemotely',
  ),
  'what a remote suspends it may resume': answers(
    'permission.delivering',
    'suspend.requested',
    'suspendedByUser',
  ),
  'delivery resumes only where nothing stops it and the motor rests': answers(
    'permission.suspendedRemotely',
    'resume.requested',
    'delivering',
  ),
  'a person at the pump who resumes where nothing stops is obeyed': answers(
    'permission.suspendedByAlarm',
    'resume.requested',
    { actions: 'refuseResume' },
  ),
  'a remote that resumes what a remote has suspended is obeyed where nothing stops': answers(
    'permission.suspendedRemotely',
    'resume.requested',
    [{ guard: 'mayResumeByHand', target: 'delivering' }, { actions: 'refuseResume' }],
  ),
  'a restart that was verified goes on where nothing is lacking': without(
    'permission.suspendedAfterRecovery',
    'restart.verified',
  ),

  'a cartridge counts as ready after a start only where the journal says so': answers(
    'supply.unknown',
    'supply.found',
    'ready',
  ),
  'a cartridge that was ready and has not moved is ready after a start': foundAs(
    'isFoundReady',
    'changing.occupied',
  ),
  'a bay that is empty at a start waits for a cartridge': foundAs('isFoundEmpty', 'changing.occupied'),
  'a plunger that has moved while the pump was off is announced, and its cartridge comes out': foundAs(
    'isFoundMoved',
    'changing.occupied',
  ),
  'a cartridge that was not ready before a start comes out, and nothing is wrong with it': answers(
    'supply.unknown',
    'supply.found',
    [
      { guard: 'isFoundReady', target: 'ready' },
      { target: 'changing.occupied', actions: { type: 'raiseAlarm', params: { alarm: 'cartridgeFault' } } },
    ],
  ),
  'the plunger is drawn back only while no pulse is under way': answers(
    'supply.changing.disconnected',
    'rewind.requested',
    'rewinding',
  ),
  'a plunger that may be drawn back is, when a person asks': answers(
    'supply.changing.disconnected',
    'rewind.requested',
    { guard: 'motorIsStill', target: 'rewinding' },
  ),
  'tubing and cannula are filled only by a motor that was still': answers(
    'supply.changing.loaded',
    'prime.started',
    'primingTubing',
  ),
  'a person who holds the key fills the tubing, if the motor is still': answers(
    'supply.changing.primed',
    'prime.started',
    { guard: not('motorIsStill'), target: 'primingTubing' },
  ),
  'a cannula is filled only where insulin can flow': answers('supply.changing.primed', 'fill.requested', {
    guard: 'motorIsStill',
    target: 'fillingCannula',
  }),
  'a person who asks for it fills the cannula, where insulin can flow': without(
    'supply.changing.primed',
    'fill.requested',
  ),
};
