import { readEntryList } from './entries.ts';
import { below, hashed } from './nightscout.ts';
import type { Secret } from './secret.ts';
import { type Ask, type GlucoseService, MOST_READINGS } from './service.ts';

/** The web service of xDrip+: `GET /sgv.json`, with the hashed secret in a header where one is set. Its values are always mg/dL. */
export const xdrip = (base: URL, secret: Secret | null, ask: Ask): GlucoseService => ({
  latest: async () => {
    const url = below(base, '/sgv.json', { count: String(MOST_READINGS), no_empty: 'Y' });
    const headers = {
      Accept: 'application/json',
      ...(secret === null ? {} : { 'api-secret': hashed(secret) }),
    };
    return readEntryList(await ask({ method: 'GET', url, headers }), 'sgv.json');
  },
});
