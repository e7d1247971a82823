import type { PumpMachine } from '../../../machines/pump/pump.ts';
import { after, milliseconds } from '../../../src/domain/units.ts';
import type { Observed } from '../../../src/runtime/run.ts';
import { type Event, keyOf, nameOf } from '../../../src/verify/automaton.ts';
import { type Shown, shownBy, type TestStep } from '../../../src/verify/suites/shown.ts';
import { takenTransitions } from '../../../src/verify/taken.ts';
import { RigTrouble } from '../run/phases.ts';
import type { Situation } from './acts.ts';
import { around, type Bench, benchAfter, newBench } from './bench.ts';
import { JAM } from './benchSystem.ts';
import { beside } from './beside.ts';
import { causeOf } from './causes.ts';
import type { DriveOptions } from './driveOptions.ts';
import { COMES_BY_ITSELF, mayCome } from './feasible.ts';
import { verdictOn } from './looks.ts';
import { oracle } from './oracle.ts';
import { outside } from './outside.ts';
import type { PathResult } from './pathResult.ts';
import { along, DETOUR, type Plan } from './plan.ts';
import { atomicIn, isIn, type PumpPath, pumpModel, spelled } from './pumpModel.ts';
import type { PumpBench } from './pumpOnBench.ts';
import { simulatedBench } from './simulated/bench.ts';

/** More wake-ups than this and what was awaited does not come: 20 min of pump time with a pulse every 15 s. */
const WAKE_UPS_MOST = 20_000;

/** Drives the real runtime with simulated devices along one path. Rejects only for a defect of the rig. */
export const drive = (path: PumpPath, options: DriveOptions): Promise<PathResult> =>
  driveBy(along(path), path.name, options);

/** The same by a plan that is told on the way. */
export const driveBy = async (plan: Plan, name: string, options: DriveOptions): Promise<PathResult> => {
  const seen = follower(plan, name, options);
  try {
    await seen.go();
  } catch (defect) {
    seen.failed(defect);
  } finally {
    await seen.bench.close().catch(seen.failed);
  }
  return seen.result();
};

