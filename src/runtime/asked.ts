import { match, P } from 'ts-pattern';
import { ALARMS, type AlarmName, type GradeName, isAlarmName, isGradeName } from '../domain/alarms.ts';
import { type BolusEnd, bolusEnds, type Command } from '../domain/commands.ts';
import type { Derived, Envelope, Fact } from '../domain/facts.ts';
import {
  bolusOf,
  flightOf,
  intentOf,
  type Ledger,
  lastBolus,
  lastExtended,
  openQuestionOf,
  proposalOf,
  requestedInHour,
} from '../domain/ledger/ledger.ts';
import type { LedgerOrder } from '../domain/ledger/orders.ts';
import { stopping } from './annunciator.ts';
import { bare } from './bare.ts';
import type { Effect } from './charts.ts';
import type { PumpSnapshot, PumpState } from './state.ts';

/** An alarm, and how bad it is. */
export type Raised = { readonly alarm: AlarmName; readonly grade: GradeName };

/** Where an action of a chart goes: to the ledger, to the alarms, or out into the world. */
export type Addressed =
  | { readonly to: 'ledger'; readonly order: LedgerOrder }
  | ({ readonly to: 'alarms'; readonly do: 'raise' } & Raised)
  | { readonly to: 'alarms'; readonly do: 'cease'; readonly alarm: AlarmName }
  | { readonly to: 'alarms'; readonly do: 'resume' }
  | { readonly to: 'world'; readonly command: Command };

export type Circumstance = {
  readonly ledger: Ledger;
  readonly pump: PumpSnapshot;
  readonly alarms: PumpState['alarms'];
  /** What the chart was taking when it asked. */
  readonly happening: Fact | Derived;
  readonly envelope: Pick<Envelope, 'seq' | 'monoMs' | 'wallMs'>;
};

/**
 * Completes a chart's bare action with its particulars. The chart says what; the ledger knows how
 * much, and the happening knows for whom. An action nobody knows is our defect, and throws.
 */
export const address = (effect: Extract<Effect, { type: 'asked' }>, circumstance: Circumstance): Addressed =>
  bare(effect.action) ?? forPulse(effect.action, circumstance) ?? addressWith(effect, circumstance);

/** What every pulse asks for, before all that is rare. */
const forPulse = (action: string, circumstance: Circumstance): Addressed | undefined => {
  switch (action) {
    case 'claimPulse':
      return { to: 'ledger', order: { type: action, channel: channelOf(circumstance) } };
    case 'recordIntent':
    case 'moveMotor':
      return { to: 'world', command: { type: action, pulse: intentOf(circumstance.ledger) } };
    case 'recordOutcome':
      return { to: 'world', command: { type: action, ...outcomeOf(circumstance.ledger) } };
    default:
      return undefined;
  }
};

/** The others need particulars. */
const addressWith = (effect: Extract<Effect, { type: 'asked' }>, circumstance: Circumstance): Addressed =>
  match(effect.action)
    .returnType<Addressed>()
    .with('skipPulse', type => ({
      to: 'ledger',
      order: { type, channel: channelOf(circumstance) },
    }))
    .with('endBolus', 'endExtended', type => ({ to: 'ledger', order: { type, reason: reasonOf(effect) } }))
    .with('grantPermission', type => ({ to: 'ledger', order: { type, ...admittedIn(circumstance) } }))
    // The step that asks has a number that no other has.
    .with('openQuestion', type => ({ to: 'ledger', order: { type, question: circumstance.envelope.seq } }))
    .with('raiseAlarm', () => ({
      to: 'alarms',
      do: 'raise',
      alarm: alarmOf(effect),
      grade: gradeOf(effect),
    }))
    .with('ceaseAlarm', () => ({ to: 'alarms', do: 'cease', alarm: alarmOf(effect) }))
    .with('resumeAlarms', () => ({ to: 'alarms', do: 'resume' }))
    .with(P.string, action => ({ to: 'world', command: commandOf(action, circumstance) }))
    .exhaustive();

