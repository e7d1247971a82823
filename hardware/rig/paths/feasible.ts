import { bolusKinds } from '../../../src/domain/channels.ts';
import { type Event, nameOf } from '../../../src/verify/automaton.ts';
import { type Bench, canBeCleared, DUE, isCleared, isStormNear, LEVELS, levelEvent } from './bench.ts';
import { isIn } from './pumpModel.ts';

/** Something that the bench can make happen now, and what it makes happen with it in the same step. */
export type Feasible = { readonly event: Event; readonly with: readonly Event[] };

const only = (...types: readonly string[]): readonly Feasible[] => types.map(plainly);

/** One object for each event: the model remembers its steps by it. */
const plainly = (type: string): Feasible => {
  const known = plain.get(type) ?? { event: { type }, with: [] };
  plain.set(type, known);
  return known;
};
const plain = new Map<string, Feasible>();

/**
 * What can be made to happen from outside, in this state of the pump and the bench. Everything else
 * that the chart would answer is either the ledger's to say at another moment or nobody's.
 */
export const feasible = (state: number, bench: Bench): readonly Feasible[] => {
  const [first] = bench.forced;
  if (first !== undefined) return [{ event: first, with: [] }];
  if (isIn(state, { life: 'off' })) return only('power.applied');
  // A doubted clock is put right at once: what it stops after an hour is the business of its own chart.
  if (isIn(state, { basal: 'reduced' })) return only('clock.trusted');
  const wrong = only('power.lost', 'fault.latched', ...(bench.lost === null ? ['journal.failed'] : []));
  if (isIn(state, { life: 'failSafe' })) return only('power.lost', 'fault.latched');
  if (isIn(state, { life: 'recovering' })) return [...wrong, ...verdicts(bench)];
  const quick = [...wrong, ...urgentRequests(state, bench)];
  if (bench.record !== null) return [...quick, ...only(bench.record)];
  const life = isIn(state, { life: 'selfTest' })
    ? only('selfTest.passed', 'selfTest.failed', 'timer.selfTestElapsed')
    : operating(state, bench);
  return [...quick, ...requests(state, bench), ...supplyMoves(state), ...life];
};

/** Whether this can be made to happen now, or in some pulses. */
export const mayCome = (event: Event, state: number, bench: Bench): boolean =>
  // The last pulse of the bolus may be some pulses ahead.
  (event.type === 'bolus.completed' && bench.bolus === 'active') ||
  (event.type === 'extended.completed' && bench.extended === 'active') ||
  feasible(state, bench).some(({ event: possible }) => nameOf(possible) === nameOf(event));

const verdicts = ({ end }: Bench): readonly Feasible[] => {
  const told = end === 'either' ? ['clean', 'interrupted'] : [end];
  return told.map(verdict => ({ event: verdictEvent(verdict), with: [] }));
};
const verdictEvent = (verdict: string): Event => {
  const event = { type: 'journal.read', verdict };
  return event;
};

/** Somebody with a paired remote. */
const REMOTELY = {
  suspend: { event: { type: 'suspend.requested', origin: 'remote' }, with: [] },
  resume: { event: { type: 'resume.requested', origin: 'remote' }, with: [] },
} as const;

/** What comes of a pump and devices that are well, without anybody's doing: everything else the bench must bring about. */
export const COMES_BY_ITSELF: ReadonlySet<string> = new Set([
  'selfTest.passed',
  'journal.read',
  'supply.found',
  'restart.doubted',
  'alarm.stopRaised',
  'reservoir.low',
  'reservoir.veryLow',
  'reservoir.emptied',
  'pulse.due',
  'intent.recorded',
  'outcome.recorded',
  'motor.arrived',
  'motor.halted',
  'pulse.verified',
  'bolus.completed',
  'bolus.settled',
  'extended.completed',
  'extended.settled',
  'tempBasal.ended',
  'timer.confirmationElapsed',
  'occlusion.relieved',
  'plunger.homed',
  'seat.verified',
]);

/** A person's wishes that go before a record that waits (src/runtime/priority.ts). */
const urgentRequests = (state: number, bench: Bench): readonly Feasible[] => [
  REMOTELY.suspend,
  ...only('suspend.requested', 'change.requested', 'tempBasal.cancelled'),
  ...CANCELLATIONS,
  ...(bench.level === 'ok' && bench.bolus !== 'active' ? only('reservoir.low') : []),
  // A suspension in the very moment in which a basal pulse falls due.
  ...(isIn(state, { permission: 'delivering', motor: 'still', bolus: 'idle', extended: 'idle' }) &&
  bench.record === null
    ? [{ event: { type: 'suspend.requested' }, with: [DUE.basal] }]
    : []),
];

