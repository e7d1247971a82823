import { type LockStepClock, lockStepClock } from '../../../hardware/clock/lockstep.ts';
import { type FaultyLink, faultyLink } from '../../../hardware/link/faults.ts';
import { type BadLine, badLine } from '../../../hardware/link/line.ts';
import { recordedLink, type SerialRecord } from '../../../hardware/link/recorder.ts';
import { cables } from '../../../hardware/link/simulated.ts';
import { type Mechanism, mechanism } from '../../../hardware/mechanics/model.ts';
import { newMechanics } from '../../../hardware/mechanics/state.ts';
import { SIMULATORS } from '../../../hardware/rig/simulators.ts';
import { after, milliseconds } from '../../../src/domain/units.ts';
import type { ByteLink } from '../../../src/ports.ts';

/** What came of one use of a device: whether it was right, and what was said if it was not. */
export type Told = { readonly isRight: boolean; readonly named: string | null };

/** A simulator on a real pseudo-terminal, its adapter at the other end, and whatever passes between them. */
export type Stand<Fault> = {
  readonly clock: LockStepClock;
  readonly model: Mechanism;
  readonly sim: { readonly fault: (fault: Fault) => void; readonly heal: () => void };
  readonly line: BadLine;
  readonly link: FaultyLink;
  readonly unplug: () => void;
  readonly wait: (ms: number) => Promise<void>;
  /** Uses the device once; `meanwhile` happens a little after its beginning. */
  readonly use: (meanwhile?: () => void) => Promise<Told>;
  readonly attest: () => Promise<Told>;
  /** Pulses that were asked for: each counts as delivered, whatever its answer. */
  readonly asked: () => number;
  readonly records: readonly SerialRecord[];
  /** What passed the wire, at the device's end. */
  readonly wire: { readonly toDevice: string; readonly toHost: string };
};

export type Ground = {
  readonly clock: LockStepClock;
  readonly model: Mechanism;
  readonly host: ByteLink;
  readonly device: ByteLink;
  readonly wait: (ms: number) => Promise<void>;
};
type Used = {
  readonly use: Stand<never>['use'];
  readonly attest: Stand<never>['attest'];
  readonly close: () => Promise<void>;
  readonly asked?: () => number;
};
export type Built<Fault> = Used & { readonly sim: Stand<Fault>['sim'] };

export type Kind<Fault> = {
  readonly baudRate: number;
  readonly build: (ground: Ground) => Built<Fault>;
};

/** Stands one device up on a pseudo-terminal, and takes it down whatever happens. */
export const withStand = async <Fault>(
  name: string,
  { baudRate, build }: Kind<Fault>,
  use: (on: Stand<Fault>) => Promise<void>,
): Promise<void> => {
  const clock = lockStepClock();
  const model = mechanism({ clock, start: newMechanics(200_000_000) });
  const pair = await (await cables('pty', () => {}))(baudRate);
  clock.register({ idle: pair.idle });
  const wire = { toDevice: '', toHost: '' };
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
  const tapped: ByteLink = {
    ...pair.device,
    write: bytes => {
      wire.toHost += hex(bytes);
      pair.device.write(bytes);
    },
    onBytes: take =>
      pair.device.onBytes(bytes => {
        wire.toDevice += hex(bytes);
        take(bytes);
      }),
  };
  const line = badLine(tapped, clock, SIMULATORS[name]?.unasked ?? new Uint8Array());
  const records: SerialRecord[] = [];
  const link = faultyLink(pair.host, clock);
  const host = recordedLink(link, { device: 'device', clock, record: each => void records.push(each) });
  const wait = (ms: number): Promise<void> => clock.advanceTo(after(clock.now(), milliseconds(ms)));
  const built = build({ clock, model, host, device: line, wait });
  try {
    await use({
      clock,
      model,
      sim: built.sim,
      line,
      link,
      unplug: pair.unplug,
      wait,
      use: built.use,
      attest: built.attest,
      asked: built.asked ?? (() => 0),
      records,
      wire,
    });
  } finally {
    await built.close();
    await pair.close();
    clock.close();
  }
};
