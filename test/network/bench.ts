import { networkCgm } from '../../hardware/cgm/network/client.ts';
import { nightscoutV1, nightscoutV3 } from '../../hardware/cgm/network/nightscout.ts';
import { Secret } from '../../hardware/cgm/network/secret.ts';
import { type Ask, askWithin, type GlucoseService } from '../../hardware/cgm/network/service.ts';
import { share } from '../../hardware/cgm/network/share.ts';
import { simulatedNightscout, simulatedXdrip } from '../../hardware/cgm/network/simulated/nightscout.ts';
import type {
  SimulatedService,
  SimulatedServiceOptions,
} from '../../hardware/cgm/network/simulated/service.ts';
import { SHARE_APPLICATION, SHARE_USER, simulatedShare } from '../../hardware/cgm/network/simulated/share.ts';
import { xdrip } from '../../hardware/cgm/network/xdrip.ts';
import { lockStepClock } from '../../hardware/clock/lockstep.ts';
import type { Exchange } from '../../hardware/link/http/exchange.ts';
import { exchangeInMemory } from '../../hardware/link/http/served.ts';
import type { Fact, FactOf } from '../../src/domain/facts.ts';
import { milliseconds, monoMs, wallMs } from '../../src/domain/units.ts';

export const MINUTE_MS = 60_000;
export const SECRET = 'open-sesame-1234';

/** Each service with its client and its simulator. */
export const KINDS: Readonly<
  Record<
    string,
    {
      readonly simulate: (options: SimulatedServiceOptions) => SimulatedService;
      readonly client: (base: URL, ask: Ask, secret?: string) => GlucoseService;
    }
  >
> = {
  'Nightscout 1 by secret': {
    simulate: simulatedNightscout,
    client: (base, ask, secret = SECRET) =>
      nightscoutV1(base, { by: 'apiSecret', secret: new Secret(secret) }, ask),
  },
  'Nightscout 1 by token': {
    simulate: simulatedNightscout,
    client: (base, ask, secret = SECRET) =>
      nightscoutV1(base, { by: 'token', secret: new Secret(secret) }, ask),
  },
  'Nightscout 3': {
    simulate: simulatedNightscout,
    client: (base, ask, secret = SECRET) => nightscoutV3(base, new Secret(secret), ask),
  },
  'xDrip+': {
    simulate: simulatedXdrip,
    client: (base, ask, secret = SECRET) => xdrip(base, new Secret(secret), ask),
  },
  Share: {
    simulate: simulatedShare,
    client: (base, ask, secret = SECRET) =>
      share(
        base,
        { user: SHARE_USER, password: new Secret(secret), application: new Secret(SHARE_APPLICATION) },
        ask,
      ),
  },
};
export const kindNamed = (name: string): (typeof KINDS)[string] => {
  const kind = KINDS[name];
  if (kind === undefined) throw new Error(`${name} is no service`);
  return kind;
};

/** Values that no two neighbouring readings share. */
export const skin = (index: number): number => 80 + ((index * 17) % 150);
export const ZERO = Date.UTC(2026, 0, 2);

export type BenchOptions = {
  readonly name: string;
  readonly chance?: () => number;
  readonly read?: (index: number) => number | null;
  readonly secret?: string;
  /** Between client and service. */
  readonly wrap?: (exchange: Exchange) => Exchange;
};

/** A service, its client and what the client says, in lock-step time. */
export const networkBench = ({
  name,
  chance = () => 0.5,
  read = skin,
  secret = SECRET,
  wrap = exchange => exchange,
}: BenchOptions) => {
  const kind = kindNamed(name);
  const clock = lockStepClock({ zeroMono: monoMs(3_600_000), zeroWall: wallMs(ZERO) });
  const service = kind.simulate({ clock, read, secret: SECRET });
  const asked: number[] = [];
  const counted: Exchange = (request, signal) => {
    asked.push(clock.now());
    return exchange(request, signal);
  };
  const exchange = wrap(exchangeInMemory(service.serve, clock));
  const facts: Fact[] = [];
  const troubles: (string | null)[] = [];
  const client = networkCgm({
    name,
    service: kind.client(new URL('http://127.0.0.1:1337/'), askWithin(counted, clock), secret),
    clock,
    chance,
    every: milliseconds(MINUTE_MS),
    sink: fact => void facts.push(fact),
    trouble: trouble => void troubles.push(trouble),
  });
  type Measured = FactOf<'cgm.measured'>;
  const measured = (): readonly Measured[] =>
    facts.filter((fact): fact is Measured => fact.type === 'cgm.measured');
  const isFirst = ({ sequence }: Measured, index: number, all: readonly Measured[]): boolean =>
    all.findIndex(each => each.sequence === sequence) === index;
  return {
    clock,
    service,
    client,
    facts,
    troubles,
    asked,
    /** The first word on each instant; what is said of it again contradicts it. */
    readings: (): readonly FactOf<'cgm.measured'>[] => measured().filter(isFirst),
    contradictions: (): readonly FactOf<'cgm.measured'>[] =>
      measured().filter((...each) => !isFirst(...each)),
    minutes: (minutes: number): Promise<void> =>
      clock.advanceTo(monoMs(clock.now() + Math.round(minutes * MINUTE_MS))),
    end: () => {
      client.stop();
      clock.close();
    },
  };
};
