import { type LockStepClock, lockStepClock } from '../../hardware/clock/lockstep.ts';
import { cartridgeOf } from '../../src/domain/change.ts';
import type { Annunciation } from '../../src/domain/commands.ts';
import type { Fact } from '../../src/domain/facts.ts';
import { exampleSettings, type Settings } from '../../src/domain/settings.ts';
import { after, milliseconds, monoMs, wallMs } from '../../src/domain/units.ts';
import type { ControllerPort, FactSink, JournalPort } from '../../src/ports.ts';
import { encodeHeader, journalOn } from '../../src/runtime/journal.ts';
import { begin, type Recovered } from '../../src/runtime/recover.ts';
import { type Observed, type Parts, type Runtime, run } from '../../src/runtime/run.ts';
import { type ObligingDevices, obligingDevices } from './obligingDevices.ts';

export type CorePump = {
  readonly runtime: Runtime;
  readonly devices: ObligingDevices;
  readonly clock: LockStepClock;
  readonly steps: readonly Observed[];
  readonly lines: readonly string[];
  /** What a person sees and hears now. */
  readonly shown: () => readonly Annunciation[];
  /** Submits facts of one moment, then lets everything settle without moving time. */
  readonly give: (...facts: readonly Fact[]) => Promise<void>;
  readonly wait: (ms: number) => Promise<void>;
};

export type CorePumpOptions = {
  /** The journal takes so many lines and no more. */
  readonly journalFailsAt?: number;
  /** Those of the example, unless others are given. */
  readonly settings?: Settings;
  /** Insulin in the first cartridge, in µU. */
  readonly cartridgeUu?: number;
  /** A pump that has run before, whose journal goes on; the plunger is where the encoder last saw it. */
  readonly continues?: Recovered;
  /** Where journal lines go besides memory, given the first one. */
  readonly storage?: (firstLine: string) => JournalPort;
  /** Whoever runs controllers, given where its answers go. */
  readonly controller?: (sink: FactSink) => ControllerPort;
  /** What the runtime is made of, with this or that otherwise. */
  readonly alter?: (parts: Parts) => Parts;
  /** Whether steps and lines are kept: not of a run that would fill the memory. */
  readonly keeps?: boolean;
};

/** 2026-01-02T00:00Z: midnight, so that the profile's first segment is in force. */
const MIDNIGHT = wallMs(Date.UTC(2026, 0, 2));

/** The real runtime on a journal in memory, with obliging devices and driven time; operating, suspended. */
export const corePump = async ({
  journalFailsAt = Number.POSITIVE_INFINITY,
  settings = exampleSettings,
  cartridgeUu = 200_000_000,
  continues,
  storage,
  controller,
  alter = parts => parts,
  keeps = true,
}: CorePumpOptions = {}): Promise<CorePump> => {
  const clock = lockStepClock({
    zeroMono: continues?.from ?? monoMs(0),
    zeroWall: wallMs(MIDNIGHT + (continues?.from ?? 0)),
  });
  const header = encodeHeader({
    islet: 'journal',
    version: 1,
    created: '2026-01-02T00:00:00Z',
    chart: 'test',
  });
  const lines: string[] = [header.line];
  const steps: Observed[] = [];
  let sink: FactSink = () => {};
  const devices = obligingDevices(clock, fact => sink(fact), continues?.state.ledger.claims);
  const start =
    continues ??
    begin(header.hash, {
      boot: 'test',
      wallMs: MIDNIGHT,
      settings,
      preparation: [cartridgeOf(cartridgeUu)],
    });
  let shown: readonly Annunciation[] = [];
  const port = storage?.(header.line);
  const append = (line: string): void => {
    if (lines.length >= journalFailsAt) throw new Error('no space left on the disk');
    if (keeps) lines.push(line);
    port?.append(line);
  };
  const runtime = run(
    alter({
      clock,
      journal: journalOn({ append, sync: () => port?.sync() }, start.end),
      devices,
      annunciator: {
        show: alarms => {
          shown = alarms;
        },
        sound: () => {},
      },
      start,
      controller: controller?.(fact => sink(fact)) ?? null,
    }),
  );
  sink = runtime.submit;
  if (keeps) runtime.observe(step => steps.push(step));
  clock.register({ name: 'runtime', idle: runtime.idle });
  const wait = (ms: number) => clock.advanceTo(after(clock.now(), milliseconds(ms)));
  await wait(100);
  return {
    runtime,
    devices,
    clock,
    steps,
    lines,
    shown: () => shown,
    wait,
    give: async (...facts) => {
      for (const fact of facts) runtime.submit(fact);
      await clock.settle();
    },
  };
};
