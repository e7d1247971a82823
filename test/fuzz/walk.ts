import { cartridgeOf, changeFacts } from '../../src/domain/change.ts';
import type { Command } from '../../src/domain/commands.ts';
import type { Envelope, Fact } from '../../src/domain/facts.ts';
import { exampleSettings } from '../../src/domain/settings.ts';
import { monoMs, wallMs } from '../../src/domain/units.ts';
import { deadlineOf, dueFacts } from '../../src/runtime/deadlines.ts';
import { inspect, type Memory, memoryOf, type Violation } from '../../src/runtime/monitor.ts';
import { blankState, type PumpState } from '../../src/runtime/state.ts';
import { step } from '../../src/runtime/step.ts';
import { anyFact } from './anyFact.ts';
import { random } from './random.ts';

/** One thing on a walk: time that passes, then a fact. */
export type Stride = { readonly waitMs: number; readonly fact: Fact };

export type Walked = {
  readonly strides: readonly Stride[];
  /** Facts that the edge refused, which therefore never reached the pump. */
  readonly refused: number;
  /** How the walk ended early: an invariant broken, or a defect thrown. */
  readonly broken: { readonly at: number; readonly says: string } | null;
};

const MIDNIGHT = Date.UTC(2026, 0, 2);

/** A pump that can be led, and that is watched at every step. */
const watchedPump = () => {
  let state: PumpState = blankState();
  let memory: Memory = memoryOf(state);
  let now = 0;
  let seq = 0;
  return {
    state: () => state,
    now: () => now,
    /** Takes one stride; what is wrong with it, in words, and what was asked for. */
    take: ({
      waitMs,
      fact,
    }: Stride): { readonly says: string | null; readonly commands: readonly Command[] } => {
      now += waitMs;
      seq += 1;
      const before = state;
      try {
        const envelope: Envelope = { seq, monoMs: monoMs(now), wallMs: wallMs(MIDNIGHT + now), fact };
        const stepped = step(before, envelope);
        state = stepped.state;
        const seen = inspect(memory, { ...stepped, envelope, before });
        memory = seen.memory;
        return { says: inWords(seen.violations), commands: stepped.commands };
      } catch (defect) {
        return {
          says: `it threw: ${defect instanceof Error ? defect.message : String(defect)}`,
          commands: [],
        };
      }
    },
  };
};

const inWords = (violations: readonly Violation[]): string | null =>
  violations.length === 0
    ? null
    : violations.map(({ invariant, says }) => `${invariant}: ${says}`).join('; ');

/** Devices that mostly do as they are told. */
const answersTo = (command: Command, counts: number, verdict: 'new' | 'clean'): readonly Fact[] => {
  switch (command.type) {
    case 'recordIntent':
      return [{ type: 'intent.recorded', pulse: command.pulse.pulse }];
    case 'recordOutcome':
      return [{ type: 'outcome.recorded', pulse: command.pulse }];
    case 'moveMotor':
      return [{ type: 'motor.arrived', pulse: command.pulse.pulse }];
    case 'stopMotor':
      return [{ type: 'motor.halted' }];
    case 'readEncoder':
      return [{ type: 'encoder.counted', counts }];
    case 'measureForce':
      return [{ type: 'force.measured', forceMn: 1_500 }];
    case 'runSelfTest':
      return [{ type: 'selfTest.passed' }, { type: 'journal.read', verdict }];
    case 'rewindDrive':
      return [{ type: 'plunger.homed' }];
    case 'seatPlunger':
      return [{ type: 'plunger.seated', freeMn: 0, seatedMn: 2_200, travelMicrosteps: 1_000 }];
    case 'askSettings':
      return [{ type: 'settings.confirmed', proposal: command.proposal }];
    case 'askConfirmation':
      return [{ type: 'bolus.confirmed', bolus: command.bolus }];
    default:
      return [];
  }
};

const OPENING: readonly Fact[] = [
  { type: 'settings.changed', settings: { ...exampleSettings, resumesAfterRestart: true } },
  cartridgeOf(200_000_000),
  { type: 'power.applied', boot: 'the first', gapMs: 0 },
];

const CHANGE = changeFacts(200_000_000);

/**
 * Walks so many facts from a seed. Three kinds of worlds take turns: devices that answer, time that
 * passes to the next deadline, and anything at all.
 */
