import type { AlarmName } from '../alarms.ts';
import type { BolusEnd, Spread } from '../commands.ts';
import { type Conditions, noConditions } from '../detect/conditions.ts';
import type { Freshness } from '../detect/freshness.ts';
import { LEVEL, type Levels } from '../detect/levels.ts';
import type { Doubt, Trail } from '../detect/reading.ts';
import type { Occurrences } from '../detect/recurrence.ts';
import { noSession, type Session } from '../detect/session.ts';
import { noShortfall, type Shortfall } from '../detect/shortfall.ts';
import type { Channel, Derived, ReminderName, RemoteRole } from '../facts.ts';
import { noOcclusion, type Occlusion } from '../occlusion.ts';
import type { Instant } from '../profile.ts';
import { noQuick, type Quick } from '../quick.ts';
import type { History } from '../rolling.ts';
import type { Settings } from '../settings.ts';
import { calm, type Storm } from '../storm.ts';
import type { TemporaryTarget } from '../therapy/activity.ts';
import {
  type MgPerDl,
  type Microunits,
  type Millinewtons,
  type Milliseconds,
  type MonoMs,
  microunits,
  monoMs,
} from '../units.ts';
import { type Clock, unjudged } from '../wallClock.ts';
import type { Attendance } from './attendance.ts';
import { type Automation, noAutomation } from './automationState.ts';
import type { Basal } from './basal.ts';
import type { Encoder } from './encoderState.ts';
import type { Flight } from './flightState.ts';
import { type LowSuspend, noLowSuspend } from './lowSuspendState.ts';
import { noPast, type Past } from './past.ts';
import { noProgramming, type Programming } from './programmingState.ts';
import type { Left } from './restart.ts';
import { noPrime, noSupply, type Prime, type Reservoir, type Supply } from './supplyState.ts';
import type { TempBasals } from './temp.ts';

/**
 * One bolus. `pending` until confirmed; then `active`: what of it is given now. `deliveredUu` includes
 * pulses in doubt.
 */
export type BolusRecord = {
  readonly bolus: string;
  /** What is given now; 0 while a bolus is pending that is all spread over time. */
  readonly requestedUu: Microunits;
  readonly deliveredUu: Microunits;
  readonly phase: 'pending' | 'active';
  /** What of a pending bolus will be spread over time. */
  readonly spread: Spread | null;
  /** When a request from afar was made (SR-032). */
  readonly createdMonoMs: MonoMs | null;
  /** Whether automation has asked for it, and no person. */
  readonly automatic: boolean;
};

/** The part of a bolus that is spread over time, once it has begun. */
export type ExtendedRecord = {
  readonly bolus: string;
  readonly requestedUu: Microunits;
  readonly deliveredUu: Microunits;
  readonly durationMs: Milliseconds;
  readonly endsAt: MonoMs;
  /** The part below one pulse, in µU·ms: a pulse is 25 000 times the duration. */
  readonly accumulated: number;
  /** Whether one whole pulse waits. Never more than one. */
  readonly owed: boolean;
  /** Earliest start of its next pulse (SR-036). */
  readonly nextAt: MonoMs;
};

export type EndedBolus = {
  readonly bolus: string;
  readonly requestedUu: Microunits;
  readonly deliveredUu: Microunits;
  readonly reason: BolusEnd;
};

/** A bolus that a person has confirmed, with all its parts. */
export type Confirmed = { readonly atMonoMs: MonoMs; readonly amountUu: Microunits };

export type Boluses = {
  readonly current: BolusRecord | null;
  /** The one that ended last. */
  readonly last: EndedBolus | null;
  /** Earliest start of the next pulse of the current bolus. */
  readonly nextAt: MonoMs | null;
  readonly extended: ExtendedRecord | null;
  readonly lastExtended: EndedBolus | null;
  /** Ids that were admitted once; none is admitted again (SR-032). */
  readonly used: ReadonlySet<string>;
  /** What was confirmed within the last hour, whatever became of it (SR-027). */
  readonly confirmed: readonly Confirmed[];
  /** Alarms that end boluses and admit no other until they are dealt with. */
  readonly withheldBy: readonly AlarmName[];
};

export type Doses = {
  /** The pulses of the last 24 h. */
  readonly history: History;
  /** Pulses counted since the journal began. */
  readonly basal: number;
  readonly bolus: number;
  readonly extended: number;
  /** Pulses that filled tubing and cannulas: counted, and no dose. */
  readonly prime: number;
  /** How many of them nobody saw arrive. */
  readonly inDoubt: number;
};

export type Glucose = {
  /** The last reading that was accepted, for a person to see; it may be of long ago. */
  readonly latest: { readonly mgPerDl: MgPerDl; readonly atMonoMs: MonoMs } | null;
  readonly sequence: number | null;
  /** The readings of this sensor since the start, as far back as a verdict needs them. */
  readonly trail: Trail;
  /** Why the newest of them is not good enough to increase insulin; empty when it is. */
  readonly doubts: readonly Doubt[];
  /** Since when a first reading is awaited; null when none is. */
  readonly awaitedSince: MonoMs | null;
  readonly session: Session;
  // What was said last; null when it is to be said again.
  readonly freshness: Freshness;
  readonly unsteady: boolean | null;
  /** Where glucose is by the last value, and whether the charts that run have heard it: a start forgets nothing. */
  readonly levels: Levels;
  readonly levelsAreSaid: boolean;
};

/** Who is paired with this pump, and the one bolus command that one of them may turn into a request. */
export type Remote = {
  readonly partners: Readonly<Record<string, RemoteRole>>;
  readonly permission: { readonly principal: string; readonly bolus: string } | null;
};

