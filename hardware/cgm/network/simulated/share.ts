import { z } from 'zod';
import type { Asked, Served } from '../../../link/http/served.ts';
import {
  type Parts,
  type SimulatedService,
  type SimulatedServiceOptions,
  simulatedService,
} from './service.ts';

/** Who may log in to the simulated service, beside the secret that is the password. */
export const SHARE_USER = 'islet';
/** Of no real application. */
export const SHARE_APPLICATION = 'a0000000-0000-4000-8000-000000000001';

const ACCOUNT = 'b0000000-0000-4000-8000-000000000002';
const sessionOf = (number: number): string => `c0000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

const firstStep = z.object({ accountName: z.string(), password: z.string(), applicationId: z.string() });
const secondStep = z.object({ accountId: z.string(), password: z.string(), applicationId: z.string() });

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** Dexcom Share as its clients know it: two steps of login, a session, readings; whatever is wrong is a 500 with a code. */
const share = (parts: Parts): ((asked: Asked) => Served) => {
  const { answer, readings, secret, fault } = parts;
  let sessions = new Set<string>();
  let begun = 0;
  const wrong = (code: string): Served => answer(500, { Code: code, Message: code });
  const isLetIn = ({
    password,
    applicationId,
  }: {
    readonly password: string;
    readonly applicationId: string;
  }) => password === secret && applicationId === SHARE_APPLICATION && fault() !== 'wrongSecret';

  const authenticate = (body: string): Served => {
    const read = firstStep.safeParse(parsed(body));
    if (!read.success) return wrong('InvalidArgument');
    return isLetIn(read.data) && read.data.accountName === SHARE_USER
      ? answer(200, ACCOUNT)
      : wrong('AccountPasswordInvalid');
  };
  const logIn = (body: string): Served => {
    const read = secondStep.safeParse(parsed(body));
    if (!read.success) return wrong('InvalidArgument');
    if (!isLetIn(read.data) || read.data.accountId !== ACCOUNT) return wrong('AccountPasswordInvalid');
    begun += 1;
    const session = sessionOf(begun);
    sessions = new Set([session]);
    return answer(200, session);
  };
  const latest = ({ query }: Asked): Served => {
    const session = query.get('sessionId') ?? '';
    if (!sessions.has(session)) return wrong('SessionIdNotFound');
    if (fault() === 'expires') sessions.delete(session);
    const records = readings()
      .slice(0, Number(query.get('maxCount') ?? 1))
      .map(({ atMs, mgPerDl }) => ({
        WT: `Date(${atMs})`,
        ST: `Date(${atMs})`,
        DT: `Date(${atMs}-0400)`,
        Value: mgPerDl,
        Trend: 'Flat',
      }));
    return answer(200, fault() === 'oneDamaged' ? [{ WT: 'today', Value: null }, ...records] : records);
  };

  return asked => {
    if (asked.method !== 'POST') return answer(405, {});
    const what = asked.path.replace('/ShareWebServices/Services', '');
    if (what === '/General/AuthenticatePublisherAccount') return authenticate(asked.body);
    if (what === '/General/LoginPublisherAccountById') return logIn(asked.body);
    if (what === '/Publisher/ReadPublisherLatestGlucoseValues') return latest(asked);
    return answer(404, {});
  };
};

export const simulatedShare = (options: SimulatedServiceOptions): SimulatedService =>
  simulatedService(options, share);
