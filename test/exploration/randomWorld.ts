import { cartridgeOf } from '../../src/domain/change.ts';
import type { Command } from '../../src/domain/commands.ts';
import { countsIn } from '../../src/domain/drive.ts';
import { type Envelope, type Fact, factSchema } from '../../src/domain/facts.ts';
import { nextDeadline } from '../../src/domain/ledger/ledger.ts';
import { monoMs, wallMs } from '../../src/domain/units.ts';
import type { Stepped } from '../../src/runtime/draft.ts';
import { blankState, type PumpState } from '../../src/runtime/state.ts';
import { step } from '../../src/runtime/step.ts';
import { AUTOMATED } from '../support/automated.ts';
import { randomAnswer } from '../support/randomAnswer.ts';
import { OPENING, SPREAD } from './opening.ts';
import { ANSWERS_OF_CHANGE, atTheBay, CARTRIDGES } from './randomChange.ts';

/** What the world does behind the pump's back. */
export type Mishap = 'line.blocked' | 'line.opened';

/** A world that does as a list of numbers says: each number chooses among what may happen next. */
export type RandomWorld = {
  readonly state: () => PumpState;
  /** Lets the next thing happen. A mishap is told; a fact is stepped, and what came of it is told. */
  readonly choose: (
    number: number,
  ) => { readonly mishap: Mishap } | { readonly fact: Fact; readonly stepped: Stepped } | null;
};

const MIDNIGHT = Date.UTC(2026, 0, 2);
const RESTING_MN = 1_500;
const BLOCKED_MN = 9_000;

/** Encoder counts of a pulse, to the fraction: rounded ones would fall behind. */
const PULSE_COUNTS = countsIn(40_000) / 40_000;

/** The pulse counts the plunger makes of one command, from stuck to running away. */
const TRAVELS = [...Array<number>(30).fill(1), 0, 0, 0.5, 3];

/**
 * The real step function with a real ledger; devices, journal and person are random but honest. In a calm
 * world nothing breaks, so that what takes long comes to its end.
 */
