import { simulatedNightscout, simulatedXdrip } from './nightscout.ts';
import type { SimulatedService, SimulatedServiceOptions } from './service.ts';
import { SHARE_APPLICATION, SHARE_USER, simulatedShare } from './share.ts';

/** A simulated service that can stand alone on a port. */
export type ServiceMake = {
  readonly what: string;
  readonly simulate: (options: SimulatedServiceOptions) => SimulatedService;
  /** What is typed after `islet start` to read from it. */
  readonly typed: (port: number) => string;
  /** What else has to be in the environment than the secret; empty where nothing has. */
  readonly besides: Readonly<Record<string, string>>;
};

/** By the names that `islet sim` takes. */
export const SERVICE_MAKES: Readonly<Record<string, ServiceMake>> = {
  nightscout: {
    what: 'Nightscout, versions 1 and 3 of its interface',
    simulate: simulatedNightscout,
    typed: port => `--cgm nightscout://127.0.0.1:${port}`,
    besides: {},
  },
  xdrip: {
    what: 'the web service of xDrip+',
    simulate: simulatedXdrip,
    typed: port => `--cgm xdrip://127.0.0.1:${port}`,
    besides: {},
  },
  share: {
    what: 'Dexcom Share',
    simulate: simulatedShare,
    typed: port => `--cgm share://${SHARE_USER}@127.0.0.1:${port}`,
    besides: { ISLET_CGM_APPLICATION: SHARE_APPLICATION },
  },
};
