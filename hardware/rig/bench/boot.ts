import type { Annunciation } from '../../../src/domain/commands.ts';
import type { ByteLink, Clock, Devices, FactSink, JournalPort } from '../../../src/ports.ts';
import { journalOn } from '../../../src/runtime/journal.ts';
import type { Recovered } from '../../../src/runtime/recover.ts';
import { type Observed, type Runtime, run } from '../../../src/runtime/run.ts';
import { terminalSounder } from '../../annunciator/sounder.ts';
import { type ByRole, connectDevices } from '../../devices.ts';
import type { RecordSerial } from '../../link/recorder.ts';
import type { BeginTrace } from '../../link/trace.ts';
import type { MakeMotor } from '../../motor/driver.ts';
import { mainsPower } from '../../power/mains.ts';

export type BootOptions = {
  readonly clock: Clock;
  readonly links: ByRole<ByteLink>;
  readonly drive: MakeMotor;
  /** The input of its button; a pump without one has none. */
  readonly button: number | undefined;
  readonly journal: JournalPort;
  readonly start: Recovered;
  readonly record: RecordSerial;
  readonly trace: BeginTrace;
  readonly watch: (step: Observed) => void;
  readonly alter: (devices: Devices) => Devices;
};

/**
 * Begins the real pump on lines. It has the terminal for a speaker and the mains for a battery, for a rig has no boards for these.
 */
export const bootOn = ({
  clock,
  links,
  drive,
  button,
  journal,
  start,
  record,
  trace,
  watch,
  alter,
}: BootOptions): { readonly runtime: Runtime; readonly shown: () => readonly Annunciation[] } => {
  let sink: FactSink = () => {};
  const devices = alter(
    connectDevices({
      ...links,
      drive,
      ...(button === undefined ? {} : { button }),
      clock,
      sink: fact => sink(fact),
      sounder: terminalSounder(
        fact => sink(fact),
        () => true,
      ),
      power: mainsPower(fact => sink(fact)),
      checks: [],
      record,
      trace,
    }),
  );
  let shown: readonly Annunciation[] = [];
  const runtime = run({
    clock,
    journal: journalOn(journal, start.end),
    devices,
    annunciator: {
      show: alarms => {
        shown = alarms;
      },
      sound: () => {},
    },
    start,
  });
  runtime.observe(watch);
  sink = runtime.submit;
  return { runtime, shown: () => shown };
};
