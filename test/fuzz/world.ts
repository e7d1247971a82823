import type { Command } from '../../src/domain/commands.ts';
import { countsIn } from '../../src/domain/drive.ts';
import type { Fact } from '../../src/domain/facts.ts';
import { randomAnswer } from '../support/randomAnswer.ts';
import type { Random } from './random.ts';

const RESTING_MN = 1_500;
/** What each pulse adds to the force of a line that is blocked. */
const CLIMB_MN = 900;
const FORCE_MOST_MN = 20_000;
/** Encoder counts of a pulse, to the fraction: rounded ones would fall behind. */
const PULSE_COUNTS = countsIn(40_000) / 40_000;
/** Where the plunger is with a closed bay, and how far a rewind and a seating take it. */
const STROKE_COUNTS = 500;

/** Devices, line and bay that fit together: what the encoder tells follows from what was moved. */
export type World = {
  /** What this command is answered with, in order. */
  readonly answersTo: (command: Command) => readonly Fact[];
  /** Something has happened that the world, too, knows of. */
  readonly note: (fact: Fact) => void;
  readonly isOpen: () => boolean;
  /** All that it remembers: a world may go on from there in more than one way. */
  readonly kept: () => WorldKept;
};

/** Where the plunger is by the encoder, the bay, the line, how the last run ended: what a world is from one moment to the next. */
export type WorldKept = {
  readonly position: number;
  readonly isOpen: boolean;
  /** Pulses since the line was blocked; null while it is not. */
  readonly blockedFor: number | null;
  readonly end: 'none' | 'orderly' | 'sudden';
  /** The line is never blocked by chance. */
  readonly isLineSafe?: boolean;
};

export const worldBefore: WorldKept = { position: 0, isOpen: false, blockedFor: null, end: 'none' };

/** `calm`: nothing breaks but a line now and then. Otherwise devices fail, slip and say nothing. */
export const worldOf = (choose: Random, calm: boolean, kept: WorldKept = worldBefore): World => {
  let { position, isOpen, blockedFor, end } = kept;
  const { isLineSafe = false } = kept;

  /** Whether something goes wrong, once in so often; never in a calm world. */
  const mishap = (onceIn: number): boolean => !calm && choose.oneIn(onceIn);

  const move = (): void => {
    position += PULSE_COUNTS * (mishap(20) ? choose.pick([0, 0.5, 3]) : 1);
    if (blockedFor !== null) blockedFor += 1;
    else if (choose.oneIn(150) && !isLineSafe) blockedFor = 0;
  };

  const bay = (): Fact => ({ type: isOpen ? 'cartridge.removed' : 'cartridge.inserted' });
  const verdict = (): 'new' | 'clean' | 'interrupted' => {
    switch (end) {
      case 'none':
        return 'new';
      case 'orderly':
        return 'clean';
      case 'sudden':
        return 'interrupted';
    }
  };
  const works = (): 'dead' | 'working' => (mishap(15) ? 'dead' : 'working');

  const answersTo = (command: Command): readonly Fact[] => {
    switch (command.type) {
      case 'runSelfTest':
        return mishap(15)
          ? [bay(), { type: 'selfTest.failed', item: 'motor line', reason: 'energised' }]
          : [bay(), { type: 'selfTest.passed' }, { type: 'journal.read', verdict: verdict() }];
      case 'runCheck':
        return [
          mishap(100)
            ? { type: 'check.failed', item: 'memory', reason: 'changed' }
            : { type: 'check.passed' },
        ];
      case 'testSounder':
        return [{ type: 'sounder.tested', speaker: works(), vibrator: works(), buzzer: works() }];
      case 'shutDown':
        return [{ type: 'power.lost', cause: 'depleted' }];
      case 'recordIntent':
        return [{ type: 'intent.recorded', pulse: command.pulse.pulse }];
      case 'recordOutcome':
        return [{ type: 'outcome.recorded', pulse: command.pulse }];
      case 'moveMotor': {
        move();
        const { pulse } = command.pulse;
        return [
          mishap(40) ? { type: 'motor.failed', pulse, reason: 'refused' } : { type: 'motor.arrived', pulse },
        ];
      }
      case 'stopMotor':
        return [{ type: 'motor.halted' }];
      case 'rewindDrive':
        if (mishap(10)) return [{ type: 'rewind.failed', reason: 'no limit' }];
        position -= STROKE_COUNTS;
        return [{ type: 'plunger.homed' }];
      case 'seatPlunger':
        if (mishap(10)) return [{ type: 'seating.failed', reason: 'no contact' }];
        position += STROKE_COUNTS;
        return [
          {
            type: 'plunger.seated',
            freeMn: 0,
            seatedMn: mishap(10) ? 9_000 : 2_500,
            travelMicrosteps: 800,
          },
        ];
      case 'readEncoder':
        return [{ type: 'encoder.counted', counts: Math.round(position) }];
      case 'measureForce':
        return [
          {
            type: 'force.measured',
            forceMn: Math.min(RESTING_MN + (blockedFor ?? 0) * CLIMB_MN, FORCE_MOST_MN),
          },
        ];
      case 'askConfirmation':
        return [{ type: 'bolus.confirmed', bolus: command.bolus }];
      case 'askAgain':
        return [{ type: 'bolus.confirmedAgain', bolus: command.bolus }];
      case 'askSettings':
        return [{ type: 'settings.confirmed', proposal: command.proposal }];
      case 'askController':
        return [randomAnswer(command.question, choose.below(10_000))];
      case 'tellMicrobolus':
      case 'recordSettings':
      case 'sound':
      case 'reportBolus':
      case 'reportOcclusion':
      case 'reportRestart':
      case 'refuse':
      case 'openPairing':
      case 'closePairing':
      case 'permitRemote':
      case 'annunciate':
        return [];
    }
  };

  const note = (fact: Fact): void => {
    if (fact.type === 'cartridge.removed' || fact.type === 'cartridge.inserted')
      isOpen = fact.type === 'cartridge.removed';
    if (fact.type === 'power.lost') end = fact.cause === 'supply' ? 'sudden' : 'orderly';
    // Who takes the set off, or looks after an alarm of it, opens the line again.
    if (fact.type === 'set.disconnected' || (fact.type === 'alarm.acknowledged' && choose.oneIn(3)))
      blockedFor = null;
  };

  return {
    answersTo,
    note,
    isOpen: () => isOpen,
    kept: () => ({ position, isOpen, blockedFor, end, ...(isLineSafe ? { isLineSafe } : {}) }),
  };
};
