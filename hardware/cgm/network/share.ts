import { z } from 'zod';
import type { HttpAnswer } from '../../link/http/exchange.ts';
import { firstIssue, readAs } from './answer.ts';
import { below } from './nightscout.ts';
import { Secret } from './secret.ts';
import {
  type Ask,
  type GlucoseService,
  LOOK_BACK_MIN,
  MOST_READINGS,
  type Offer,
  ServiceTrouble,
} from './service.ts';
import { type Stated, worthOf } from './worth.ts';

export type ShareAccount = {
  readonly user: string;
  readonly password: Secret;
  /** Which application asks; whoever runs the service hands it out. */
  readonly application: Secret;
};

const ROOT = '/ShareWebServices/Services';
/** What is given for an account or a session that does not exist. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

const identity = z.uuid().refine(id => id !== NOBODY, 'stands for nobody');
const fault = z.looseObject({ Code: z.string() });

/** `Date(1690000000000)`, `/Date(1690000000000-0400)/`: ms since 1970; a zone says only how it was shown. */
const stamp = z
  .string()
  .regex(/^\/?Date\(\d{1,16}([+-]\d{4})?\)\/?$/, 'is no Date(…)')
  .transform(text => Number(/\d+/.exec(text)?.[0]))
  .refine(ms => Number.isSafeInteger(ms) && ms >= Date.UTC(2000, 0, 1), 'is before 2000');

const record = z.looseObject({ WT: stamp, Value: z.number() });

/** What the service says is wrong: it answers so with 500, whatever it is. */
const codeOf = ({ status, text }: HttpAnswer): string | null => {
  if (status < 400) return null;
  try {
    const read = fault.safeParse(JSON.parse(text));
    return read.success ? read.data.Code : null;
  } catch {
    return null;
  }
};

const hasEnded = (answer: HttpAnswer): boolean => /^Session(IdNotFound|NotValid)$/.test(codeOf(answer) ?? '');

const mustBeLetIn = (answer: HttpAnswer): void => {
  const code = codeOf(answer);
  if (code !== null && /MaxAttempts/.test(code))
    throw new ServiceTrouble(
      'refused',
      'login: the account is locked after too many attempts. Wait, and correct user and password before another start.',
    );
  if (code !== null && /Password|Account|Arg/.test(code))
    throw new ServiceTrouble('refused', 'login: user, password or application was refused. Correct them.');
};

/** Readings of Dexcom Share: a login in two steps, then questions in a session; one that has ended is begun again once. */
export const share = (base: URL, { user, password, application }: ShareAccount, ask: Ask): GlucoseService => {
  let session: Secret | null = null;

  const post = (path: string, body: unknown, query: Readonly<Record<string, string>> = {}) =>
    ask({
      method: 'POST',
      url: below(base, `${ROOT}${path}`, query),
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      body: JSON.stringify(body),
    });
  const logIn = async (path: string, who: Readonly<Record<string, string>>): Promise<string> => {
    const answer = await post(path, {
      ...who,
      password: password.reveal(),
      applicationId: application.reveal(),
    });
    mustBeLetIn(answer);
    return readAs(answer, identity, 'login');
  };
  const begun = async (): Promise<Secret> => {
    const accountId = await logIn('/General/AuthenticatePublisherAccount', { accountName: user });
    session = new Secret(await logIn('/General/LoginPublisherAccountById', { accountId }));
    return session;
  };
  const read = (by: Secret): Promise<HttpAnswer> =>
    post('/Publisher/ReadPublisherLatestGlucoseValues', null, {
      sessionId: by.reveal(),
      minutes: String(LOOK_BACK_MIN),
      maxCount: String(MOST_READINGS),
    });

  return {
    latest: async () => {
      const first = session === null ? null : await read(session);
      const isOver = first === null || hasEnded(first) || first.status === 401;
      if (isOver) session = null;
      const answer = isOver ? await read(await begun()) : first;
      return shareOffer(answer);
    },
  };
};

/** The records of an answer. One that is not understood costs the others nothing, and is named. */
export const shareOffer = (answer: HttpAnswer): Offer => {
  if (hasEnded(answer))
    throw new ServiceTrouble(
      'busy',
      'readings: the session ended as soon as it had begun. Look at the service.',
    );
  const records = readAs(answer, z.array(z.unknown()), 'readings');
  const stated: Stated[] = [];
  let misread: string | null = null;
  for (const [index, each] of records.entries()) {
    const found = record.safeParse(each);
    if (found.success)
      stated.push({
        field: `[${index}].Value`,
        atMs: found.data.WT,
        value: found.data.Value,
        unit: 'mg/dL',
        noise: 'clean',
      });
    else misread ??= `[${index}].${firstIssue(found.error, each)}. Look at the service.`;
  }
  const { readings, refused } = worthOf(stated);
  return { readings, refused: refused ?? misread, sentMs: answer.sentMs };
};
