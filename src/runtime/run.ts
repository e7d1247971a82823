import { type Command, type CommandOf, isMotion } from '../domain/commands.ts';
import type { Envelope, Fact } from '../domain/facts.ts';
import { settingsChange } from '../domain/ledger/ledger.ts';
import type { AnnunciatorPort, Clock, ControllerPort, Devices } from '../ports.ts';
import { deadlineOf, dueFacts } from './deadlines.ts';
import { digest } from './digest.ts';
import type { Stepped } from './draft.ts';
import { mustBeDurable } from './durable.ts';
import type { Journal } from './journal.ts';
import { inspect, memoryOf } from './monitor.ts';
import { firstOf } from './priority.ts';
import { putQuestion } from './question.ts';
import type { Recovered } from './recover.ts';
import { secondChannel } from './secondChannel.ts';
import type { PumpState } from './state.ts';
import { step } from './step.ts';
import { supervise } from './supervisor.ts';

/** One step with what led to it, for whoever watches. */
export type Observed = Stepped & { readonly envelope: Envelope; readonly before: PumpState };

export type Runtime = {
  /** Puts a fact in the queue. Safe at any time; facts after `stop` are ignored. */
  readonly submit: (fact: Fact) => void;
  readonly state: () => PumpState;
  /**
   * Calls back after each step, once its commands were obeyed; those of the boot too, for a listener
   * that is added before the caller yields. Returns a function that ends it.
   */
  readonly observe: (listener: (step: Observed) => void) => () => void;
  /** Nothing waits and nothing is being worked on: accelerated time may advance. */
  readonly idle: () => boolean;
  /** The first defect, in words; null while there is none. */
  readonly faulted: () => string | null;
  /** A defect that nobody caught elsewhere in the process: it ends like one in here. */
  readonly fail: (defect: unknown) => void;
  /** Orderly power-off: the motor first, the journal last. */
  readonly stop: (cause: 'operator' | 'signal') => Promise<void>;
};

export type Parts = {
  readonly clock: Clock;
  readonly journal: Journal;
  readonly devices: Devices;
  readonly annunciator: AnnunciatorPort;
  readonly start: Recovered;
  /** Whoever runs controllers; without one, automation does not start. */
  readonly controller?: ControllerPort | null;
  /** Puts work off until what is being done is done: by the event loop, unless time itself is a matter of calls. */
  readonly defer?: (work: () => void) => void;
  /** Identifies the state after a step, for the journal. */
  readonly identify?: (state: PumpState) => string;
  /** Holds each step against the invariants. */
  readonly monitor?: typeof inspect;
};

/**
 * The only place that acts. One fact at a time: step, journal, obey, in this order, always to
 * completion. A defect anywhere stops the motor and latches the fault (SR-118).
 */
