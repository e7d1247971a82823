import { and, assign, not, or, setup, stateIn } from 'xstate';
import { gradeOf, stopsTherapy } from '../../src/domain/alarms.ts';
import type { PlantContext, PlantEvent, PlantMoment } from './vocabulary.ts';

const isBasalDue = ({ event }: PlantMoment): boolean =>
  event.type === 'pulse.due' && event.channel === 'basal';
const isBolusDue = ({ event }: PlantMoment): boolean =>
  event.type === 'pulse.due' && event.channel === 'bolus';
const isExtendedDue = ({ event }: PlantMoment): boolean =>
  event.type === 'pulse.due' && event.channel === 'extended';
const isExtendedPulse = ({ context }: PlantMoment): boolean => context.channel === 'extended';
const isNormal = ({ event }: PlantMoment): boolean => 'kind' in event && event.kind === 'normal';
const isPrimeDue = ({ event }: PlantMoment): boolean =>
  event.type === 'pulse.due' && event.channel === 'prime';
const isPrimePulse = ({ context }: PlantMoment): boolean => context.channel === 'prime';
const isFoundEmpty = ({ event }: PlantMoment): boolean =>
  event.type === 'supply.found' && event.found === 'empty';
const isBolusPulse = ({ context }: PlantMoment): boolean => context.channel === 'bolus';
const raisesStop = ({ event }: PlantMoment): boolean =>
  event.type === 'asked.raiseAlarm' && stopsTherapy(gradeOf(event.alarm, event.grade ?? 'first'));
const tellsTheTruth = ({ context, event }: PlantMoment): boolean =>
  event.type === 'journal.read' && (event.verdict === 'new') === (context.records === 'none');

const isCleanEnd = ({ event }: PlantMoment): boolean =>
  event.type === 'journal.read' && event.verdict === 'clean';

/** The glossary of the world that closes the pump. */
export const plant = setup({
  types: { context: {} as PlantContext, events: {} as PlantEvent },
  guards: {
    isOff: stateIn('#plant.boot.off'),
    isOn: not('isOff'),
    tellsTheTruth,
    isCleanEnd,
    tellsOfACleanEnd: and(['isCleanEnd', 'tellsTheTruth']),
    raisesStop,
    deliveryRuns: stateIn('#plant.delivery.on'),
    isFoundThere: and([stateIn('#plant.boot.on.finding'), 'isHowTheBayIs']),
    isComparing: stateIn('#plant.boot.on.comparing.whole'),
    mayBeVerified: and(['isComparing', stateIn('#plant.left.delivering')]),
    lineIsOpen: and(['isOn', stateIn('#plant.line.open')]),
    lineIsBlocked: and(['isOn', stateIn('#plant.line.blocked')]),
    isBolusPulse,
    /** Nothing is commanded, so that each count of the encoder is a count too many. */
    isAtRest: and(['isOn', not(stateIn('#plant.drive.moving'))]),
    isBasalDue,
    isBolusDue,
    isPrimeDue,
    isPrimePulse,
    isFoundEmpty,
    primeMayBeDue: and(['isPrimeDue', not(stateIn('#plant.prime.off'))]),
    /** The last pulse of a prime or fill ends it in the step that counts it. */
    mayBePrimed: and(['isPrimePulse', stateIn('#plant.flight.counted')]),
    isHowTheBayIs: or([
      and(['isFoundEmpty', stateIn('#plant.bay.open')]),
      and([not('isFoundEmpty'), stateIn('#plant.bay.closed')]),
    ]),
    basalMayBeDue: and(['isBasalDue', not(stateIn('#plant.delivery.off'))]),
    bolusMayBeDue: and(['isBolusDue', or([stateIn('#plant.bolus.active'), stateIn('#plant.bolus.ended')])]),
    isExtendedDue,
    extendedMayBeDue: and([
      'isExtendedDue',
      or([stateIn('#plant.extended.active'), stateIn('#plant.extended.ended')]),
    ]),
    mayBeDue: and(['isOn', or(['basalMayBeDue', 'bolusMayBeDue', 'extendedMayBeDue', 'primeMayBeDue'])]),
    isNormal,
    extendedIsFree: stateIn('#plant.extended.none'),
    bolusIsPending: stateIn('#plant.bolus.pending'),
    hasItsPlace: or(['isNormal', 'extendedIsFree']),
    outcomeIsAwaited: stateIn('#plant.journal.writingOutcome'),
    /** The last pulse of a bolus completes it in the step that counts it. */
    mayBeComplete: and(['isBolusPulse', stateIn('#plant.flight.counted')]),
    isExtendedPulse,
    extendedMayBeComplete: and(['isExtendedPulse', stateIn('#plant.flight.counted')]),
    noExtendedPulseFlies: not(and(['isExtendedPulse', stateIn('#plant.flight.claimed')])),
    noneOfItsPulsesFlies: not(and(['isBolusPulse', stateIn('#plant.flight.claimed')])),
  },
  actions: {
    /** A fact that may come now and leaves the world as it is. */
    offer: () => {},
    noteRecords: assign({ records: 'some' }),
    noteChannel: assign({ channel: ({ event }) => (event.type === 'pulse.due' ? event.channel : 'nobody') }),
    forgetChannel: assign({ channel: 'nobody' }),
  },
});

/** Every literal that leaves `createStateConfig` ends `satisfies Region`, as in the pump. */
export type Region = Parameters<typeof plant.createStateConfig>[0];
