import type { Happening, PumpWords, Where, Words } from './property.ts';

/**
 * What the world is trusted to do in the end. A leads-to property holds only under those that it names, and
 * says so; `specs/assumptions.md` tells a person what each of them costs if it is false. Nothing else has to
 * happen at any time: a run in which the world falls silent is a run.
 */
export type Fairness<W extends Words = Words> = {
  /** What is accepted by naming it, in one sentence. */
  readonly says: string;
  /**
   * `weak`: what is owed without a break from some moment on comes. `strong`: what is owed again and again,
   * with breaks, comes as well.
   */
  readonly strength: 'weak' | 'strong';
  /**
   * Each on its own. `timers` stands for one promise for each delay of the machine: it elapses unless its
   * state is left or entered anew.
   */
  readonly owes: 'timers' | readonly Owed<W>[];
};

/** While this holds and one of these can happen, one of them is owed. */
export type Owed<W extends Words = Words> = { readonly while: Where<W>; readonly comes: Happening<W> };

const ofPump = (fairness: Fairness<PumpWords>): Fairness<PumpWords> => fairness;

export const FAIRNESS = {
  'running timers elapse': {
    says: 'A delay that is not broken off is over at some time.',
    strength: 'weak',
    owes: 'timers',
  },
  'the journal answers': ofPump({
    says: 'A record is durable or has failed at some time; so is the reading of the journal at a start.',
    strength: 'weak',
    owes: [
      { while: 'plant.journal.writingIntent', comes: { on: ['intent.recorded', 'journal.failed'] } },
      { while: 'plant.journal.writingOutcome', comes: { on: ['outcome.recorded', 'journal.failed'] } },
      { while: 'plant.boot.on.reading', comes: { on: ['journal.read', 'journal.failed'] } },
    ],
  }),
  'devices answer': ofPump({
    says: 'The drive says that it has arrived, has failed or stands still, at some time after it was ordered to move or to stop.',
    strength: 'weak',
    owes: [
      { while: 'pump.motor.underway.moving', comes: { on: ['motor.arrived', 'motor.failed'] } },
      { while: 'pump.motor.underway.verifying', comes: { on: ['pulse.verified', 'pulse.unverified'] } },
      { while: 'pump.motor.halting', comes: { on: ['motor.halted'] } },
    ],
  }),
  'pulses fall due': ofPump({
    says: 'Whatever is to be delivered gets its next pulse at some time, although others get theirs in between.',
    strength: 'strong',
    owes: [
      {
        while: { all: ['pump.bolus.delivering', 'pump.motor.still'] },
        comes: { on: ['pulse.due'], channels: ['bolus'] },
      },
      {
        while: { all: ['pump.extended.delivering', 'pump.motor.still'] },
        comes: { on: ['pulse.due'], channels: ['extended'] },
      },
      {
        while: { all: ['pump.supply.changing.fillingCannula', 'pump.motor.still'] },
        comes: { on: ['pulse.due'], channels: ['prime'] },
      },
    ],
  }),
  'an amount has a last pulse': ofPump({
    says: 'Of pulses that are delivered again and again for one request, one is the last.',
    strength: 'strong',
    owes: [
      { while: 'pump.bolus.delivering', comes: { on: ['bolus.completed'] } },
      { while: 'pump.extended.delivering', comes: { on: ['extended.completed'] } },
      { while: 'pump.supply.changing.fillingCannula', comes: { on: ['fill.completed'] } },
    ],
  }),
  'an extended bolus has an end': ofPump({
    says: 'The duration of an extended bolus is over at some time, between two pulses or with one.',
    strength: 'strong',
    owes: [{ while: 'pump.extended.delivering', comes: { on: ['extended.lapsed', 'extended.completed'] } }],
  }),
  'a person goes on with the change': ofPump({
    says: 'Each time that a step of the change is the next one it is taken in the end, and drive and ledger accept it in the end.',
    strength: 'strong',
    owes: [
      { while: 'pump.supply.changing.unloading', comes: { on: ['cartridge.removed', 'change.cancelled'] } },
      { while: 'pump.supply.changing.occupied', comes: { on: ['cartridge.removed'] } },
      { while: 'pump.supply.changing.empty', comes: { on: ['set.disconnected'] } },
      { while: 'pump.supply.changing.disconnected', comes: { on: ['rewind.requested'] } },
      { while: 'pump.supply.changing.rewinding', comes: { on: ['plunger.homed'] } },
      { while: 'pump.supply.changing.rewound', comes: { on: ['cartridge.inserted'] } },
      { while: 'pump.supply.changing.seating', comes: { on: ['seat.verified'] } },
      { while: 'pump.supply.changing.seated', comes: { on: ['cartridge.accepted'] } },
      { while: 'pump.supply.changing.loaded', comes: { on: ['prime.skipped'] } },
      { while: 'pump.supply.changing.primed', comes: { on: ['fill.skipped'] } },
    ],
  }),
  'a person lets go of the key': ofPump({
    says: 'Nobody holds the key for ever that fills the tubing.',
    strength: 'weak',
    owes: [{ while: 'pump.supply.changing.primingTubing', comes: { on: ['prime.stopped'] } }],
  }),
} as const satisfies Readonly<Record<string, Fairness>>;

export type Assumption = keyof typeof FAIRNESS;