const commandOf = (action: string, circumstance: Circumstance): Command => {
  const { ledger, happening, envelope } = circumstance;
  return match(action)
    .returnType<Command>()
    .with('askConfirmation', type => {
      const { bolus, requestedUu, spread, automatic } = bolusOf(ledger);
      if (automatic) return { type: 'tellMicrobolus', bolus, amountUu: requestedUu };
      return { type, bolus, amountUu: requestedUu + (spread?.amountUu ?? 0), spread };
    })
    .with('askAgain', type => {
      const { bolus, requestedUu, spread } = bolusOf(ledger);
      const amountUu = requestedUu + (spread?.amountUu ?? 0);
      return { type, bolus, amountUu, inHourUu: requestedInHour(ledger, envelope) };
    })
    .with('askSettings', type => ({ type, ...proposalOf(ledger) }))
    .with('refuseSettings', () => ({
      type: 'refuse',
      request: 'settings',
      reasons: reasonsOf(circumstance),
    }))
    .with('soundReady', () => ({ type: 'sound', signal: 'ready', times: 1 }))
    .with('soundStep', () => ({ type: 'sound', signal: 'step', times: 1 }))
    .with('soundCount', () => ({ type: 'sound', signal: 'count', times: ledger.quick.steps }))
    .with('soundRefusal', () => ({ type: 'sound', signal: 'refusal', times: 1 }))
    .with('reportBolus', type => ({ type, part: 'normal', ...lastBolus(ledger) }))
    .with('reportExtended', () => ({ type: 'reportBolus', part: 'extended', ...lastExtended(ledger) }))
    .with('reportOcclusion', type => ({ type, heldUu: ledger.occlusion.heldUu }))
    .with('reportRestart', type => {
      if (happening.type !== 'restart.verified') throw new Error(`${happening.type} verifies no restart`);
      return { type, gapMs: happening.gapMs };
    })
    .with('refuseBolus', () => ({ type: 'refuse', request: 'bolus', reasons: reasonsOf(circumstance) }))
    .with('refuseResume', () => ({
      type: 'refuse',
      request: 'resume',
      reasons: circumstance.pump.matches({ permission: 'delivering' })
        ? ['Delivery runs already.']
        : [...whyStopped(circumstance), ...whyNotRemotely(circumstance)],
    }))
    .with('askController', type => ({ type, ...openQuestionOf(ledger) }))
    .with('refuseAutomation', () => ({
      type: 'refuse',
      request: 'automation',
      reasons: reasonsOf(circumstance),
    }))
    .with('refuseTempBasal', () => ({
      type: 'refuse',
      request: 'tempBasal',
      reasons: reasonsOf(circumstance),
    }))
    .with('openPairing', type => {
      if (happening.type !== 'pairing.opened') throw new Error(`${happening.type} opens no pairing`);
      return { type, role: happening.role };
    })
    .with('permitRemote', type => ({ type, ...admittedIn({ happening }) }))
    .with('refuseRemote', () => ({
      type: 'refuse',
      request: 'remotePermission',
      reasons:
        'reasons' in happening
          ? happening.reasons
          : ['another request holds the permission; ask again in a minute.'],
    }))
    .with('refuseChange', () => ({
      type: 'refuse',
      request: 'change',
      reasons: 'reasons' in happening ? happening.reasons : [whyNotNow(circumstance.pump)],
    }))
    .otherwise(unknown => {
      throw new Error(`the chart asked for ${unknown}, which nothing obeys`);
    });
};

const channelOf = ({ happening }: Circumstance) => {
  if (happening.type !== 'pulse.due') throw new Error(`${happening.type} is due to no channel`);
  return happening.channel;
};

/** Whose request for a permission was found good. */
const admittedIn = ({ happening }: Pick<Circumstance, 'happening'>) => {
  if (happening.type !== 'remote.admitted') throw new Error(`${happening.type} admits no remote`);
  return { principal: happening.principal, bolus: happening.bolus };
};

const alarmOf = ({ params }: { params: Readonly<Record<string, unknown>> }): AlarmName => {
  if (!isAlarmName(params.alarm)) throw new Error(`${String(params.alarm)} is no alarm`);
  return params.alarm;
};

/** An action that names no grade means the first. */
const gradeOf = ({ params: { grade = 'first' } }: Extract<Effect, { type: 'asked' }>): GradeName => {
  if (!isGradeName(grade)) throw new Error(`${String(grade)} is no grade of an alarm`);
  return grade;
};

