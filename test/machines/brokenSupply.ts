import { stateIn } from 'xstate';
import { type At, alarm, answers, without } from './spoil.ts';

/** For each property of the cartridge a small mistake in the pump that it must find. */
export const supplyMistakes: Readonly<Record<string, (at: At) => void>> = {
  'a dose moves only from a cartridge that is ready': answers('motor.underway.recording', 'intent.recorded', [
    { guard: 'gateIsOpen', target: 'moving' },
    { guard: stateIn('#pump.supply.changing'), target: 'moving' },
  ]),
  'what fills the set moves only while a person wants it': answers(
    'motor.underway.recording',
    'intent.recorded',
    [
      { guard: 'gateIsOpen', target: 'moving' },
      { guard: 'isPrimePulse', target: 'moving' },
    ],
  ),
  'after the key is let go no prime pulse starts': answers('motor.underway.recording', 'intent.recorded', [
    { guard: 'gateIsOpen', target: 'moving' },
    { guard: 'isPrimePulse', target: 'moving' },
  ]),
  'a key that is not heard of any more counts as let go': at => {
    at('supply.changing.primingTubing.short').after.primeHold = 'filled';
  },
  'tubing and cannula are filled only when a person says where the set is': answers(
    'supply.changing.seated',
    'cartridge.accepted',
    'primingTubing',
  ),
  'one more stop ends what moves in a change, though therapy is stopped already': without(
    'supply.changing.fillingCannula',
    'alarm.stopRaised',
  ),
  'the most of one prime ends it with an alarm': answers(
    'supply.changing.primingTubing',
    'prime.exhausted',
    'loaded',
  ),
  'the plunger is drawn back only from an open bay, when a person asks': answers(
    'supply.changing.occupied',
    'rewind.requested',
    'rewinding',
  ),
  'nothing moves in a change before the set is said to be off the body': answers(
    'supply.changing.empty',
    'rewind.requested',
    'rewinding',
  ),
  'the chart takes the bay for open only when it is': without(
    'supply.changing.disconnected',
    'cartridge.inserted',
  ),
  'a bay that closes ends a movement backwards': answers(
    'supply.changing.rewinding',
    'cartridge.inserted',
    'occupied',
  ),
  'a cartridge removed unasked stops delivery with an alarm': answers('supply.ready', 'cartridge.removed', {
    target: 'changing.empty',
    actions: 'stopTherapy',
  }),
  'a removed cartridge takes the blocked line with it': without('occlusion.occluded', 'cartridge.removed'),
  'while the cartridge is changed delivery is suspended': without(
    'permission.delivering',
    'change.requested',
  ),
  'a cartridge becomes ready only with its site, and never starts delivery': answers(
    'supply.changing.primed',
    'clock.reached',
    '#pump.supply.ready',
  ),
  'a resume without a ready cartridge is refused and told': without('supply.changing', 'resume.requested'),
  'a change that nobody goes on with is announced, and nothing is delivered': at => {
    at('supply.changing.loaded').after.changeStep = 'loaded';
  },
  'a plunger that lost its cartridge leads to fail-safe': answers('life.operating', 'force.lost', {
    actions: alarm('forceLost'),
  }),
};
