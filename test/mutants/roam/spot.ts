import type { Command } from '../../../src/domain/commands.ts';
import type { Fact } from '../../../src/domain/facts.ts';
import { monoMs, wallMs } from '../../../src/domain/units.ts';
import { deadlineOf, dueFacts } from '../../../src/runtime/deadlines.ts';
import { inspect, type Memory, memoryOf } from '../../../src/runtime/monitor.ts';
import { firstOf } from '../../../src/runtime/priority.ts';
import { blankState, type PumpState } from '../../../src/runtime/state.ts';
import { step } from '../../../src/runtime/step.ts';
import type { Tape, Taped } from '../../../src/verify/mutants/observed/tape.ts';
import { random } from '../../fuzz/random.ts';
import { type WorldKept, worldBefore, worldOf } from '../../fuzz/world.ts';
import { randomAnswer } from '../../support/randomAnswer.ts';

/**
 * A pump in its world at one moment, and the way that led there. It does not change, so that any number of other ways may
 * go on from it.
 */
export type Spot = {
  readonly state: PumpState;
  readonly memory: Memory;
  readonly nowMs: number;
  readonly world: WorldKept;
  /** Answers of devices and of a person that are under way. */
  readonly pending: readonly Fact[];
  readonly sensor: { readonly mgPerDl: number; readonly sequence: number };
  /** What a controller answers from now on. */
  readonly controller: Controller;
  /** Answers of devices that are broken, and give none. */
  readonly unanswered: readonly Fact['type'][];
  /** By how much the wall clock has leapt. */
  readonly shiftedMs: number;
  /** Nothing of this world breaks but a line now and then; in another one devices fail, slip and say nothing. */
  readonly isCalm: boolean;
  /** What is to be recorded is recorded at once, as the runtime does; otherwise it takes its time, as if much else came first. */
  readonly isPrompt: boolean;
  /** Steps before the first one of its own way. */
  readonly past: readonly Taped[];
  /** The last step of its own way, and the spot before it; null at the beginning of that. */
  readonly last: { readonly step: Taped; readonly from: Spot } | null;
  /** Steps so far. */
  readonly seq: number;
};

/** What controllers are like: whatever comes to mind, a steady rate, as much or as little as can be, or nothing. */
export const CONTROLLERS = ['any', 'steady', 'most', 'nothing', 'silent'] as const;
export type Controller = (typeof CONTROLLERS)[number];

const MIDNIGHT = Date.UTC(2026, 0, 2);

export const beginning = (isCalm: boolean, isPrompt: boolean): Spot => {
  const state = blankState();
  return {
    state,
    memory: memoryOf(state),
    nowMs: 0,
    world: worldBefore,
    pending: [],
    sensor: { mgPerDl: 120, sequence: 0 },
    controller: 'any',
    unanswered: [],
    shiftedMs: 0,
    isCalm,
    isPrompt,
    past: [],
    last: null,
    seq: 0,
  };
};

/** What the runtime tells itself after a fact: what it has recorded, and how the last run ended. */
const isItsOwn = ({ type }: Fact, after: Fact): boolean =>
  type === 'intent.recorded' ||
  type === 'outcome.recorded' ||
  (type === 'journal.read' && after.type === 'selfTest.passed');

/** Takes facts now, in the order in which the runtime takes what waits together. Throws what the pump throws: a defect of ours. */
export const take = (from: Spot, ...facts: readonly Fact[]): Spot => {
  const queue = [...facts];
  let spot = from;
  for (let fact = firstOf(queue); fact !== undefined; fact = firstOf(queue)) {
    spot = taken(spot, fact);
    if (!spot.isPrompt) continue;
    const own = spot.pending.filter(each => isItsOwn(each, fact));
    queue.push(...own);
    spot = { ...spot, pending: spot.pending.filter(each => !own.includes(each)) };
  }
  return spot;
};

const taken = (spot: Spot, fact: Fact): Spot => {
  const { state: before, memory } = spot;
  const seq = spot.seq + 1;
  const { nowMs } = spot;
  const envelope = { seq, monoMs: monoMs(nowMs), wallMs: wallMs(MIDNIGHT + nowMs + spot.shiftedMs), fact };
  const stepped = step(before, envelope);
  const observed = { ...stepped, envelope, before };
  const { memory: after, violations } = inspect(memory, observed);
  if (violations.length > 0)
    throw new Error(`step ${seq}, ${fact.type}: ${JSON.stringify(violations)}`, { cause: { spot, fact } });
  const world = worldOf(random(seq * 7_919 + nowMs), spot.isCalm, spot.world);
  world.note(fact);
  const answers = inTurn(stepped.commands, spot.isPrompt)
    .flatMap(command =>
      command.type === 'askController' ? answerOf(spot, command.question) : world.answersTo(command),
    )
    .filter(({ type }) => !spot.unanswered.includes(type));
  return {
    ...spot,
    state: stepped.state,
    memory: after,
    world: world.kept(),
    // Nobody answers a pump that is off.
    pending: fact.type === 'power.lost' ? [] : [...spot.pending, ...answers],
    last: { step: { ...observed, memory }, from: spot },
    seq,
  };
};

