import { cartridgeOf } from '../../../src/domain/change.ts';
import type { Annunciation } from '../../../src/domain/commands.ts';
import type { Fact } from '../../../src/domain/facts.ts';
import type { Settings } from '../../../src/domain/settings.ts';
import type { Counts } from '../../../src/domain/units.ts';
import type { Devices, JournalPort } from '../../../src/ports.ts';
import { encodeHeader } from '../../../src/runtime/journal.ts';
import { begin } from '../../../src/runtime/recover.ts';
import type { Observed, Runtime } from '../../../src/runtime/run.ts';
import { qsbLook } from '../../encoder/qsb/look.ts';
import type { RecordSerial } from '../../link/recorder.ts';
import type { BeginTrace } from '../../link/trace.ts';
import type { MakeMotor } from '../../motor/driver.ts';
import type { TurnWords } from '../../motor/turn.ts';
import type { MakeMotorWatch, MotorWatch } from '../../motor/watch.ts';
import { RigTrouble } from '../run/phases.ts';
import { bootOn } from './boot.ts';
import { type Deeds, deedsOn } from './deeds.ts';
import type { GlucoseOnRig } from './glucose.ts';
import type { Hands } from './hands.ts';
import type { TappedLine } from './tapped.ts';
import type { RigTime } from './time.ts';

/** The journal of a pump on a rig has the same first line every time, so that runs can be compared. */
export const HEADER = {
  islet: 'journal',
  version: 1,
  created: '2026-01-02T00:00:00.000Z',
  chart: 'rig',
} as const;
/** How long the pump takes from power to `operating` at the most: four devices are attested. */
const BOOT_MS = 2_000;

/** A pump on the rig, as those see it who measure: what it says of itself, and what the lines of the rig say. */
export type RigPump = {
  readonly runtime: Runtime;
  readonly time: RigTime;
  readonly steps: readonly Observed[];
  /** What a person sees and hears now. */
  readonly shown: () => readonly Annunciation[];
  /** What a person does at the pump, all in one moment. */
  readonly give: (...facts: readonly Fact[]) => Promise<void>;
  readonly wait: (ms: number) => Promise<void>;
  readonly now: () => number;
  /** What the motor driver says of itself, heard on its line. */
  readonly motor: MotorWatch;
  /** Reads the encoder, over its line. Throws RigTrouble when it does not answer. */
  readonly counts: () => Promise<Counts>;
  readonly hands: Hands;
  /** The service at which it reads its sensor; null where it was given none. */
  readonly glucose: GlucoseOnRig | null;
  readonly deeds: Deeds;
};

export type RigPumpOptions = {
  readonly settings: Settings;
  /** Insulin in its cartridge, as it is told, µU. */
  readonly cartridgeUu?: number;
  /** It reads a sensor at the service of the rig. */
  readonly sensor?: true;
};

export type OnLines = {
  readonly time: RigTime;
  readonly lines: Readonly<Record<'motor' | 'encoder' | 'force' | 'bay', TappedLine>>;
  readonly drive: MakeMotor;
  readonly button: number | undefined;
  readonly watchMotor: MakeMotorWatch;
  readonly turn: TurnWords | null;
  readonly hands: Hands;
  readonly record: RecordSerial;
  readonly trace: BeginTrace;
  readonly watch: (step: Observed) => void;
  /** A journal anew, for a pump before its first life. */
  readonly journal: () => JournalPort;
  readonly alter: (devices: Devices) => Devices;
};

/** Boots the real pump on the lines of a rig, reading its sensor at `glucose`; it is operating and suspended when this returns, if its self-test passed. */
export const rigPump = async (
  {
    time,
    lines,
    drive,
    button,
    watchMotor,
    turn,
    hands,
    record,
    trace,
    watch,
    journal: anew,
    alter,
  }: OnLines,
  { settings, cartridgeUu = 200_000_000 }: RigPumpOptions,
  glucose: GlucoseOnRig | null,
): Promise<RigPump & { readonly stop: () => Promise<void> }> => {
  const { clock } = time;
  const header = encodeHeader(HEADER);
  const journal = anew();
  journal.append(header.line);
  const start = begin(header.hash, {
    boot: 'bench',
    wallMs: clock.wall(),
    settings,
    preparation: [cartridgeOf(cartridgeUu)],
  });
  const motor = watchMotor(clock.now);
  lines.motor.listen(motor.hear);
  const { encoder, deeds } = deedsOn({ lines, time, words: turn });
  const look = qsbLook(lines.encoder, clock);
  const steps: Observed[] = [];
  const { runtime, shown } = bootOn({
    clock,
    links: {
      motor: lines.motor.pump,
      encoder,
      force: lines.force.pump,
      bay: lines.bay.pump,
    },
    drive,
    button,
    journal,
    start,
    record,
    trace,
    watch: step => {
      steps.push(step);
      watch(step);
    },
    alter,
  });
  const forget = clock.register({ name: 'runtime', idle: runtime.idle });
  await time.wait(BOOT_MS);
  glucose?.wear(runtime.submit);
  return {
    runtime,
    time,
    steps,
    shown,
    give: async (...facts) => {
      for (const fact of facts) runtime.submit(fact);
      await time.settle();
    },
    wait: time.wait,
    now: clock.now,
    motor,
    counts: async () => {
      const count = await time.answered(look());
      if (typeof count === 'string') throw new RigTrouble(count);
      return count;
    },
    hands,
    glucose,
    deeds,
    stop: async () => {
      await time.answered(runtime.stop('operator'));
      forget();
    },
  };
};
