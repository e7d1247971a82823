import type { WaitingClock } from '../clock/activity.ts';
import { QSB_BAUD } from '../encoder/qsb/codec.ts';
import { type QsbSimulator, qsbSimulator } from '../encoder/qsb/simulator.ts';
import { NUMATO_BAUD } from '../io/numato/codec.ts';
import { type NumatoSimulator, numatoSimulator } from '../io/numato/simulator.ts';
import { type FaultyLink, faultyLink } from '../link/faults.ts';
import type { LinkPair } from '../link/pair.ts';
import type { MakePair } from '../link/simulated.ts';
import type { Mechanism } from '../mechanics/model.ts';
import type { Configuration } from './core.ts';
import { RELAY_BAUD } from './relay/codec.ts';
import { type RelaySimulator, relaySimulator } from './relay/simulator.ts';
import { station } from './station.ts';

/** The second channel of a simulated pump, in this process and on the same clock. */
export type SecondChannel = {
  /** The main channel's end of the line; hand it to `connectDevices`. Either direction can be made bad. */
  readonly link: FaultyLink;
  readonly encoder: QsbSimulator;
  readonly bay: NumatoSimulator;
  readonly relay: RelaySimulator;
  /** Pulls a cable; `process` is the second channel itself, gone without a word. */
  readonly unplug: (what: 'encoder' | 'bay' | 'relay' | 'process') => void;
  readonly close: () => Promise<void>;
};

export type SecondChannelOptions = {
  readonly clock: WaitingClock;
  /** The one shaft that both encoders see. */
  readonly model: Mechanism;
  readonly make: MakePair;
  readonly configuration: () => Configuration | null;
};

/** A second encoder on the shared screw, a second switch in the bay, a relay board in the motor's supply, and the station. */
export const secondChannel = async ({
  clock,
  model,
  make,
  configuration,
}: SecondChannelOptions): Promise<SecondChannel> => {
  const pairs = {
    encoder: await make(QSB_BAUD),
    bay: await make(NUMATO_BAUD),
    relay: await make(RELAY_BAUD),
    process: await make(QSB_BAUD),
  } satisfies Record<string, LinkPair>;
  const all = Object.values(pairs);
  const forget = all.map((pair, i) =>
    clock.register({ name: `second channel ${i + 1} (${pair.path})`, idle: pair.idle }),
  );
  const encoder = qsbSimulator({ link: pairs.encoder.device, mechanism: model });
  const bay = numatoSimulator({ link: pairs.bay.device, mechanism: model });
  const relay = relaySimulator({ link: pairs.relay.device, mechanism: model });
  const beginning = station({
    clock,
    encoder: pairs.encoder.host,
    bay: pairs.bay.host,
    relay: pairs.relay.host,
    main: pairs.process.device,
    configuration,
  });
  return {
    link: faultyLink(pairs.process.host, clock),
    encoder,
    bay,
    relay,
    unplug: what => pairs[what].unplug(),
    close: async () => {
      await (await beginning).close();
      for (const stop of forget) stop();
      for (const pair of all) await pair.close();
    },
  };
};