const reasonOf = ({ params }: { params: Readonly<Record<string, unknown>> }): BolusEnd => {
  const reason = bolusEnds.find(end => end === params.reason);
  if (reason === undefined) throw new Error(`${String(params.reason)} is no way for a bolus to end`);
  return reason;
};

const outcomeOf = (ledger: Ledger) => {
  const flight = flightOf(ledger);
  if (flight === null || flight.outcome === null)
    throw new Error('a pulse without an outcome cannot be concluded');
  return { pulse: flight.intent.pulse, outcome: flight.outcome };
};

const reasonsOf = (circumstance: Circumstance): readonly string[] =>
  'reasons' in circumstance.happening ? circumstance.happening.reasons : whyStopped(circumstance);

const whyNotRemotely = ({ happening, pump }: Circumstance): readonly string[] =>
  'origin' in happening && happening.origin === 'remote' && !pump.matches({ permission: 'suspendedRemotely' })
    ? ['Only a person at the pump may end this suspension.']
    : [];

const CONCLUDING = 'A pulse is still being concluded: try again in a second.';

/** What a person does next, by the state of the change. */
const NEXT: ReadonlyMap<string, string> = new Map([
  ['unloading', 'Take the old cartridge out, or cancel the change.'],
  ['occupied', 'Take the cartridge out.'],
  ['empty', 'Take the set off the body and confirm that it is off.'],
  ['disconnected', 'Let the plunger go back.'],
  ['rewinding', 'Wait until the plunger is back.'],
  ['rewound', 'Put the new cartridge in.'],
  ['seating', 'Wait until the plunger has met the cartridge.'],
  ['seated', 'Say how much the cartridge holds.'],
  ['loaded', 'Confirm that the tubing is off the body and hold the key to prime it.'],
  ['primingTubing', 'Let the key go when there are drops at the needle.'],
  ['primed', 'Put the site in and fill its cannula.'],
  ['fillingCannula', 'Wait until the cannula is filled.'],
]);

/** Why a step of the change is refused: another is next, or this one comes while the last pulse of the tubing is under way. */
const whyNotNow = (pump: PumpSnapshot): string =>
  pump.matches({ supply: { changing: 'primed' } }) && !pump.matches({ motor: 'still' })
    ? CONCLUDING
    : nextStep(pump);

/** The one step of a cartridge change that comes next, in a sentence for a person. */
const nextStep = (pump: PumpSnapshot): string => {
  if (pump.matches({ supply: 'ready' })) return 'The cartridge is ready: begin a change first.';
  const changing = typeof pump.value.supply === 'object' ? pump.value.supply.changing : 'unknown';
  const name = typeof changing === 'object' ? 'primingTubing' : changing;
  return NEXT.get(name) ?? 'The pump is not operating.';
};

/** Why therapy is not possible now, in sentences for a person. */
export const whyStopped = ({ pump, alarms }: Pick<Circumstance, 'pump' | 'alarms'>): readonly string[] => [
  ...stopping(alarms).map(
    name => `${ALARMS[name].title} (${ALARMS[name].id}) stops delivery. ${ALARMS[name].remedy}`,
  ),
  ...(pump.matches({ life: 'operating' }) ? [] : ['The pump is not operating yet, or no longer.']),
  ...(pump.matches({ supply: 'ready' }) || pump.matches({ supply: 'unknown' })
    ? []
    : [`The cartridge is not ready. ${nextStep(pump)}`]),
  ...(pump.matches({ occlusion: 'occluded' }) ? ['The line is blocked: clear it or change the set.'] : []),
  ...(pump.matches({ reservoir: 'empty' }) ? ['The reservoir is empty: change the cartridge.'] : []),
  ...(pump.matches({ motor: 'uncertain' })
    ? ['The drive did not follow: change the cartridge and check the drive.']
    : []),
  ...(pump.matches({ motor: 'still' }) || pump.matches({ motor: 'uncertain' }) ? [] : [CONCLUDING]),
  ...(pump.matches({ permission: 'delivering' }) ? [] : ['Delivery is suspended.']),
];