export const run = ({
  clock,
  journal,
  devices,
  annunciator,
  start,
  controller = null,
  defer = queueMicrotask,
  identify = digest,
  monitor = inspect,
}: Parts): Runtime => {
  let state = start.state;
  let seq = start.end.seq;
  const queue: Fact[] = [];
  let scheduled = false;
  let fault: string | null = null;
  let stopped = false;
  let journalIsLost = false;
  let cancelWake = () => {};
  const listeners = new Set<(step: Observed) => void>();
  const supervisor = supervise();
  const second = secondChannel(devices);
  let memory = memoryOf(start.state);

  /** Whether the step is in the journal as it must be. */
  const write = (stepped: Stepped, envelope: Envelope): boolean => {
    if (journalIsLost) return true;
    const { seq: number, monoMs, wallMs, fact } = envelope;
    const { commands } = stepped;
    const entry = { seq: number, monoMs, wallMs, fact, commands, state: identify(stepped.state) };
    try {
      journal.append(entry, mustBeDurable({ envelope, commands: stepped.commands }));
      return true;
    } catch (failure) {
      loseJournal(failure);
      return false;
    }
  };

  /** For the person; whoever observes shows them. */
  const nothing = (): void => {};

  /** Looked up and not matched: each pulse asks for several. */
  const obeys: { readonly [Type in Command['type']]: (command: CommandOf<Type>) => void } = {
    runSelfTest: () => devices.selfTest.run(),
    runCheck: () => devices.selfTest.check(),
    testSounder: () => devices.sounder.test(),
    shutDown: () => devices.power.shutDown(),
    // The step that asks for a record is the record: it is durable already.
    recordSettings: ({ after: settings }) => {
      if (settings !== null) supervisor.limitTo(settings);
    },
    recordIntent: ({ pulse }) => submit({ type: 'intent.recorded', pulse: pulse.pulse }),
    recordOutcome: ({ pulse }) => submit({ type: 'outcome.recorded', pulse }),
    moveMotor: ({ pulse }) => {
      // Checked before each use: settings that were changed where they lie move nothing (SR-066).
      const trouble = settingsChange(state.ledger);
      if (trouble !== null) {
        submit({ type: 'check.failed', item: 'settings', reason: trouble.slice(0, 400) });
        return;
      }
      // Second lock on SR-005: the chart has already waited for the record.
      if (!journal.holds(pulse.pulse)) throw new Error(`pulse ${pulse.pulse} was never recorded`);
      supervisor.admit(pulse, clock.now());
      devices.motor.move(pulse);
    },
    stopMotor: () => devices.motor.stop(),
    readEncoder: () => devices.encoder.read(),
    measureForce: () => devices.force.read(),
    rewindDrive: () => devices.motor.rewind(),
    seatPlunger: () => devices.motor.seat(),
    annunciate: ({ alarms }) => annunciator.show(alarms),
    sound: ({ signal, times }) => annunciator.sound(signal, times),
    askController: asked => putQuestion(asked, { controller, clock, submit, ledger: state.ledger }),
    tellMicrobolus: nothing,
    askConfirmation: nothing,
    askAgain: nothing,
    askSettings: nothing,
    reportBolus: nothing,
    reportOcclusion: nothing,
    reportRestart: nothing,
    refuse: nothing,
    openPairing: nothing,
    closePairing: nothing,
    permitRemote: nothing,
  };
  const obey = <Type extends Command['type']>(command: CommandOf<Type> & { readonly type: Type }): void =>
    obeys[command.type](command);

  /**
   * In order, to the end: a driver that throws must not keep the alarm from sounding. After a defect
   * nothing moves any more. Returns what was thrown.
   */
  const obeyAll = (commands: readonly Command[]): readonly unknown[] => {
    const defects: unknown[] = [];
    for (const command of commands) {
      if (defects.length > 0 && isMotion(command)) continue;
      try {
        obey(command);
      } catch (defect) {
        defects.push(defect);
      }
    }
    return defects;
  };

  const take = (fact: Fact): void => {
    const envelope: Envelope = { seq: seq + 1, monoMs: clock.now(), wallMs: clock.wall(), fact };
    const before = state;
    const stepped = step(before, envelope);
    const { commands, derived, deliveries } = stepped;
    const observed: Observed = { state: stepped.state, commands, derived, deliveries, envelope, before };
    const seen = monitor(memory, observed);
    // A fault is latched whatever else is wrong: it is what follows from a broken invariant.
    const [broken] = fact.type === 'fault.latched' ? [] : seen.violations;
    if (broken !== undefined) throw new Error(`invariant ${broken.invariant} is broken: ${broken.says}`);
    // A step that cannot be recorded has not happened: nothing of it is obeyed.
    if (!write(stepped, envelope)) return;
    seq = envelope.seq;
    state = stepped.state;
    memory = seen.memory;
    // Before anything moves by it.
    second.follow(state, fact, state.ledger.programming.hash);
    const defects = obeyAll(stepped.commands);
    tell(observed);
    // Its own order to switch off has been obeyed: nothing is left that could take another fact.
    if (fact.type === 'power.lost' && (fact.cause === 'depleted' || fact.cause === 'failing')) stopped = true;
    if (defects.length > 0) throw defects[0];
    if (fact.type === 'selfTest.passed' && state.pump.matches({ life: 'recovering' })) {
      submit({ type: 'journal.read', verdict: start.verdict });
    }
  };

  /** Whoever watches cannot harm the pump: a listener that throws is dropped. */
  const tell = (observed: Observed): void => {
    for (const listener of listeners) {
      try {
        listener(observed);
      } catch {
        listeners.delete(listener);
      }
    }
  };

  /** Whatever is wrong with the driver, the fault must still be latched and the alarm must sound. */
  const stopMotor = (): void => {
    try {
      devices.motor.stop();
    } catch (defect) {
      fault ??= defect instanceof Error ? defect.message : String(defect);
    }
  };

  /** We are wrong: the motor stops before anything else is thought about. */
  const latch = (defect: unknown, where: string): void => {
    const reason = `${defect instanceof Error ? defect.message : String(defect)} (${where})`;
    const isSecond = fault !== null;
    fault ??= reason;
    stopMotor();
    if (isSecond) return;
    takeOrGoOn({ type: 'fault.latched', reason: reason.slice(0, 400) });
  };

  const takeOrGoOn = (fact: Fact): void => {
    try {
      take(fact);
    } catch (defect) {
      latch(defect, `while taking ${fact.type}`);
    }
  };

  /** A journal that takes no more is the one failure that cannot be written down. */
  const loseJournal = (failure: unknown): void => {
    journalIsLost = true;
    stopMotor();
    takeOrGoOn({
      type: 'journal.failed',
      reason: failure instanceof Error ? failure.message : String(failure),
    });
  };

  const drain = (): void => {
    scheduled = false;
    while (queue.length > 0 && !stopped) {
      const fact = firstOf(queue);
      if (fact !== undefined) takeOrGoOn(fact);
    }
    wake();
  };

  const wake = (): void => {
    cancelWake();
    const at = stopped ? null : deadlineOf(state);
    cancelWake =
      at === null ? () => {} : clock.wakeAt(at, () => dueFacts(state, clock.now()).forEach(submit));
  };

  const submit = (fact: Fact): void => {
    if (stopped) return;
    queue.push(fact);
    if (scheduled) return;
    scheduled = true;
    // Facts of one moment wait together, so that the safest of them is taken first.
    defer(drain);
  };

  const { settings } = start.state.ledger;
  if (settings !== null) supervisor.limitTo(settings);
  for (const { intent, at } of start.moved) supervisor.remember(intent, at);
  // Not before whoever wants to watch has had a chance to.
  scheduled = true;
  defer(() => {
    for (const fact of start.boot) if (!journalIsLost) takeOrGoOn(fact);
    drain();
  });

  return {
    submit,
    state: () => state,
    observe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    idle: () => stopped || (!scheduled && queue.length === 0),
    faulted: () => fault,
    fail: defect => {
      if (!stopped) latch(defect, 'outside the core');
    },
    stop: async cause => {
      if (!stopped) {
        takeOrGoOn({ type: 'power.lost', cause });
        stopped = true;
        cancelWake();
      }
      await devices.close();
      journal.close();
    },
  };
};
