import { and, assign, not, or, raise, setup, stateIn } from 'xstate';
import { TIMING } from '../../src/domain/limits.ts';
import type {
  Moment,
  NamesAlarm,
  NamesEnd,
  PumpContext,
  PumpEvent,
  PumpMeta,
  PumpTag,
} from './vocabulary.ts';

/** An action that the chart asks for and the step carries out: named here, done elsewhere. */
const asked = () => {};
const askedFor = <Params>(_moment: Moment, _params: Params) => {};

/** Who the pulse in question belongs to: the one that is due, or the one in flight. */
const ownerOf = ({ context, event }: Moment): PumpContext['owner'] =>
  event.type === 'pulse.due' ? event.channel : context.owner;
const isBasalPulse = (moment: Moment): boolean => ownerOf(moment) === 'basal';
const isBolusPulse = (moment: Moment): boolean => ownerOf(moment) === 'bolus';
const isExtendedPulse = (moment: Moment): boolean => ownerOf(moment) === 'extended';
const isPrimePulse = (moment: Moment): boolean => ownerOf(moment) === 'prime';
/** What the bolus is that was just confirmed. */
const isExtended = ({ event }: Moment): boolean => 'kind' in event && event.kind === 'extended';
const isCombo = ({ event }: Moment): boolean => 'kind' in event && event.kind === 'combo';
/** SR-027: whether one word is not enough. */
const isMuch = ({ event }: Moment): boolean => event.type === 'bolus.confirmed' && event.hour === 'much';
const meansNormal = ({ event }: Moment): boolean =>
  event.type === 'bolus.cancelled' && event.part !== 'extended';
const meansExtended = ({ event }: Moment): boolean =>
  event.type === 'bolus.cancelled' && event.part !== 'normal';
const isFirstMiss = ({ context }: Moment): boolean => context.misses === 'none';
const isFoundReady = ({ event }: Moment): boolean => event.type === 'supply.found' && event.found === 'ready';
const isFoundEmpty = ({ event }: Moment): boolean => event.type === 'supply.found' && event.found === 'empty';
const isFoundMoved = ({ event }: Moment): boolean => event.type === 'supply.found' && event.found === 'moved';
const isNewJournal = ({ event }: Moment): boolean => event.type === 'journal.read' && event.verdict === 'new';

const isCleanJournal = ({ event }: Moment): boolean =>
  event.type === 'journal.read' && event.verdict === 'clean';

const isRemote = ({ event }: Moment): boolean => 'origin' in event && event.origin === 'remote';

