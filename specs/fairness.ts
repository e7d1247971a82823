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
    says: 'A record is durable or has failed at some time; so is the reading of the journal at start.',
    strength: 'weak',
    owes: [
      { while: 'pump.motor.underway.recording', comes: { on: ['intent.recorded', 'journal.failed'] } },
      { while: 'pump.motor.concluding', comes: { on: ['outcome.recorded', 'journal.failed'] } },
      { while: 'pump.life.recovering', comes: { on: ['journal.read', 'journal.failed'] } },
    ],
  }),
} as const satisfies Readonly<Record<string, Fairness>>;

export type Assumption = keyof typeof FAIRNESS;
