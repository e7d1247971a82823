import type { RequirementId } from './requirements/index.ts';

/** What a person read, looked at or listened to, when, and what was found. */
export type Inspection = {
  readonly req: RequirementId;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** What was looked at, from the root of the project; not more than that is vouched for. */
  readonly files: readonly [string, ...string[]];
  readonly found: string;
  /** Where what was found departs from the requirement. It is not met as it stands until this is gone. */
  readonly departs?: string;
};

export const inspections: readonly Inspection[] = [
  {
    req: 'SR-046',
    date: '2026-11-26',
    files: ['specs/generated/matrix.md'],
    found:
      'each blank cell was an event that a state rightly leaves as it is, such as an answer that nobody awaits. The matrix grows with the charts: what was added since has not been read in this way.',
  },
  {
    req: 'SR-088',
    date: '2026-11-27',
    files: [
      'src/ports.ts',
      'src/runtime/run.ts',
      'src/runtime/question.ts',
      'src/runtime/controllerAnswer.ts',
      'src/domain/controllerFacts.ts',
      'src/domain/ledger/answer.ts',
    ],
    found:
      'a controller is given plain values (readings, doses, carbohydrates, therapy) and a number, and what it returns becomes one of two facts, controller.answered or controller.failed, checked by a schema. Of these the ledger reads a rate, its length, a bolus and a validity, each through the envelope; no command, alarm, gate, limit or setting is reachable from there.',
    departs:
      'A controller is code of the same process unless it is run apart: what it could do beside answering, the language does not forbid.',
  },
  {
    req: 'SR-104',
    date: '2026-11-26',
    files: [
      'src/domain/units.ts',
      'src/domain/admission.ts',
      'src/domain/differences.ts',
      'src/domain/programming.ts',
      'src/domain/quantities.ts',
      'src/domain/commands.ts',
      'src/domain/occlusion.ts',
      'src/domain/rolling.ts',
      'src/domain/detect/shortfall.ts',
      'src/domain/detect/battery.ts',
      'src/domain/ledger/request.ts',
      'src/domain/ledger/state.ts',
      'src/domain/ledger/encoderState.ts',
      'src/domain/ledger/automationState.ts',
      'src/verify/transcript.ts',
      'hardware/rig/scenario.ts',
    ],
    found:
      'insulin, pulses, rates, glucose, travel, force and instants have a type for each unit, with one checked constructor; volumes in the reservoir and in the rolling sums, the instants of the ledger and what units.ts adds and compares carry it. Many other numbers do not: see what departs.',
    departs:
      'Plain numbers carry a unit by name or comment alone in facts, commands and settings, in `Parts` and the sums of admission.ts, in `Spread` and `heldUu` of commands.ts, in `windowMs` of rolling.ts, in `minutesLeft` of battery.ts and in the amounts of shortfall.ts; in the ledger, `accumulated`, the totals of pulses by channel, `slack`, `travelled` and the `rate` of an automatic command have it in a comment at most. µU are divided to be told in U not only by the page and the command line, but for sentences in admission.ts, differences.ts, programming.ts, quantities.ts and request.ts of the domain, in transcript.ts, and in scenario.ts, which reads U as well.',
  },
  {
    req: 'SR-115',
    date: '2026-11-26',
    files: ['src/domain/facts.ts', 'src/domain/commands.ts', 'src/cli/start/source.ts'],
    found:
      'intents and outcomes of pulses, requests with their confirmations, failures of devices, alarms raised with what a person did about them, and the pairing and unpairing of remotes, that one was heard of, and the frames that were rejected are each a record of the journal.',
    departs:
      'Of connections, those of remotes alone are recorded: a page that opens or closes is not. A request of the page that is refused before it is a fact, such as one from a locked screen, leaves no record.',
  },
  {
    req: 'SR-116',
    date: '2026-11-26',
    files: ['src/runtime/run.ts', 'src/runtime/durable.ts', 'src/runtime/journal.ts'],
    found:
      'a stop and its alarm leave through the ports of motor and annunciator in the step that decides them, and no answer of a page, a network or a remote is awaited. They wait for one thing: the step is written to the journal first, and a step that raises an alarm is synchronised to its disk. When that fails, the motor is stopped and the alarm raised without it; while it takes its time, they wait, for which the motor driver has its own timeout. The journal must therefore lie on a disk of this computer.',
  },
];
