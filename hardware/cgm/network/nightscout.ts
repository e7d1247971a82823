import { createHash } from 'node:crypto';
import { z } from 'zod';
import { readAs } from './answer.ts';
import { offerOf, readEntryList } from './entries.ts';
import { Secret } from './secret.ts';
import { type Ask, type GlucoseService, MOST_READINGS, ServiceTrouble } from './service.ts';

/** How a service knows us: by its API secret, by an access token, or not at all. */
export type NightscoutKey =
  | { readonly by: 'apiSecret'; readonly secret: Secret }
  | { readonly by: 'token'; readonly secret: Secret }
  | null;

/** An address below another: the path of the first is kept, its query is not. */
export const below = (base: URL, path: string, query: Readonly<Record<string, string>> = {}): URL => {
  const url = new URL(base.origin);
  url.pathname = `${base.pathname.replace(/\/+$/, '')}${path}`;
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
};

/** The hash by which Nightscout and xDrip+ take an API secret. */
export const hashed = (secret: Secret): string => createHash('sha1').update(secret.reveal()).digest('hex');

/** `GET /api/v1/entries/sgv.json` with the hashed API secret in a header, or a token in the address. */
export const nightscoutV1 = (base: URL, key: NightscoutKey, ask: Ask): GlucoseService => ({
  latest: async () => {
    const url = below(base, '/api/v1/entries/sgv.json', {
      count: String(MOST_READINGS),
      ...(key?.by === 'token' ? { token: key.secret.reveal() } : {}),
    });
    const headers = {
      Accept: 'application/json',
      ...(key?.by === 'apiSecret' ? { 'api-secret': hashed(key.secret) } : {}),
    };
    return readEntryList(await ask({ method: 'GET', url, headers }), 'entries');
  },
});

/** A pass is sent in a header, which takes visible characters only. */
const granted = z.looseObject({ token: z.string().regex(/^[\x21-\x7e]+$/, 'is no pass') });
const found = z.looseObject({ result: z.array(z.unknown()) });

/** `GET /api/v3/entries` with a JWT that an access token is exchanged for; one that is refused is renewed once. */
export const nightscoutV3 = (base: URL, token: Secret, ask: Ask): GlucoseService => {
  let pass: Secret | null = null;

  const renewed = async (): Promise<Secret> => {
    const url = below(base, `/api/v2/authorization/request/${encodeURIComponent(token.reveal())}`);
    const answer = await ask({ method: 'GET', url, headers: { Accept: 'application/json' } });
    pass = new Secret(readAs(answer, granted, 'authorization').token);
    return pass;
  };
  const search = async (by: Secret) => {
    const url = below(base, '/api/v3/entries', { sort$desc: 'date', limit: String(MOST_READINGS) });
    const headers = { Accept: 'application/json', Authorization: `Bearer ${by.reveal()}` };
    const answer = await ask({ method: 'GET', url, headers });
    return offerOf(readAs(answer, found, 'entries').result, answer, 'result');
  };

  return {
    latest: async () => {
      if (pass === null) return search(await renewed());
      try {
        return await search(pass);
      } catch (failure) {
        if (!(failure instanceof ServiceTrouble) || failure.kind !== 'refused') throw failure;
        // It lives for some hours by the server's clock, which nobody here knows.
        pass = null;
        return search(await renewed());
      }
    },
  };
};