export const walk = (seed: number, length: number): Walked => {
  const choose = random(seed);
  const pump = watchedPump();
  const strides: Stride[] = [];
  let pending: Fact[] = [];
  let refused = 0;
  let position = 0;
  let changed = 0;
  let boots = 0;

  // Some pumps are switched on before anybody has given them settings.
  const opening = choose.oneIn(25) ? OPENING.slice(1) : OPENING;

  /** How wild this walk is: between a quiet life and mere noise. */
  const wildness = 2 + choose.below(40);

  const next = (): Stride | null => {
    const first = opening[strides.length];
    if (first !== undefined) return { waitMs: 0, fact: first };
    if (pending.length > 0 && !choose.oneIn(wildness)) {
      const index = choose.oneIn(20) ? choose.below(pending.length) : 0;
      const [fact] = pending.splice(index, 1);
      if (fact !== undefined && choose.oneIn(50)) pending.push(fact);
      return fact === undefined || choose.oneIn(200)
        ? null
        : { waitMs: choose.oneIn(4) ? choose.below(90) : 0, fact };
    }
    const deadline = deadlineOf(pump.state());
    if (deadline !== null && !choose.oneIn(3)) {
      const waitMs = Math.max(0, deadline - pump.now()) + (choose.oneIn(30) ? choose.below(120_000) : 0);
      const [due] = dueFacts(pump.state(), monoMs(pump.now() + waitMs));
      if (due !== undefined) return { waitMs, fact: due };
    }
    if (choose.oneIn(3)) return { waitMs: choose.below(5_000), fact: wish(choose.below(8)) };
    const { fact } = anyFact(choose);
    if (fact === null) refused += 1;
    return fact === null ? null : { waitMs: choose.below(2_000), fact };
  };

  /** Who changes the cartridge mostly does what comes next. */
  const wish = (number: number): Fact => {
    if (number > 2 && pump.state().pump.matches({ supply: 'changing' })) {
      changed += 1;
      return CHANGE[changed % CHANGE.length] ?? { type: 'change.requested' };
    }
    const alarm = pump.state().annunciation[0]?.alarm;
    if (number < 3 && alarm !== undefined) return { type: 'alarm.acknowledged', alarm };
    if (number < 5) return { type: 'resume.requested' };
    const { settings, programming } = pump.state().ledger;
    if (number === 5 && choose.oneIn(4))
      return {
        type: 'settings.proposed',
        replaces: programming.version,
        settings: {
          ...(settings ?? exampleSettings),
          maxBolusUu: 500_000 * (1 + choose.below(50)),
          maxDailyUu: 10_000_000 * (3 + choose.below(20)),
          lowReservoirUu: 10_000_000 * (1 + choose.below(5)),
        },
      };
    return {
      type: 'bolus.requested',
      bolus: `walk ${strides.length}`,
      amountUu: 50_000 * (1 + choose.below(20)),
    };
  };

  while (strides.length < length) {
    const stride = next();
    if (stride === null) continue;
    strides.push(stride);
    const { says, commands } = pump.take(stride);
    if (says !== null) return { strides, refused, broken: { at: strides.length, says } };
    for (const command of commands) {
      if (command.type === 'moveMotor') position += 12.73;
      pending.push(...answersTo(command, Math.floor(position), boots === 0 ? 'new' : 'clean'));
    }
    if (stride.fact.type === 'power.lost') {
      boots += 1;
      pending = [
        { type: 'power.applied', boot: `boot ${strides.length}`, gapMs: choose.oneIn(3) ? null : 60_000 },
      ];
    }
    if (pump.state().pump.matches({ life: 'failSafe' }) && choose.oneIn(20))
      pending.push({ type: 'power.lost', cause: 'operator' });
  }
  return { strides, refused, broken: null };
};

/** Takes the same strides again; what breaks first. */
export const retrace = (strides: readonly Stride[]): Walked['broken'] => {
  const pump = watchedPump();
  for (const [index, stride] of strides.entries()) {
    const { says } = pump.take(stride);
    if (says !== null) return { at: index + 1, says };
  }
  return null;
};

/** What kind of failure it is, whatever the numbers in it. */
const kindOf = (broken: Walked['broken']): string | undefined => broken?.says.replace(/\d+/g, 'N');

/** Leaves out whatever this failure does not need: halves first, then single strides. Ends by itself. */
export const shrink = (strides: readonly Stride[]): readonly Stride[] => {
  const first = retrace(strides);
  const kind = kindOf(first);
  let kept = strides.slice(0, first?.at);
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < kept.length; ) {
      const fewer = [...kept.slice(0, from), ...kept.slice(from + size)];
      const broken = retrace(fewer);
      if (broken === null || kindOf(broken) !== kind) from += size;
      else kept = fewer.slice(0, broken.at);
    }
  }
  return kept;
};