const follower = (plan: Plan, name: string, options: DriveOptions) => {
  const events: Event[] = [];
  const expected = oracle();
  const heard: Event[] = [];
  const shown: TestStep[] = [];
  const taken = new Set<string>();
  const states = new Set<string>();
  let state = pumpModel.initial;
  let known: Bench = newBench;
  let at = 0;
  let actedFor = -1;
  let detouring = false;
  /** Nobody can choose that a jam is found between two pulses: what comes after it waits for the end of one. */
  let calming = false;
  let detours = 0;
  let diagnoses = 0;
  let uses = 0;
  let pending: void | Promise<void>;
  let toldIsKnown = true;
  let isOver = false;
  /** The path is over, and its pump is weighed in the state in which it has ended. */
  let isResting = false;
  /** The path is over, and nothing but the pump that ships is still held against it. */
  let isPathOver = false;

  const { diverge, held, divergence, failed, checks } = verdictOn(
    () => `step ${at + 1} (${nameOf(events[at] ?? { type: 'end' })})`,
    () => bench.world.trouble?.() ?? null,
  );

  const situation = (): Situation => ({
    bench,
    oracle: expected,
    state,
    known,
    ahead: events.slice(at + 1),
    fresh: () => {
      uses += 1;
      return uses;
    },
  });

  /** Takes the model along; the path's next event counts as driven, and then what it showed is kept. */
  const follow = (event: Event, shows: () => Shown): void => {
    const planned = events[at];
    const isPlanned = planned !== undefined && nameOf(planned) === nameOf(event);
    const edge = pumpModel.step(state, event);
    if (!isPlanned && edge.taken.length === 0) {
      if (event.type === known.record) known = { ...known, record: null };
      return;
    }
    const isExpected = isPlanned || DETOUR.has(event.type);
    if (!isExpected && planned !== undefined && edge.target !== state) {
      if (!plan.takesWhatComes || !COMES_BY_ITSELF.has(event.type) || !isFeasible(event))
        diverge(mustFollow(planned, event) ? 'order' : 'undriven', `${nameOf(event)} came instead`);
      else events.splice(at, events.length, event);
    }
    if (!isPlanned && event.type === 'pulse.due') {
      detouring = true;
      detours += 1;
    }
    heard.push(event);
    expected.expect(edge.asked);
    plan.happened(edge.taken);
    world.went(state, edge.target);
    known = benchAfter(known, event, edge.asked, around(state, edge.target));
    state = edge.target;
    const isOnPath = isPlanned || events[at] === event;
    if (isOnPath) {
      at += 1;
      shown.push({ event, ...shows() });
    }
    const isStill = isIn(state, { motor: 'still' });
    calming = !isStill && (calming || event.type === JAM);
    detouring = calming || (detouring && !isOnPath && !isStill);
    for (const id of atomicIn(state)) states.add(id);
  };

  const compare = options.beside ? beside() : null;
  const watch = (step: Observed): void => {
    if (isOver) return;
    const otherwise = compare?.(step) ?? null;
    if (!isPathOver) watchPath(step);
    // What is seen without a second pump is said first.
    if (otherwise !== null) diverge('beside', otherwise);
    if (!isPathOver) actAtOnce();
  };

  const watchPath = (step: Observed): void => {
    for (const delivery of step.deliveries) {
      if (delivery.machine !== 'pump') continue;
      const { before, event } = delivery;
      const macrostep = takenTransitions(
        before.machine,
        before,
        event as Parameters<typeof takenTransitions<PumpMachine>>[2],
      );
      for (const { id } of macrostep.taken) taken.add(id);
      follow(spelled(event), () => shownBy(before, macrostep.snapshot, macrostep.actions));
    }
    if (!options.fromOutside) diagnoses += 1;
    if (!options.fromOutside && keyOf(step.state.pump) !== pumpModel.key(state))
      diverge('chart', `the chart is in ${keyOf(step.state.pump)}, the path in ${pumpModel.key(state)}`);
    // How long a state lasts, and what comes of that, no path says.
    if (isResting) return;
    const alarms = bench.shown();
    if (alarms !== null) held('alarms', expected.shownAmiss(alarms));
    const amiss = expected.toldAmiss(step.commands);
    if (toldIsKnown) held('told', amiss);
    if (known.lost !== null) toldIsKnown = false;
    else if (step.envelope.fact.type === 'power.applied') toldIsKnown = true;
  };

  const bench: PumpBench = options.on?.(watch) ?? simulatedBench({ ...options, watch });

  const actAtOnce = (): void => {
    if (!bench.isReady() || detouring || divergence() !== null || actedFor === at) return;
    const event = events[at];
    if (event === undefined || known.forced.length > 0 || lackFor(event) !== null) return;
    const cause = causeOf(event, situation());
    if (cause.when === 'settled' || !isFeasible(event)) return;
    actedFor = at;
    pending = wholeThen(cause.act);
  };

  /** What was spoiled for the step before is made good; during a self-test it must stay as it was found. */
  const wholeThen = (act: () => void | Promise<void>): void | Promise<void> => {
    const isSpoilt =
      bench.isOn() && !isIn(state, { life: 'selfTest' }) && !isIn(state, { motor: { underway: 'moving' } });
    const healing = isSpoilt ? bench.world.heal(situation()) : undefined;
    return healing === undefined ? act() : healing.then(act);
  };
  const lackFor = (event: Event): string | null => bench.world.lack?.(event, state, known) ?? null;
  const isFeasible = (event: Event): boolean => mayCome(event, state, known);
  /** Whether it is the pump's fault that the other event came: the path asked for what can be, or what came is a defect. */
  const mustFollow = (planned: Event, came: Event): boolean =>
    isFeasible(planned) || !COMES_BY_ITSELF.has(came.type);

  const world = outside(bench, expected);
  const look = async (): Promise<void> => {
    const seen = await world.look(state);
    if (seen === null) return;
    if (seen.motor !== undefined) held('motor', seen.motor);
    held('travel', seen.travel);
  };

  const found = (): void => {
    for (const { look: at, amiss } of bench.world.findings?.() ?? []) held(at, amiss);
  };
  const rest = async (): Promise<void> => {
    isResting = true;
    await bench.world.rest?.(expected, () => state);
    found();
  };

  /** What was spoiled on purpose is not looked at before the pump has had time to notice. */
  const settle = async (looking: boolean): Promise<void> => {
    await pending;
    if (bench.isOn()) await bench.pump().clock.settle();
    if (looking) await look();
    found();
  };
  const passTime = async (from: number): Promise<void> => {
    const { clock } = bench.pump();
    const done = () => (at > from && !detouring) || divergence() !== null;
    await clock.advanceUntil(done, WAKE_UPS_MOST).then(
      () => {},
      (late: unknown) => {
        if (late instanceof RigTrouble) throw late;
        diverge('missing', `it did not come: ${String(late)}`);
      },
    );
  };

  const next = async (event: Event): Promise<void> => {
    const from = at;
    if (detouring) {
      await bench.pump().clock.advanceUntil(() => !detouring || divergence() !== null, WAKE_UPS_MOST);
      await look();
      return;
    }
    if (actedFor !== at && !isFeasible(event)) {
      diverge('undriven', 'the bench cannot make this happen here');
      return;
    }
    const lack = actedFor === at ? null : lackFor(event);
    if (lack !== null) {
      diverge('undriven', lack);
      return;
    }
    const cause = causeOf(event, situation());
    if (actedFor !== at) {
      actedFor = at;
      await wholeThen(cause.act);
    }
    await settle(!cause.takesTime);
    if (cause.takesTime && at > from) await look();
    if (at > from || divergence() !== null) return;
    if (!cause.takesTime) {
      diverge('missing', 'it did not come');
      return;
    }
    await passTime(from);
    await settle(true);
  };
  const isGoingOn = (): boolean => divergence() === null;
  /** The first of the next events that the plan names. */
  const planned = (): Event | undefined => {
    events.push(...plan.more(state, known));
    return events[at];
  };

  return {
    bench,
    go: async (): Promise<void> => {
      while (isGoingOn()) {
        const event = events[at] ?? planned();
        if (event === undefined) break;
        await next(event);
      }
      if (isGoingOn()) await rest();
      // Being switched off is a step, too.
      isPathOver = true;
      if (isGoingOn() && bench.isOn() && options.goesOnMs !== undefined) {
        const { clock } = bench.pump();
        await clock.advanceTo(after(clock.now(), milliseconds(options.goesOnMs)));
      }
    },
    failed: (defect: unknown): void => {
      isOver = true;
      failed(defect);
    },
    result: (): PathResult => ({
      name,
      outcome: divergence()?.outcome ?? 'pass',
      steps: events.length,
      driven: at,
      checks: checks(),
      diagnoses,
      detours,
      firstDivergence: divergence()?.what ?? null,
      amiss: divergence()?.amiss ?? null,
      events: events.slice(0, divergence() === null ? at : at + 1),
      heard,
      shown,
      taken: [...taken],
      states: [...states],
      simulatedMs: bench.elapsedMs(),
    }),
  };
};
