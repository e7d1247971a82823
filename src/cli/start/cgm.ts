import { readFileSync, statSync } from 'node:fs';
import { match } from 'ts-pattern';
import { nightscoutV1, nightscoutV3 } from '../../../hardware/cgm/network/nightscout.ts';
import { Secret } from '../../../hardware/cgm/network/secret.ts';
import type { Ask, GlucoseService } from '../../../hardware/cgm/network/service.ts';
import { share } from '../../../hardware/cgm/network/share.ts';
import { xdrip } from '../../../hardware/cgm/network/xdrip.ts';
import { EXIT, Refusal } from '../exits.ts';
import type { Io } from '../io.ts';

const SERVICES = ['nightscout', 'xdrip', 'share'] as const;

/** Where readings come from, by `--cgm`; no secret is in it. */
export type CgmAddress = {
  readonly service: (typeof SERVICES)[number];
  readonly base: URL;
  /** Version of Nightscout's interface. */
  readonly api: 1 | 3;
  /** How often it is asked, in s. */
  readonly everyS: number;
  /** Who logs in to Share; empty elsewhere. */
  readonly user: string;
};

/** What opens a service. The names are those of environment variables, and of lines in a file. */
const NAMES = ['ISLET_CGM_SECRET', 'ISLET_CGM_TOKEN', 'ISLET_CGM_APPLICATION'] as const;
export type CgmKeys = Readonly<Partial<Record<(typeof NAMES)[number], Secret>>>;

/** A service that gives readings, and how it is asked. */
export type ServiceSource = { readonly address: CgmAddress; readonly service: (ask: Ask) => GlucoseService };

const usage = (message: string): Refusal => new Refusal(EXIT.badInput, message);

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
const PRIVATE = /^(10(\.\d{1,3}){3}|(192\.168|172\.(1[6-9]|2\d|3[01])|169\.254)(\.\d{1,3}){2})$|\.local$/;
const EVERY_S = { least: 5, most: 300, usual: 60 } as const;
const OPTIONS = ['api', 'every', 'tls'];

/** Reads `--cgm`. Throws a Refusal that shows no user, no password and no unknown option's value: they may be secrets. */
export const cgmAddress = (given: string): CgmAddress => {
  const url = URL.canParse(given) ? new URL(given) : null;
  const service = SERVICES.find(name => url?.protocol === `${name}:`);
  if (url === null || service === undefined || url.hostname === '')
    throw usage(
      `--cgm: is no address of a service. Say nightscout://HOST, xdrip://HOST:17580, share://USER@HOST, or bluetooth.`,
    );
  const shown = `--cgm ${service}://${url.host}`;
  if (url.password !== '' || (url.username !== '' && service !== 'share'))
    throw usage(
      `${shown}: a secret stands in the address, and every program of this machine can read it there. Change that secret, and give the new one in ISLET_CGM_SECRET or in a file (--cgm-secret).`,
    );
  if (service === 'share' && url.username === '')
    throw usage(`${shown}: says nothing of who logs in. Say share://USER@${url.host}.`);
  const unknown = [...url.searchParams.keys()].find(name => !OPTIONS.includes(name));
  if (unknown !== undefined)
    throw usage(
      `${shown}: an option stands there that it has not (not shown). There are: ${OPTIONS.join(', ')}.`,
    );
  return {
    service,
    base: new URL(`${schemeOf(url, service, shown)}://${url.host}${url.pathname}`),
    api: apiOf(url, service, shown),
    everyS: everyOf(url, shown),
    user: userOf(url, shown),
  };
};

const userOf = ({ username }: URL, shown: string): string => {
  try {
    return decodeURIComponent(username);
  } catch {
    throw usage(`${shown}: the user is not written as an address has it. Write % as %25.`);
  }
};

/** A secret goes in clear at most to this machine, or to a phone in the same house that is asked for it so. */
const schemeOf = (url: URL, service: CgmAddress['service'], shown: string): 'http' | 'https' => {
  const isHere = LOOPBACK.test(url.hostname);
  const isNear = isHere || PRIVATE.test(url.hostname);
  const said = url.searchParams.get('tls') ?? (isHere || (isNear && service === 'xdrip') ? 'off' : 'on');
  if (said === 'on') return 'https';
  if (said !== 'off') throw usage(`${shown}: tls is not on or off.`);
  if (isNear) return 'http';
  throw usage(`${shown}: tls = off: the secret could be read on its way. Leave it out, and use HTTPS.`);
};