export const randomWorld = ({ calm }: { readonly calm: boolean }): RandomWorld => {
  /** Whether something goes wrong, once in so often; never in a calm world. */
  const mishap = (chance: number, onceIn: number): boolean => !calm && chance % onceIn === 0;
  let state = blankState();
  let now = 0;
  let seq = 0;
  let blocked = false;
  let isOpen = false;
  let position = 0;
  let boluses = 0;
  let readings = 0;
  let boots = 0;
  let powered = false;
  /** The last run was switched off in order. */
  let clean = false;
  let pending: readonly Fact[] = [];

  /** The force at the moment of the answer: the plant, too, blocks and opens the line unseen. */
  const force = (): number => (blocked ? BLOCKED_MN : RESTING_MN);

  const answersTo = (command: Command, chance: number): readonly Fact[] => {
    switch (command.type) {
      case 'recordIntent':
        return [{ type: 'intent.recorded', pulse: command.pulse.pulse }];
      case 'recordOutcome':
        return [{ type: 'outcome.recorded', pulse: command.pulse }];
      case 'moveMotor': {
        position += PULSE_COUNTS * (calm ? 1 : (TRAVELS[chance % TRAVELS.length] ?? 1));
        const { pulse } = command.pulse;
        return [
          mishap(chance, 31)
            ? { type: 'motor.failed', pulse, reason: 'refused' }
            : { type: 'motor.arrived', pulse },
        ];
      }
      case 'stopMotor':
        return [{ type: 'motor.halted' }];
      case 'readEncoder':
        return [{ type: 'encoder.counted', counts: Math.round(position) }];
      case 'measureForce':
        return [{ type: 'force.measured', forceMn: force() }];
      case 'runSelfTest':
        return [
          { type: isOpen ? 'cartridge.removed' : 'cartridge.inserted' },
          mishap(chance, 13)
            ? { type: 'selfTest.failed', item: 'motor line', reason: 'energised' }
            : { type: 'selfTest.passed' },
        ];
      case 'runCheck':
        return [
          chance % 400 === 0
            ? { type: 'check.failed', item: 'memory', reason: 'changed' }
            : { type: 'check.passed' },
        ];
      case 'testSounder': {
        const speaker = chance % 9 === 0 ? 'dead' : 'working';
        const vibrator = chance % 11 === 0 ? 'dead' : 'working';
        return [{ type: 'sounder.tested', speaker, vibrator, buzzer: 'working' }];
      }
      case 'shutDown':
        return [{ type: 'power.lost', cause: 'depleted' }];
      case 'rewindDrive':
        position -= 500;
        pending = pending.filter(({ type }) => !ANSWERS_OF_CHANGE.has(type));
        return [
          chance % 11 === 0 ? { type: 'rewind.failed', reason: 'no limit' } : { type: 'plunger.homed' },
        ];
      case 'seatPlunger':
        position += 300;
        pending = pending.filter(({ type }) => !ANSWERS_OF_CHANGE.has(type));
        return [
          chance % 11 === 0
            ? { type: 'seating.failed', reason: 'no contact' }
            : {
                type: 'plunger.seated',
                freeMn: 0,
                seatedMn: chance % 13 === 0 ? 9_000 : 2_500,
                travelMicrosteps: 480,
              },
        ];
      case 'askConfirmation':
        return [{ type: 'bolus.confirmed', bolus: command.bolus }];
      case 'askAgain':
        return [{ type: 'bolus.confirmedAgain', bolus: command.bolus }];
      case 'askSettings':
        return [{ type: 'settings.confirmed', proposal: command.proposal }];
      case 'askController':
        return [randomAnswer(command.question, chance)];
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

  const spontaneous = (chance: number): readonly Fact[] => {
    if (!powered) {
      return [
        { type: 'power.applied', boot: `boot ${boots}`, gapMs: chance % 3 === 0 ? null : 60_000 },
        cartridgeOf(CARTRIDGES[chance % CARTRIDGES.length] ?? 1),
      ];
    }
    return [
      { type: 'resume.requested' },
      { type: 'bolus.requested', bolus: `b${boluses}`, amountUu: (1 + (chance % 4)) * 50_000 },
      { type: 'suspend.requested' },
      { type: 'bolus.cancelled' },
      { type: 'bolus.cancelled', part: 'normal' },
      { type: 'bolus.cancelled', part: 'extended' },
      { type: 'tempBasal.requested', percent: (chance % 5) * 50, durationMs: 15 * 60_000 },
      { type: 'tempBasal.cancelled' },
      { type: 'automation.enabled' },
      {
        type: 'settings.proposed',
        replaces: state.ledger.programming.version,
        settings: { ...AUTOMATED, lowReservoirUu: (1 + (chance % 5)) * 10_000_000 },
      },
      ...atTheBay(state, isOpen, chance),
      { type: 'cgm.measured', mgPerDl: 40 + (chance % 300), sequence: readings },
      { type: 'force.measured', forceMn: force() },
      { type: 'encoder.counted', counts: Math.round(position) },
      // So little and so seldom, and so much that its pulses come close upon each other.
      ...SPREAD.map((parts): Fact => ({ type: 'bolus.requested', bolus: `b${boluses}`, ...parts })),
      // A person who wants insulin asks more often than one who wants it stopped.
      ...Array.from({ length: 12 }, (): Fact => ({ type: 'resume.requested' })),
      ...Array.from(
        { length: 12 },
        (): Fact => ({ type: 'bolus.requested', bolus: `b${boluses}`, amountUu: 50_000 }),
      ),
      ...state.annunciation.flatMap(({ alarm }): Fact[] =>
        Array.from({ length: 3 }, () => ({ type: 'alarm.acknowledged', alarm })),
      ),
      ...(calm ? [] : surroundings(chance)),
      ...(mishap(chance, 97) ? [{ type: 'motor.cut' } as const] : []),
      ...(mishap(chance, 23) ? [{ type: 'power.lost', cause: 'supply' } as const] : []),
      ...(mishap(chance, 61) ? [{ type: 'power.failing' } as const] : []),
      ...(mishap(chance, 171) ? [{ type: 'journal.failed', reason: 'disk full' } as const] : []),
      ...(mishap(chance, 191) ? [{ type: 'fault.latched', reason: 'planted' } as const] : []),
    ];
  };

  const taken = (fact: Fact, chance: number): { readonly fact: Fact; readonly stepped: Stepped } => {
    seq += 1;
    const envelope: Envelope = { seq, monoMs: monoMs(now), wallMs: wallMs(MIDNIGHT + now), fact };
    const stepped = step(state, envelope);
    state = stepped.state;
    pending = [...pending, ...stepped.commands.flatMap(command => answersTo(command, chance))];
    if (fact.type === 'bolus.requested') boluses += 1;
    if (fact.type === 'cgm.measured') readings += 1;
    if (fact.type === 'cartridge.removed' || fact.type === 'cartridge.inserted')
      isOpen = fact.type === 'cartridge.removed';
    if (fact.type === 'power.applied') {
      powered = true;
      boots += 1;
    }
    if (fact.type === 'selfTest.passed') {
      pending = [
        ...pending,
        { type: 'journal.read', verdict: boots === 1 ? 'new' : clean ? 'clean' : 'interrupted' },
      ];
    }
    if (fact.type === 'journal.read' && boots === 1) boots = 2;
    if (fact.type === 'power.lost') {
      powered = false;
      clean = fact.cause !== 'supply';
      boots += 2;
      pending = [];
    }
    return { fact, stepped };
  };

  /** The next moment at which something falls due: a timer, or the ledger's own deadline. */
  const wait = (chance: number): { readonly fact: Fact; readonly stepped: Stepped } | null => {
    // A check is answered within its ten seconds, or a pump would seldom live for a quarter of an hour.
    const checked = pending.find(({ type }) => type === 'check.passed' || type === 'sounder.tested');
    if (checked !== undefined) {
      pending = pending.filter(each => each !== checked);
      return taken(checked, chance);
    }
    const timer = [...state.timers].sort((a, b) => a.at - b.at)[0];
    const deadline = powered ? nextDeadline(state.ledger) : null;
    if (timer === undefined && deadline === null) return null;
    if (timer !== undefined && (deadline === null || timer.at <= deadline)) {
      now = Math.max(now, timer.at);
      return taken(timerFact(timer.machine, timer.delay), chance);
    }
    // A host that stands still for two minutes: what it has missed stays missed.
    now = Math.max(now, deadline ?? now) + (mishap(chance, 41) ? 120_000 : 0);
    return taken({ type: 'clock.reached' }, chance);
  };

  return {
    state: () => state,
    choose: number => {
      const [how, chance] = [number % 16, Math.floor(number / 16)];
      const opening = OPENING[seq];
      if (opening !== undefined) return taken(opening, chance);
      if (how === 0 && powered && mishap(chance, 20)) {
        blocked = !blocked;
        return { mishap: blocked ? 'line.blocked' : 'line.opened' };
      }
      if ((calm || how <= 11) && pending.length > 0) {
        const index = mishap(chance, 17) ? chance % pending.length : 0;
        const fact = pending[index];
        pending = pending.filter((_, at) => at !== index);
        // A drive that has confirmed its stop says nothing more about the pulse it stopped.
        if (fact?.type === 'motor.halted')
          pending = pending.filter(
            ({ type }) => type !== 'motor.arrived' && type !== 'motor.failed' && !ANSWERS_OF_CHANGE.has(type),
          );
        // Silence is an answer too.
        if (fact === undefined || mishap(chance, 97)) return null;
        // A person confirms what is shown, and nothing that was withdrawn.
        if (fact.type === 'bolus.confirmed' && !state.pump.matches({ bolus: { confirming: 'once' } }))
          return null;
        if (fact.type === 'bolus.confirmedAgain' && !state.pump.matches({ bolus: { confirming: 'again' } }))
          return null;
        return taken(fact.type === 'force.measured' ? { ...fact, forceMn: force() } : fact, chance);
      }
      // While a bolus is spread over time, a person lets most occasions pass.
      const isPatient = state.ledger.bolus.extended !== null && chance % 8 !== 0;
      if (how <= 13 || isPatient) return wait(chance);
      // Somebody switches it off in order while nothing but basal runs.
      const { delivering, flight, bolus } = state.ledger;
      const isBasalAlone = flight === null && bolus.current === null && bolus.extended === null;
      if (delivering && isBasalAlone && chance % 10 === 0)
        return taken({ type: 'power.lost', cause: 'operator' }, chance);
      const choices = spontaneous(chance);
      const fact = choices[chance % choices.length];
      return fact === undefined ? null : taken(fact, chance);
    },
  };
};

const surroundings = (chance: number): readonly Fact[] => [
  { type: 'battery.measured', percent: chance % 101, millivolts: 3_700, minutesLeft: 6 * (chance % 101) },
  { type: 'pressure.measured', pascals: 65_000 + (chance % 450) * 100 },
  { type: 'temperature.measured', insideDeciC: chance % 480, batteryDeciC: 100 + (chance % 430) },
];
const timerFact = (machine: string, delay: string): Fact => {
  const alarm = machine.startsWith('alarm:') ? { alarm: machine.slice('alarm:'.length) } : {};
  return factSchema.parse({ type: `timer.${delay}Elapsed`, ...alarm });
};
