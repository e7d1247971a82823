import { cartridgeOf } from '../../../src/domain/change.ts';
import type { Fact } from '../../../src/domain/facts.ts';
import type { Settings } from '../../../src/domain/settings.ts';
import { after, milliseconds, type WallMs } from '../../../src/domain/units.ts';
import type { JournalPort, Question } from '../../../src/ports.ts';
import { INVARIANTS } from '../../../src/runtime/invariants.ts';
import { type Journal, journalOn } from '../../../src/runtime/journal.ts';
import { inspectBy } from '../../../src/runtime/monitor.ts';
import { begin } from '../../../src/runtime/recover.ts';
import { type Observed, run } from '../../../src/runtime/run.ts';
import { type PromptClock, promptClock } from '../../clock/prompt.ts';
import { directDevices } from '../../direct/devices.ts';
import { mechanism } from '../../mechanics/model.ts';
import { newMechanics } from '../../mechanics/state.ts';
import type { Wearable } from './wear.ts';

export type DirectPumpOptions = {
  readonly settings: Settings;
  readonly wallMs: WallMs;
  readonly cartridgeUu: number;
  readonly seed: number;
  /** Answers the pump's questions, within the moment; null where nobody does. */
  readonly controller?: ((question: Question) => Fact) | null;
  /** Where the steps are written; null keeps nothing but what the motor needs. */
  readonly journal?: { readonly headerHash: string; readonly on: JournalPort } | null;
  /** Sees every step, those of the boot included. */
  readonly watch?: (step: Observed) => void;
};

/** The pump that ships, its devices without bytes, in time that passes within calls. */
export type DirectPump = Wearable & {
  readonly clock: PromptClock;
  readonly wait: (ms: number) => void;
};

/** As long as `simulatedPump` takes from power to `operating`. */
export const BOOT_MS = 2_000;

/** A journal that keeps nothing but what the motor needs: that an intent was there before it moves. */
const unwritten = (): Journal => {
  let held: number | null = null;
  return {
    append: ({ commands }) => {
      for (const command of commands) {
        if (command.type === 'recordIntent') held = command.pulse.pulse;
        if (command.type === 'recordOutcome' && command.pulse === held) held = null;
      }
    },
    holds: pulse => pulse === held,
    close: () => {},
  };
};

/** All that each step is held against, but I11: at each step it integrates anew all that was given in hours. */
const MONITOR = inspectBy(INVARIANTS.filter(({ id }) => id !== 'I11'));

/** Boots the pump: operating and suspended when this returns. */
export const directPump = ({
  settings,
  wallMs,
  cartridgeUu,
  seed,
  controller = null,
  journal = null,
  watch,
}: DirectPumpOptions): DirectPump => {
  const clock = promptClock({ zeroWall: wallMs });
  const model = mechanism({ clock, start: newMechanics(cartridgeUu) });
  const devices = directDevices({ clock, mechanism: model, sink: fact => runtime.submit(fact), seed });
  const start = begin(journal?.headerHash ?? '', {
    boot: 'bench',
    wallMs,
    settings,
    preparation: [cartridgeOf(cartridgeUu)],
  });
  const runtime = run({
    clock,
    journal: journal === null ? unwritten() : journalOn(journal.on, start.end),
    devices,
    controller:
      controller === null
        ? null
        : { ask: question => clock.answer(() => runtime.submit(controller(question))) },
    annunciator: { show: () => {}, sound: () => {} },
    start,
    defer: clock.defer,
    // Where nothing is written nobody reads it, and it costs more than the step.
    ...(journal === null ? { identify: () => '' } : {}),
    monitor: MONITOR,
  });
  if (watch) runtime.observe(watch);
  const wait = (ms: number): void => clock.advanceTo(after(clock.now(), milliseconds(ms)));
  wait(BOOT_MS);
  return { clock, runtime, deliveredUu: model.deliveredUu, inject: model.inject, wait };
};