const apiOf = (url: URL, service: CgmAddress['service'], shown: string): 1 | 3 => {
  const said = url.searchParams.get('api');
  if (said !== null && service !== 'nightscout') throw usage(`${shown}: only nightscout has api.`);
  if (said === null || said === '1') return 1;
  if (said === '3') return 3;
  throw usage(`${shown}: api = ${said}: there are 1 and 3.`);
};

const everyOf = (url: URL, shown: string): number => {
  const said = url.searchParams.get('every') ?? String(EVERY_S.usual);
  const seconds = /^\d{1,4}$/.test(said) ? Number(said) : Number.NaN;
  if (seconds >= EVERY_S.least && seconds <= EVERY_S.most) return seconds;
  throw usage(
    `${shown}: every = ${said.slice(0, 10)}: is not a whole number of s from ${EVERY_S.least} to ${EVERY_S.most}.`,
  );
};

/** Secrets of the environment, or of a file that nobody else may read. Throws a Refusal that shows none of them. */
export const cgmKeys = (file: string | null, env: Io['env']): CgmKeys => {
  const given = file === null ? env : linesOf(file);
  return Object.fromEntries(
    NAMES.flatMap(name => {
      const word = given[name]?.trim() ?? '';
      return word === '' ? [] : [[name, new Secret(word)]];
    }),
  );
};

const linesOf = (file: string): Readonly<Record<string, string>> => {
  let text: string;
  try {
    const { mode } = statSync(file);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0)
      throw usage(
        `--cgm-secret ${file}: others may read it (mode ${(mode & 0o777).toString(8)}, wanted 600). Run: chmod 600 ${file}`,
      );
    text = readFileSync(file, 'utf8');
  } catch (failure) {
    if (failure instanceof Refusal) throw failure;
    throw usage(
      `--cgm-secret ${file}: cannot be read (${failure instanceof Error && 'code' in failure ? failure.code : 'unknown'}). Give a file with lines like ISLET_CGM_SECRET=…`,
    );
  }
  const lines = text.split(/\r?\n/).map(line => line.trim());
  const entries = lines.flatMap((line, index): readonly (readonly [string, string])[] => {
    if (line === '' || line.startsWith('#')) return [];
    const at = line.indexOf('=');
    const name = NAMES.find(known => known === line.slice(0, at).trim());
    if (name === undefined)
      throw usage(
        `--cgm-secret ${file}: line ${index + 1} is none of ${NAMES.join('=…, ')}=… (it is not shown here).`,
      );
    return [[name, line.slice(at + 1)]];
  });
  return Object.fromEntries(entries);
};

/** A service with what opens it. Throws a Refusal that names what is missing. */
export const serviceFor = (address: CgmAddress, keys: CgmKeys): ServiceSource => {
  const { base, service, api, user } = address;
  const { ISLET_CGM_SECRET: secret, ISLET_CGM_TOKEN: token, ISLET_CGM_APPLICATION: application } = keys;
  const missing = (name: (typeof NAMES)[number], what: string): Refusal =>
    usage(
      `--cgm ${service}://${base.host}: needs ${what}. Give it in the environment as ${name}, or in a file of mode 600 (--cgm-secret FILE).`,
    );
  const make = match(service)
    .returnType<(ask: Ask) => GlucoseService>()
    .with('nightscout', () => {
      if (api === 3) {
        if (token === undefined) throw missing('ISLET_CGM_TOKEN', 'an access token');
        return ask => nightscoutV3(base, token, ask);
      }
      if (token !== undefined) return ask => nightscoutV1(base, { by: 'token', secret: token }, ask);
      return ask => nightscoutV1(base, secret === undefined ? null : { by: 'apiSecret', secret }, ask);
    })
    .with('xdrip', () => ask => xdrip(base, secret ?? null, ask))
    .with('share', () => {
      if (secret === undefined) throw missing('ISLET_CGM_SECRET', 'the password');
      if (application === undefined) throw missing('ISLET_CGM_APPLICATION', 'the id of an application');
      return ask => share(base, { user, password: secret, application }, ask);
    })
    .exhaustive();
  return { address, service: make };
};
