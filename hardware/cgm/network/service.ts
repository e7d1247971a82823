import type { Noise } from '../../../src/domain/detect/reading.ts';
import { OLDEST_MS } from '../../../src/domain/detect/reading.ts';
import { after, type MgPerDl, milliseconds, type WallMs } from '../../../src/domain/units.ts';
import type { Clock } from '../../../src/ports.ts';
import { type Exchange, type HttpAnswer, type HttpRequest, HttpTrouble } from '../../link/http/exchange.ts';

/** A reading as a service has it, by the time that the sensor gave it. */
export type Offered = { readonly atMs: WallMs; readonly mgPerDl: MgPerDl; readonly noise: Noise };

/** What a service answered. */
export type Offer = {
  /** In no order that can be relied on; the same may stand there twice. */
  readonly readings: readonly Offered[];
  /** What else stood there and was not taken for a reading, with the remedy; null when nothing did. */
  readonly refused: string | null;
  /** When it answered by its own clock; null when it does not say. */
  readonly sentMs: number | null;
};

/** One service of the network that has readings of a sensor. */
export type GlucoseService = {
  /** The newest readings. Rejects with a ServiceTrouble. */
  readonly latest: () => Promise<Offer>;
};

/**
 * Why a service gave nothing. `refused`: it does not let us in, and asking again soon could lock an account. `busy`: it
 * wants to be left alone. `unreachable`, `damaged`: another try may do.
 */
export type ServiceTroubleKind = 'refused' | 'busy' | 'unreachable' | 'damaged';

/** Its message is for a person, holds the remedy, and nothing of a secret. */
export class ServiceTrouble extends Error {
  override readonly name = 'ServiceTrouble';
  readonly kind: ServiceTroubleKind;
  readonly retryAfterMs: number | null;

  constructor(kind: ServiceTroubleKind, message: string, retryAfterMs: number | null = null) {
    super(message);
    this.kind = kind;
    this.retryAfterMs = retryAfterMs;
  }
}

/** One question with its deadline. Rejects with a ServiceTrouble where there is no answer at all. */
export type Ask = (request: HttpRequest) => Promise<HttpAnswer>;

/** Sensors speak every minute at most; a service that takes longer is as good as silent. */
const ANSWER = milliseconds(20_000);

const REMEDIES: Readonly<Record<HttpTrouble['kind'], string>> = {
  unreachable: 'See that it runs, and that address and port are right.',
  unknownHost: 'Correct the name in the address, or look at the network.',
  notEncrypted: 'Give the port at which it speaks HTTPS.',
  untrusted: 'Have it renewed; readings are taken from nobody who cannot prove who he is.',
  cut: 'Look at the network if this goes on.',
  tooLong: 'See that the address is that of the service.',
  late: 'Look at the network if this goes on.',
};

/** Puts a deadline on an exchange, by the clock of the pump. */
export const askWithin =
  (exchange: Exchange, clock: Clock): Ask =>
  async request => {
    const giveUp = new AbortController();
    const cancel = clock.wakeAt(after(clock.now(), ANSWER), () => giveUp.abort());
    try {
      return await exchange(request, giveUp.signal);
    } catch (failure) {
      if (!(failure instanceof HttpTrouble)) throw failure;
      const words = failure.kind === 'late' ? `${failure.message} (${ANSWER / 1_000} s)` : failure.message;
      throw new ServiceTrouble('unreachable', `${words}. ${REMEDIES[failure.kind]}`);
    } finally {
      cancel();
    }
  };

/** As far back as a service is asked: what is older is refused by the pump. */
export const LOOK_BACK_MIN = Math.ceil(OLDEST_MS / 60_000) + 3;
/** One a minute, as the busiest sensors have it, and as many again that are no readings. */
export const MOST_READINGS = 2 * LOOK_BACK_MIN;