/** An encoder is read in no time, and a self-test takes its own: where the plunger is, is known before the journal is read. */
const inTurn = (commands: readonly Command[], isPrompt: boolean): readonly Command[] => {
  if (!isPrompt) return commands;
  const isTest = ({ type }: Command): boolean => type === 'runSelfTest';
  return [...commands.filter(command => !isTest(command)), ...commands.filter(isTest)];
};

const HALF_HOUR_MS = 1_800_000;

const answerOf = ({ controller, nowMs }: Spot, question: number): readonly Fact[] => {
  if (controller === 'silent') return [];
  if (controller === 'any') return [randomAnswer(question, nowMs % 9_973)];
  const rateUuPerHour = { steady: 500_000, most: 3_000_000, nothing: 0 }[controller];
  return [
    {
      type: 'controller.answered',
      question,
      basal: { rateUuPerHour, lengthMs: HALF_HOUR_MS },
      bolusUu: 0,
      validMs: HALF_HOUR_MS,
      terms: [],
    },
  ];
};

/** Steps of a while, at most: a pump that gives much wakes often. */
const MOST_STEPS = 2_000;

/** Devices answer, and time passes: the pump is woken whenever it wants to be. */
export const pass = (from: Spot, forMs: number): Spot => wait(from, forMs, true);

/** Time passes, and what devices have to say is still under way. */
export const linger = (from: Spot, forMs: number): Spot => wait(from, forMs, false);

const wait = (from: Spot, forMs: number, areAnswering: boolean): Spot => {
  const untilMs = from.nowMs + forMs;
  let spot = from;
  for (let count = 0; count < MOST_STEPS; count += 1) {
    const [answer, ...pending] = spot.pending;
    if (areAnswering && answer !== undefined) {
      spot = take({ ...spot, pending }, answer);
      continue;
    }
    const at = deadlineOf(spot.state);
    if (at === null || at > untilMs) return { ...spot, nowMs: Math.max(spot.nowMs, untilMs) };
    const nowMs = Math.max(at, spot.nowMs);
    spot = take({ ...spot, nowMs }, ...dueFacts(spot.state, monoMs(nowMs)));
  }
  return spot;
};

/** Whatever devices answer by themselves, at once. */
export const settle = (from: Spot): Spot => pass(from, 0);

/** The whole way to a spot, as a tape. */
export const tapeTo = (spot: Spot, name: string, suite: string): Tape => {
  const steps: Taped[] = [];
  for (let at: Spot = spot; at.last !== null; at = at.last.from) steps.push(at.last.step);
  return { name, suite, steps: [...spot.past, ...steps.reverse()] };
};

/**
 * The pump of a tape after a step of it, in a world such as it was as far as facts tell: whatever else devices had to say
 * is lost.
 */
export const spotOn = ({ steps }: Tape, at: number): Spot => {
  const past = steps.slice(0, at + 1);
  const step = past.at(-1);
  if (step === undefined) throw new Error(`the tape has no step ${at + 1}`);
  const { monoMs: nowMs, wallMs: atWallMs, seq } = step.envelope;
  const began = beginning(true, true);
  const world = worldOf(random(seq), true);
  let [{ sensor }, position] = [began, 0];
  for (const {
    envelope: { fact },
  } of past) {
    world.note(fact);
    if (fact.type === 'cgm.measured') sensor = fact;
    if (fact.type === 'encoder.counted') position = fact.counts;
  }
  const there = worldOf(random(seq), true, { ...world.kept(), position, blockedFor: null });
  const pending = inTurn(step.commands, true).flatMap(there.answersTo);
  const { memory } = inspect(step.memory, step);
  return {
    ...began,
    state: step.state,
    memory,
    nowMs,
    world: there.kept(),
    pending,
    sensor,
    shiftedMs: atWallMs - MIDNIGHT - nowMs,
    past,
    seq,
  };
};
