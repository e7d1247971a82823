import { createHash } from 'node:crypto';
import type { Asked, Served } from '../../../link/http/served.ts';
import type { Kept } from './faults.ts';
import {
  type Parts,
  type SimulatedService,
  type SimulatedServiceOptions,
  simulatedService,
} from './service.ts';

const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex');

/** An entry as Nightscout keeps it. */
const entryOf = ({ atMs, mgPerDl }: Kept) => ({
  type: 'sgv',
  sgv: mgPerDl,
  date: atMs,
  dateString: new Date(atMs).toISOString(),
  direction: 'Flat',
  noise: 1,
  device: 'simulated',
});

const mostOf = (asked: Asked, name: string): number => {
  const given = asked.query.get(name) ?? '10';
  return /^\d{1,5}$/.test(given) ? Number(given) : 10;
};

/** The list with one entry that nobody can read, where that is the fault. */
const withDamage = <Entry>(entries: readonly Entry[], { fault }: Parts): readonly unknown[] =>
  fault() === 'oneDamaged' ? [{ type: 'sgv', sgv: 'about 100', date: 'today' }, ...entries] : entries;

/** Versions 1 and 3 of Nightscout's interface, with one secret that is API secret and access token. */
const nightscout = (parts: Parts): ((asked: Asked) => Served) => {
  const { answer, readings, secret, fault } = parts;
  let passes = new Set<string>();
  let given = 0;
  const refuse = (): Served => answer(401, { status: 401, message: 'Unauthorized' });
  const entries = (most: number) => withDamage(readings().slice(0, most).map(entryOf), parts);

  const authorise = (path: string): Served => {
    if (fault() === 'wrongSecret' || decodeURIComponent(path.split('/').at(-1) ?? '') !== secret)
      return refuse();
    given += 1;
    const token = `pass-${given}`;
    passes = new Set([token]);
    return answer(200, { token, sub: 'islet', iat: 1, exp: 2 });
  };
  const first = (asked: Asked): Served => {
    const isKnown = asked.headers['api-secret'] === sha1(secret) || asked.query.get('token') === secret;
    return isKnown && fault() !== 'wrongSecret' ? answer(200, entries(mostOf(asked, 'count'))) : refuse();
  };
  const third = (asked: Asked): Served => {
    const pass = asked.headers.authorization?.replace(/^Bearer /, '') ?? '';
    if (!passes.has(pass) || fault() === 'wrongSecret') return refuse();
    if (fault() === 'expires') passes.delete(pass);
    return answer(200, { status: 200, result: entries(mostOf(asked, 'limit')) });
  };

  return asked => {
    if (asked.method !== 'GET') return answer(405, { status: 405 });
    if (asked.path.startsWith('/api/v2/authorization/request/')) return authorise(asked.path);
    if (asked.path === '/api/v1/entries/sgv.json') return first(asked);
    if (asked.path === '/api/v3/entries') return third(asked);
    return answer(404, { status: 404 });
  };
};

/** A Nightscout that nobody has to install. */
export const simulatedNightscout = (options: SimulatedServiceOptions): SimulatedService =>
  simulatedService(options, nightscout);

/** The web service of xDrip+: the newest first, and in the first one in which unit its person reads. */
const xdrip =
  (parts: Parts) =>
  (asked: Asked): Served => {
    const { answer, readings, secret, fault } = parts;
    if (asked.headers['api-secret'] !== sha1(secret) || fault() === 'wrongSecret')
      return answer(403, 'Authentication failed');
    if (asked.path !== '/sgv.json') return answer(404, {});
    const [first, ...others] = readings().slice(0, mostOf(asked, 'count')).map(entryOf);
    const all = first === undefined ? [] : [{ ...first, units_hint: 'mmol' }, ...others];
    return answer(200, withDamage(all, parts));
  };

export const simulatedXdrip = (options: SimulatedServiceOptions): SimulatedService =>
  simulatedService(options, xdrip);