/** The pump's glossary: every guard, action and delay that its regions may name. */
export const pump = setup({
  types: {
    context: {} as PumpContext,
    events: {} as PumpEvent,
    tags: {} as PumpTag,
    meta: {} as PumpMeta,
  },
  guards: {
    /** The chart's half of the gate (SR-001): everything that must hold before any therapy pulse. */
    therapyIsPermitted: and([
      stateIn('#pump.life.operating'),
      stateIn('#pump.supply.ready'),
      stateIn('#pump.permission.delivering'),
      stateIn('#pump.conditions.clear'),
      not(stateIn('#pump.occlusion.occluded')),
      not(stateIn('#pump.reservoir.empty')),
    ]),
    isBasalPulse,
    isBolusPulse,
    isExtendedPulse,
    isPrimePulse,
    isDosePulse: or([
      'isBasalPulse',
      and(['isBolusPulse', stateIn('#pump.bolus.delivering')]),
      and(['isExtendedPulse', stateIn('#pump.extended.delivering')]),
    ]),
    /** The gate of what is no dose: while a person holds the key, or the cannula takes what was asked. */
    primeIsPermitted: and([
      stateIn('#pump.life.operating'),
      or([stateIn('#pump.supply.changing.primingTubing'), stateIn('#pump.supply.changing.fillingCannula')]),
      not(stateIn('#pump.occlusion.occluded')),
      not(stateIn('#pump.reservoir.empty')),
    ]),
    gateIsOpen: or([and(['therapyIsPermitted', 'isDosePulse']), and(['primeIsPermitted', 'isPrimePulse'])]),
    motorIsStill: stateIn('#pump.motor.still'),
    /** What may not flow is not begun: nothing would ever end it. */
    fillIsPossible: and([
      'motorIsStill',
      not(stateIn('#pump.occlusion.occluded')),
      not(stateIn('#pump.reservoir.empty')),
    ]),
    /** A drive that nobody can account for may go back: with an open bay it moves no insulin. */
    motorIsFree: or(['motorIsStill', stateIn('#pump.motor.uncertain')]),
    isFoundReady,
    isFoundEmpty,
    isFoundMoved,
    isExtended,
    isCombo,
    isMuch,
    meansNormal,
    meansExtended,
    /** A confirmation comes to nothing when therapy has stopped, or beside another extended bolus (SR-022). */
    mayNotStart: or([
      not('therapyIsPermitted'),
      and([or(['isExtended', 'isCombo']), not(stateIn('#pump.extended.idle'))]),
    ]),
    isFirstMiss,
    isNewJournal,
    isCleanJournal,
    /** What the ledger has verified, the other regions must bear out: only then basal goes on by itself. */
    mayGoOn: and([
      stateIn('#pump.life.recovering'),
      stateIn('#pump.permission.suspendedAfterRecovery'),
      stateIn('#pump.supply.ready'),
      stateIn('#pump.conditions.clear'),
      stateIn('#pump.motor.still'),
      not(stateIn('#pump.occlusion.occluded')),
      not(stateIn('#pump.reservoir.empty')),
    ]),
    /** Somebody with a paired remote has asked, not a person at the pump. */
    isRemote,
    /** A person may end a suspension only when nothing that stops delivery is left (SR-039). */
    nothingStops: and([
      stateIn('#pump.life.operating'),
      stateIn('#pump.supply.ready'),
      stateIn('#pump.conditions.clear'),
      stateIn('#pump.motor.still'),
      not(stateIn('#pump.occlusion.occluded')),
      not(stateIn('#pump.reservoir.empty')),
    ]),
    /** From afar only what was stopped from afar is started again (SR-038). */
    mayResumeByHand: and(['nothingStops', not('isRemote')]),
  },
  actions: {
    // Asked of the world.
    runSelfTest: asked,
    recordIntent: asked,
    recordOutcome: asked,
    moveMotor: asked,
    stopMotor: asked,
    readEncoder: asked,
    measureForce: asked,
    rewindDrive: asked,
    seatPlunger: asked,
    askConfirmation: asked,
    askAgain: asked,
    reportBolus: asked,
    reportOcclusion: asked,
    reportRestart: asked,
    reportExtended: asked,
    refuseBolus: asked,
    refuseResume: asked,
    refuseTempBasal: asked,
    refuseChange: asked,
    // Told to the ledger.
    startDelivery: asked,
    stopDelivery: asked,
    claimPulse: asked,
    skipPulse: asked,
    voidPulse: asked,
    countVerified: asked,
    countInDoubt: asked,
    noteStall: asked,
    startBolus: asked,
    startExtended: asked,
    startCombo: asked,
    discardBolus: asked,
    endBolus: askedFor<NamesEnd>,
    endExtended: askedFor<NamesEnd>,
    acceptCartridge: asked,
    finishChange: asked,
    startPrime: asked,
    startFill: asked,
    stopPrime: asked,
    startTempBasal: asked,
    endTempBasal: asked,
    reduceBasal: asked,
    // Told to the alarms.
    raiseAlarm: askedFor<NamesAlarm>,
    ceaseAlarm: askedFor<NamesAlarm>,
    resumeAlarms: asked,
    // The chart's own small memory.
    takeOwnership: assign({ owner: ({ event }) => (event.type === 'pulse.due' ? event.channel : 'nobody') }),
    releaseOwnership: assign({ owner: 'nobody' }),
    noteMiss: assign({ misses: 'one' }),
    forgetMiss: assign({ misses: 'none' }),
    // Raised within the chart.
    releaseExtended: raise({ type: 'extended.released' }),
    stopTherapy: raise({ type: 'alarm.stopRaised' }),
    tripFault: raise({ type: 'fault.tripped' }),
  },
  delays: {
    selfTest: TIMING.selfTest,
    confirmation: TIMING.confirmation,
    pulse: TIMING.pulse,
    verification: TIMING.verification,
    halt: TIMING.halt,
    rewind: TIMING.rewind,
    seating: TIMING.seating,
    changeStep: TIMING.changeStep,
    primeHold: TIMING.primeHold,
  },
});

/**
 * Every literal that leaves `createStateConfig` ends `satisfies Region`: without it a misspelt
 * `guard:` compiles and the guard is gone.
 */
export type Region = Parameters<typeof pump.createStateConfig>[0];