/** What a person, the switch and the drive can do next in a cartridge change. */
const supplyMoves = (state: number): readonly Feasible[] => {
  if (!isIn(state, { life: 'operating' })) return [];
  if (isIn(state, { supply: 'ready' })) return only('cartridge.removed', 'rewind.requested');
  if (!isIn(state, { motor: 'still' })) return [];
  const step = STEPS.find(({ changing }) => isIn(state, { supply: { changing } }));
  return step?.moves ?? [];
};

const ACCEPTED: readonly Feasible[] = LEVELS.map((_, deep) => ({
  event: { type: 'cartridge.accepted' },
  with: [{ type: 'reservoir.refilled' }, ...LEVELS.slice(1, deep + 1).map(levelEvent)],
}));

const STEPS: readonly { readonly changing: string; readonly moves: readonly Feasible[] }[] = [
  { changing: 'unloading', moves: only('change.cancelled', 'cartridge.removed', 'prime.started') },
  { changing: 'occupied', moves: only('cartridge.removed', 'fill.requested', 'fill.skipped') },
  { changing: 'empty', moves: only('cartridge.inserted', 'set.disconnected') },
  { changing: 'disconnected', moves: only('cartridge.inserted', 'rewind.requested') },
  { changing: 'rewinding', moves: only('plunger.homed', 'rewind.failed', 'cartridge.inserted') },
  { changing: 'rewound', moves: only('cartridge.inserted', 'prime.skipped', 'change.cancelled') },
  {
    changing: 'seating',
    moves: only('seat.verified', 'seat.doubted', 'seating.failed', 'cartridge.removed'),
  },
  { changing: 'seated', moves: [...ACCEPTED, ...only('cartridge.refused', 'cartridge.removed')] },
  {
    changing: 'loaded',
    moves: only('prime.started', 'prime.skipped', 'cartridge.removed', 'set.disconnected'),
  },
  { changing: 'primingTubing', moves: only('prime.held', 'prime.stopped', 'cartridge.removed') },
  {
    changing: 'primed',
    moves: only('prime.started', 'fill.requested', 'fill.skipped', 'cartridge.removed'),
  },
  { changing: 'fillingCannula', moves: only('fill.cancelled', 'cartridge.removed') },
];

const requests = (state: number, bench: Bench): readonly Feasible[] => [
  ...(isStormNear(bench) ? [] : [...only('resume.requested'), REMOTELY.resume]),
  ...only('bolus.refused', 'tempBasal.refused'),
  ...(bench.bolus === 'none' && bench.level !== 'emptied' && !bench.withheld ? only('bolus.admitted') : []),
  ...confirmations(state, bench),
  ...(isIn(state, { basal: 'reduced' }) ? [] : only('tempBasal.admitted')),
];

const CANCELLATIONS: readonly Feasible[] = (['normal', 'extended', 'both'] as const).map(part => {
  const event = { type: 'bolus.cancelled', part };
  return { event, with: [] };
});

const CONFIRMATIONS = bolusKinds.flatMap(kind => [
  ...(['usual', 'much'] as const).map(hour => ({
    kind,
    hour,
    event: { type: 'bolus.confirmed', kind, hour },
  })),
  { kind, hour: 'again', event: { type: 'bolus.confirmedAgain', kind } } as const,
]);

/** A person's word on what is shown. Whether it is much, what went before decides. */
const confirmations = (state: number, bench: Bench): readonly Feasible[] =>
  CONFIRMATIONS.filter(({ kind, hour }) => {
    if (isIn(state, { bolus: { confirming: 'again' } })) return hour === 'again' && kind === bench.confirmed;
    const isMeant = hour === 'usual' || (hour === 'much' && bench.recent);
    return isIn(state, { bolus: { confirming: 'once' } }) && isMeant && (kind === 'normal' || bench.place);
  }).map(({ event }) => ({ event, with: [] }));

const operating = (state: number, bench: Bench): readonly Feasible[] => {
  if (isIn(state, { motor: { underway: 'moving' } }))
    return only('motor.arrived', 'motor.failed', 'timer.pulseElapsed');
  if (isIn(state, { motor: { underway: 'verifying' } })) return verifying(state, bench);
  // The plunger is on its way: what takes time comes after it.
  if (isIn(state, { supply: { changing: 'rewinding' } }) || isIn(state, { supply: { changing: 'seating' } }))
    return [];
  if (isIn(state, { motor: 'halting' })) return only('motor.halted', 'timer.haltElapsed');
  return [...atRest(state, bench), ...(isIn(state, { motor: 'still' }) ? due(state, bench) : [])];
};

