import type { AlarmName, Priority } from './alarms.ts';
import type { ControllerName } from './controllers.ts';
import type { Difference } from './differences.ts';
import type { Channel, Outcome, RemoteRole } from './facts.ts';
import type { Settings } from './settings.ts';

/**
 * What the pure core asks of the world. Commands are plain data; one small runtime obeys them in
 * order, after the journal holds the step that gave them. None commits more than one pulse.
 */
export type Command =
  | { readonly type: 'runSelfTest' }
  /** Check program, memory and what is stored, without disturbing delivery; answer `check.passed` or `check.failed`. */
  | { readonly type: 'runCheck' }
  /** Let speaker, vibrator and buzzer be heard for a moment; answer `sounder.tested`. */
  | { readonly type: 'testSounder' }
  /** The battery is empty: close the journal and cut the supply. */
  | { readonly type: 'shutDown' }
  /** Make this step durable, then say `intent.recorded`. The motor is still until then. */
  | { readonly type: 'recordIntent'; readonly pulse: Intent }
  /** Make this step durable, then say `outcome.recorded`. */
  | { readonly type: 'recordOutcome'; readonly pulse: number; readonly outcome: Outcome }
  /** Turn the motor by one pulse; answer `motor.arrived` or `motor.failed`. */
  | { readonly type: 'moveMotor'; readonly pulse: Intent }
  /** Halt and de-energise at once; answer `motor.halted`. */
  | { readonly type: 'stopMotor' }
  /** Draw the plunger all the way back, with an open bay; answer `plunger.homed` or `rewind.failed`. */
  | { readonly type: 'rewindDrive' }
  /** Move the plunger forward until it meets a cartridge; answer `plunger.seated` or `seating.failed`. */
  | { readonly type: 'seatPlunger' }
  /** Answer `encoder.counted` or `encoder.failed`. */
  | { readonly type: 'readEncoder' }
  /** Answer `force.measured` or `force.failed`. */
  | { readonly type: 'measureForce' }
  /** Show a person what would be delivered and wait for `bolus.confirmed`. */
  | {
      readonly type: 'askConfirmation';
      readonly bolus: string;
      readonly amountUu: number;
      readonly spread: Spread | null;
    }
  /** Show as well how much was requested in the hour, this included, and wait for `bolus.confirmedAgain`. */
  | {
      readonly type: 'askAgain';
      readonly bolus: string;
      readonly amountUu: number;
      readonly inHourUu: number;
    }
  /** Automation gives this bolus now: tell the person, who may cancel it. */
  | { readonly type: 'tellMicrobolus'; readonly bolus: string; readonly amountUu: number }
  /** Ask this controller, and answer `controller.answered` or `controller.failed`. */
  | { readonly type: 'askController'; readonly question: number; readonly controller: ControllerName }
  /** Show what would change, old and new, and wait for `settings.confirmed` of this proposal. */
  | {
      readonly type: 'askSettings';
      readonly proposal: number;
      readonly differences: readonly Difference[];
    }
  /** The settings in use have changed: keep the old and the new, before anything is done by them (SR-105). */
  | {
      readonly type: 'recordSettings';
      readonly before: Settings | null;
      readonly after: Settings | null;
    }
  /** A signal of the quick bolus, that no alarm may be taken for; so many times. */
  | {
      readonly type: 'sound';
      readonly signal: 'ready' | 'step' | 'count' | 'refusal';
      readonly times: number;
    }
  /** A part of a bolus has ended: what was asked, what was delivered, and why it ended. */
  | {
      readonly type: 'reportBolus';
      readonly bolus: string;
      readonly part: BolusPart;
      readonly requestedUu: number;
      readonly deliveredUu: number;
      readonly reason: BolusEnd;
    }
  /** The line is blocked: tell the person how much insulin it holds and may release. */
  | { readonly type: 'reportOcclusion'; readonly heldUu: number }
  /** Basal goes on after a short restart, and nobody was asked: say so. */
  | { readonly type: 'reportRestart'; readonly gapMs: number }
  /** Show a new pairing code, and let one remote of this role be paired by it. */
  | { readonly type: 'openPairing'; readonly role: RemoteRole }
  /** The code is void: nothing is paired any more. */
  | { readonly type: 'closePairing' }
  /** Tell this remote that it may request this bolus. */
  | { readonly type: 'permitRemote'; readonly principal: string; readonly bolus: string }
  /** Tell the person why not. */
  | {
      readonly type: 'refuse';
      readonly request:
        | 'bolus'
        | 'resume'
        | 'tempBasal'
        | 'remotePermission'
        | 'change'
        | 'automation'
        | 'settings';
      readonly reasons: readonly string[];
    }
  /** The complete annunciation, whenever it changes: the first that sounds is heard, all are listed. */
  | { readonly type: 'annunciate'; readonly alarms: readonly Annunciation[] };

/** Whether it sets the plunger in motion. */
export const isMotion = ({ type }: Command): boolean =>
  type === 'moveMotor' || type === 'rewindDrive' || type === 'seatPlunger';

export type CommandOf<Type extends Command['type']> = Extract<Command, { type: Type }>;

/** One pulse that is going to be delivered. `pulse` counts from 1 and is never reused in a journal. */
export type Intent = { readonly pulse: number; readonly channel: Channel; readonly bolus: string | null };

/** How much of a bolus is spread evenly over how long. */
export type Spread = { readonly amountUu: number; readonly durationMs: number };

export const bolusParts = ['normal', 'extended'] as const;
export type BolusPart = (typeof bolusParts)[number];

/** `lapsed`: its time was over; `lowGlucose`: basal went off because of low glucose, and what was spread with it. */
export const bolusEnds = [
  'completed',
  'cancelled',
  'suspended',
  'stopped',
  'lapsed',
  'lowGlucose',
  'powerLost',
] as const;
export type BolusEnd = (typeof bolusEnds)[number];

/** One active alarm as a person meets it. */
export type Annunciation = {
  readonly alarm: AlarmName;
  readonly priority: Priority;
  /** `sounding`, `paused` (silenced for a while), or `acknowledged`. */
  readonly signal: 'sounding' | 'paused' | 'acknowledged';
  /**
   * How urgently it sounds: `hourly` is a LOW alarm that nobody answered, `urgent` a MEDIUM one that is signalled
   * as HIGH; `siren` is full volume without end.
   */
  readonly level: 'first' | 'hourly' | 'insistent' | 'urgent' | 'siren';
  /** Whether its cause is still there. A latching alarm outlives its cause. */
  readonly condition: 'present' | 'gone';
  readonly sinceMonoMs: number;
  readonly sinceWallMs: number;
};
