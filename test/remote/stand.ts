import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryPair } from '../../hardware/link/memory.ts';
import { openSession, pairWith, type RemoteSession } from '../../hardware/remote/client.ts';
import { encodeFrame, type Frame, frameReader } from '../../hardware/remote/frame.ts';
import type { Kept } from '../../hardware/remote/handshake.ts';
import { keyFile } from '../../hardware/remote/keyFile.ts';
import type { Station } from '../../hardware/remote/station.ts';
import { stationFor } from '../../src/cli/remote/stationFor.ts';
import type { Fact, RemoteRole } from '../../src/domain/facts.ts';
import type { Clock } from '../../src/ports.ts';
import type { Observed, Runtime } from '../../src/runtime/run.ts';

/** What a stand needs of a pump, with whatever devices. */
export type StandPump = {
  readonly runtime: Runtime;
  readonly clock: Clock;
  readonly steps: readonly Observed[];
  readonly give: (...facts: readonly Fact[]) => Promise<void>;
  readonly wait: (ms: number) => Promise<void>;
};

/** Somebody on the wire between a remote and the pump, who sees and may change everything. */
export type Wire = {
  /** Frames that the remote has sent, in order. */
  readonly sent: readonly Frame[];
  /** What becomes of the remote's next frames: the frames that reach the pump instead. */
  meddle: (frame: Frame) => readonly Frame[];
  /** Sends something to the pump, as if the remote did. */
  readonly inject: (...frames: readonly Frame[]) => void;
  readonly cut: () => Promise<void>;
};

export type RemoteStand = {
  readonly station: Station;
  readonly keysPath: string;
  readonly rejected: () => readonly string[];
  readonly pair: (role: RemoteRole) => Promise<Kept>;
  readonly open: (kept: Kept) => Promise<{ readonly session: RemoteSession; readonly wire: Wire }>;
  /** Connects a wire on which nobody has said anything. */
  readonly stranger: () => Wire;
  /** Everything that is counted, as one text. */
  readonly counted: () => string;
  readonly restart: () => Station;
  readonly code: () => string;
};

/** A station on a running pump, in a folder that is gone when `act` is done. */
export const withRemotes = async (
  pump: StandPump,
  act: (stand: RemoteStand) => Promise<void>,
): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'islet-remote-'));
  const keysPath = join(folder, 'remote-keys.json');
  let code = '';
  const serve = (): Station =>
    stationFor({
      runtime: pump.runtime,
      clock: pump.clock,
      keys: keyFile(keysPath),
      showCode: shown => {
        code = shown;
      },
    });
  let station = serve();

  const wired = () => {
    const pair = memoryPair();
    const far = memoryPair();
    const sent: Frame[] = [];
    const wire: Wire = {
      sent,
      meddle: frame => [frame],
      inject: (...frames) => {
        for (const frame of frames) far.host.write(encodeFrame(frame));
      },
      cut: async () => {
        await pair.close();
        far.unplug();
        await far.close();
        // The pump notices at its next word, as with any cable.
        far.device.write(Uint8Array.of(0));
      },
    };
    pair.device.onBytes(
      frameReader(
        frame => {
          sent.push(frame);
          wire.inject(...wire.meddle(frame));
        },
        () => {},
      ),
    );
    far.host.onBytes(bytes => pair.device.write(bytes));
    station.connect({
      ...far.device,
      // A cable in memory does not tell its other end that it was let go; a socket does.
      close: async () => {
        await far.device.close();
        pair.unplug();
        pair.host.write(new Uint8Array());
      },
    });
    return { link: pair.host, wire };
  };

  try {
    await act({
      get station() {
        return station;
      },
      keysPath,
      code: () => code,
      rejected: () =>
        pump.steps.flatMap(({ envelope: { fact } }) =>
          fact.type === 'remote.rejected' ? Array.from({ length: fact.count }, () => fact.reason) : [],
        ),
      pair: async role => {
        await pump.give({ type: 'pairing.opened', role });
        const bond = await pairWith(wired().link, Number(code));
        await pump.give();
        return { ...bond, session: 0 };
      },
      open: async kept => {
        const { link, wire } = wired();
        return { session: await openSession(link, kept, () => {}), wire };
      },
      stranger: () => wired().wire,
      counted: () => {
        const { ledger } = pump.runtime.state();
        const { current, used, last } = ledger.bolus;
        // Basal goes on by itself; nothing else does.
        return JSON.stringify([
          ledger.doses.bolus,
          current,
          [...used],
          last,
          ledger.remote,
          ledger.delivering,
        ]);
      },
      restart: () => {
        station = serve();
        return station;
      },
    });
  } finally {
    await station.close();
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Lets everything that is under way arrive. */
export const settled = async (pump: StandPump): Promise<void> => {
  for (let turn = 0; turn < 12; turn += 1) await new Promise(done => setImmediate(done));
  await pump.give();
};