const verifying = (state: number, bench: Bench): readonly Feasible[] => {
  const verified = { type: 'pulse.verified' };
  const completing =
    bench.claimed === 'bolus' && bench.bolus === 'active'
      ? [{ event: verified, with: [{ type: 'bolus.completed' }] }]
      : [];
  const finishing =
    bench.claimed === 'extended' && bench.extended === 'active'
      ? [{ event: verified, with: [{ type: 'extended.completed' }] }]
      : [];
  return [
    ...only('pulse.verified', 'pulse.unverified', 'timer.verificationElapsed'),
    // Nobody turns the plunger of a cartridge that is not there.
    ...(bench.bay === 'closed' ? only('delivery.exceeded') : []),
    ...(bench.baseline && isIn(state, { supply: 'ready' }) ? only('force.lost') : []),
    ...completing,
    ...finishing,
    ...(bench.baseline ? forceFindings(state).map(type => ({ event: { type }, with: [verified] })) : []),
  ];
};

const forceFindings = (state: number): readonly string[] => {
  if (isIn(state, { occlusion: 'clear' })) return ['occlusion.suspected', 'occlusion.detected'];
  return isIn(state, { occlusion: 'suspected' })
    ? ['occlusion.detected', 'occlusion.relieved']
    : ['occlusion.relieved'];
};

/** Where the encoder has said what rest is, and somebody can turn the screw away from it. */
const RESTS = ['ready', { changing: 'seated' }, { changing: 'loaded' }, { changing: 'primed' }] as const;

/** Time may pass: nothing is in mid-air. */
const atRest = (state: number, bench: Bench): readonly Feasible[] => {
  const suspended = !isIn(state, { permission: 'delivering' });
  const { seen } = bench.alarms;
  const stopped = isIn(state, { conditions: 'stopped' });
  const calm = suspended && !seen && bench.bolus === 'none';
  return [
    ...(RESTS.some(supply => isIn(state, { supply })) ? only('motor.strayed') : []),
    ...(stopped && canBeCleared(bench) ? only('alarm.stopsCleared') : []),
    // Seen and not dealt with: it comes back by itself.
    ...(!stopped && seen && isCleared(bench) && bench.bolus === 'none' && isIn(state, { basal: 'scheduled' })
      ? only('alarm.stopRaised')
      : []),
    // Without a pulse the force is read only of a cartridge that is in use.
    ...(isIn(state, { occlusion: 'clear' }) || !suspended || !isIn(state, { supply: 'ready' })
      ? []
      : only('clock.reached', ...forceFindings(state))),
    ...(isIn(state, { bolus: 'confirming' }) && !seen ? only('timer.confirmationElapsed') : []),
    ...(calm && isIn(state, { basal: 'temporary' }) ? only('tempBasal.ended') : []),
    ...(calm ? only('clock.suspected', 'clock.lost') : []),
    ...(!bench.withheld && endsByAlarm(state, bench) ? only('alarm.bolusStopRaised') : []),
  ];
};

/** A bolus that is shown or runs, which a button that is held down for minutes discards or ends. */
const endsByAlarm = (state: number, { bolus, extended }: Bench): boolean =>
  isIn(state, { life: 'operating' }) &&
  (isIn(state, { bolus: 'confirming' }) || bolus === 'active' || extended === 'active');

const PRIMING = ['primingTubing', 'fillingCannula'] as const;

const due = (state: number, bench: Bench): readonly Feasible[] => {
  if (PRIMING.some(changing => isIn(state, { supply: { changing } })))
    return [{ event: DUE.prime, with: [] }];
  if (!isIn(state, { permission: 'delivering' }) || bench.level === 'emptied') return [];
  const isActive = bench.bolus === 'active' || bench.extended === 'active';
  return [
    ...(bench.bolus === 'active' ? [{ event: DUE.bolus, with: [] }] : []),
    { event: DUE.basal, with: [] },
    ...(bench.extended === 'active' ? [{ event: DUE.extended, with: [] }] : []),
    // It takes longer than a question waits.
    ...(isActive && bench.bolus !== 'pending' ? only('limit.hourlyReached') : []),
  ];
};
