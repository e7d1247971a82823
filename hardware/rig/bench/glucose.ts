import { type MgPerDl, milliseconds } from '../../../src/domain/units.ts';
import type { FactSink } from '../../../src/ports.ts';
import { networkCgm } from '../../cgm/network/client.ts';
import { nightscoutV1 } from '../../cgm/network/nightscout.ts';
import { Secret } from '../../cgm/network/secret.ts';
import { askWithin, type GlucoseService, ServiceTrouble } from '../../cgm/network/service.ts';
import { simulatedNightscout } from '../../cgm/network/simulated/nightscout.ts';
import type { WaitingClock } from '../../clock/activity.ts';
import type { Exchange } from '../../link/http/exchange.ts';
import { nodeExchange } from '../../link/http/node.ts';
import { serveHttp } from '../../link/http/served.ts';
import { RigTrouble } from '../run/phases.ts';

/** A Nightscout on a port of this machine that has what the rig tells it, and the pump under test that reads it. */
export type GlucoseOnRig = {
  /** From now on it has this value, of this minute. Throws RigTrouble where it already has one of that minute. */
  readonly send: (value: MgPerDl) => void;
  /** The newest value was another one: from now on it has this in its place. Throws RigTrouble where it has none. */
  readonly contradict: (value: MgPerDl) => void;
  /** Asks it as a pump does: what it has, the newest first. Throws RigTrouble when it does not answer. */
  readonly asked: () => Promise<readonly MgPerDl[]>;
  /** Gives a pump a sensor: from now on it reads here. */
  readonly wear: (sink: FactSink) => void;
  /** What the sensor of that pump last complained of; null when of nothing. */
  readonly trouble: () => string | null;
  readonly close: () => Promise<void>;
};

const MINUTE_MS = 60_000;
/** How often a pump on the rig asks. */
export const ASKED_EVERY = milliseconds(10_000);
/** It is served to nobody but this machine, and has nothing that anybody would keep from others. */
const SECRET = 'islet-rig';
/** No two pumps of a rig lose their service together: nothing need be spread. */
const chance = (): number => 0.5;

/** Serves on this TCP port, 0 being any. Throws RigTrouble when it is taken. */
export const glucoseOnRig = async (clock: WaitingClock, tcpPort: number): Promise<GlucoseOnRig> => {
  const minuteNow = (): number => Math.floor(clock.wall() / MINUTE_MS);
  const first = minuteNow();
  const values = new Map<number, MgPerDl>();
  const served = simulatedNightscout({
    clock,
    read: minute => values.get(minute) ?? null,
    intervalMs: MINUTE_MS,
    secret: SECRET,
  });
  const server = await serveHttp(served.serve, tcpPort).catch((failure: unknown) => {
    const why = failure instanceof Error ? failure.message : String(failure);
    throw new RigTrouble(
      `cgm.tcpPort = ${tcpPort}: nothing can be served there (${why}). Take another, or 0.`,
    );
  });
  let underWay = 0;
  /** Accelerated time waits for the network. */
  const counted: Exchange = async (request, cancelled) => {
    underWay += 1;
    try {
      return await nodeExchange(request, cancelled);
    } finally {
      underWay -= 1;
    }
  };
  const forget = clock.register({ name: `glucose on port ${server.port}`, idle: () => underWay === 0 });
  const service: GlucoseService = nightscoutV1(
    new URL(`http://127.0.0.1:${server.port}/`),
    { by: 'apiSecret', secret: new Secret(SECRET) },
    askWithin(counted, clock),
  );
  let trouble: string | null = null;
  let takeOff = (): void => {};
  return {
    send: value => {
      const minute = minuteNow() - first;
      if (values.has(minute))
        throw new RigTrouble('a service has one value of a minute, and this one has it');
      values.set(minute, value);
    },
    contradict: value => {
      const newest = Math.max(...values.keys());
      if (values.size === 0) throw new RigTrouble('a service that has no value contradicts none');
      values.set(newest, value);
    },
    asked: () =>
      service.latest().then(
        ({ readings }) => readings.map(({ mgPerDl }) => mgPerDl),
        (failure: unknown) => {
          if (failure instanceof ServiceTrouble) throw new RigTrouble(`glucose service: ${failure.message}`);
          throw failure;
        },
      ),
    wear: sink => {
      const source = networkCgm({
        name: 'the service of the rig',
        service,
        clock,
        chance,
        every: ASKED_EVERY,
        sink,
        trouble: said => {
          trouble = said;
        },
      });
      takeOff = source.stop;
      source.start();
    },
    trouble: () => trouble,
    close: async () => {
      takeOff();
      forget();
      await server.close();
    },
  };
};