/** When one is due, and whether it was said; null while nothing is to be reminded of. */
export type Reminder = { readonly at: MonoMs | null; readonly said: boolean };

export type Reminders = Readonly<Record<ReminderName, Reminder>> & {
  /** When the last pulse of a bolus was counted. */
  readonly bolusAt: MonoMs | null;
};

/** Everything that is counted: the exact datapath beside the charts. An immutable value. */
export type Ledger = {
  /** The moment of the last fact. */
  readonly at: Instant | null;
  readonly settings: Settings | null;
  /** Since when its profile has been read as it is now: by this profile, zone and clock. */
  readonly profileSince: MonoMs;
  readonly programming: Programming;
  readonly delivering: boolean;
  readonly basal: Basal;
  readonly shortfall: Shortfall;
  readonly temp: TempBasals;
  readonly bolus: Boluses;
  readonly quick: Quick;
  readonly flight: Flight | null;
  /** Pulses claimed since the journal began; the id of the last. */
  readonly claims: number;
  /** The channel whose pulse was announced as due in this step and not answered yet. */
  readonly offered: Channel | null;
  /** Whether the rolling hour is full and this was said. */
  readonly hourIsFull: boolean;
  /** Whether basal, too, is dropped for that, and this was said: a stop that nobody commanded. */
  readonly basalIsWithheld: boolean;
  /** Whether the rolling day has no room for a bolus pulse and this was said. */
  readonly dayIsFull: boolean;
  readonly encoder: Encoder;
  readonly stalls: Occurrences;
  readonly doses: Doses;
  readonly reservoir: Reservoir;
  readonly supply: Supply;
  readonly prime: Prime;
  readonly occlusion: Occlusion;
  readonly force: Millinewtons | null;
  readonly glucose: Glucose;
  readonly reminders: Reminders;
  readonly automation: Automation;
  /** Another glucose to aim at for a while; null: what the settings say. */
  readonly temporaryTarget: TemporaryTarget | null;
  readonly lowSuspend: LowSuspend;
  readonly past: Past;
  readonly remote: Remote;
  readonly conditions: Conditions;
  readonly storm: Storm;
  /** What the wall clock is worth: only the profile depends on it. */
  readonly clock: Clock;
  readonly attendance: Attendance;
  /** When a suspension for a chosen time reminds; null while none runs. */
  readonly remindAt: MonoMs | null;
  /** Until then nobody knows how much insulin is on board (SR-072). */
  readonly unknownUntil: MonoMs | null;
  /** From an orderly power-off until the next journal is read: how it left the pump. */
  readonly left: Left | null;
};

/** A ledger and what it concluded, in order. */
export type Step = { readonly ledger: Ledger; readonly derived: readonly Derived[] };

/** Before the first fact: no settings, an empty reservoir that needs no announcement, nothing under way. */
export const emptyLedger: Ledger = {
  at: null,
  settings: null,
  profileSince: monoMs(0),
  programming: noProgramming,
  delivering: false,
  basal: { accumulated: 0, owed: false },
  shortfall: noShortfall,
  temp: { wanted: null, running: null },
  bolus: {
    current: null,
    last: null,
    nextAt: null,
    extended: null,
    lastExtended: null,
    used: new Set(),
    confirmed: [],
    withheldBy: [],
  },
  quick: noQuick,
  flight: null,
  claims: 0,
  offered: null,
  hourIsFull: false,
  basalIsWithheld: false,
  dayIsFull: false,
  encoder: { reference: null, last: null, origin: null, counted: 0, doubted: 0, slack: 0, travelled: null },
  stalls: [],
  doses: { history: [], basal: 0, bolus: 0, extended: 0, prime: 0, inDoubt: 0 },
  reservoir: { volumeUu: microunits(0), announced: 'emptied' },
  supply: noSupply,
  prime: noPrime,
  occlusion: noOcclusion,
  force: null,
  glucose: {
    latest: null,
    sequence: null,
    trail: [],
    doubts: ['alone'],
    awaitedSince: null,
    session: noSession,
    freshness: 'none',
    unsteady: null,
    levels: LEVEL,
    levelsAreSaid: false,
  },
  reminders: {
    bolusAt: null,
    missedBolus: { at: null, said: false },
    glucoseCheck: { at: null, said: false },
    siteChange: { at: null, said: false },
  },
  automation: noAutomation,
  temporaryTarget: null,
  lowSuspend: noLowSuspend,
  past: noPast,
  remote: { partners: {}, permission: null },
  conditions: noConditions,
  storm: calm,
  clock: unjudged,
  attendance: { since: null, told: 'nothing' },
  remindAt: null,
  unknownUntil: null,
  left: null,
};

const NOTHING: readonly Derived[] = [];

/** A step that concludes these. */
export const step = (ledger: Ledger, ...derived: readonly Derived[]): Step => ({
  ledger,
  derived: derived.length === 0 ? NOTHING : derived,
});

/** The next thing to do to the ledger of `first`; what both conclude, in order. */
export const andThen = (first: Step, next: (ledger: Ledger) => Step): Step => join(first, next(first.ledger));

/** What `second` made of the ledger of `first`, with what both conclude. */
export const join = (first: Step, second: Step): Step => {
  if (first.derived.length === 0) return second;
  if (second.derived.length === 0) return { ledger: second.ledger, derived: first.derived };
  return { ledger: second.ledger, derived: [...first.derived, ...second.derived] };
};

/** A pulse in flight that is neither counted nor void. */
export const uncounted = ({ flight }: Ledger): Flight | null =>
  flight === null || flight.phase === 'concluding' ? null : flight;
