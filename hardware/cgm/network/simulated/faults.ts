import { match, P } from 'ts-pattern';
import type { Served } from '../../../link/http/served.ts';

/** What can be wrong with a simulated service. `expires`: each pass it gave holds for one question only. */
export const NETWORK_FAULTS = [
  'wrongSecret',
  'expires',
  'tooMany',
  'down',
  'hangs',
  'cutOff',
  'endless',
  'notJson',
  'otherShape',
  'redirects',
  'empty',
  'oneDamaged',
  'clockAhead',
  'datedAhead',
  'stale',
  'twice',
  'contradicts',
  'otherUnit',
  'errorCodes',
] as const;
export type NetworkFault = (typeof NETWORK_FAULTS)[number];

/** One reading as a service keeps it. */
export type Kept = { readonly atMs: number; readonly mgPerDl: number };

const MINUTE_MS = 60_000;
/** 18.02 is what services divide by; one decimal is what they show. */
const inMmol = (mgPerDl: number): number => Math.round((mgPerDl / 18.02) * 10) / 10;

/** The readings of a service with this fault, the newest first. */
export const keptWith = (readings: readonly Kept[], fault: NetworkFault | null): readonly Kept[] =>
  match(fault)
    .with('empty', () => [])
    .with('datedAhead', () => readings.map(each => ({ ...each, atMs: each.atMs + 20 * MINUTE_MS })))
    .with('stale', () => readings.map(each => ({ ...each, atMs: each.atMs - 45 * MINUTE_MS })))
    .with('twice', () => readings.flatMap(each => [each, each]))
    .with('contradicts', () => readings.flatMap(each => [each, { ...each, mgPerDl: each.mgPerDl + 30 }]))
    .with('otherUnit', () => readings.map(each => ({ ...each, mgPerDl: inMmol(each.mgPerDl) })))
    .with('errorCodes', () => readings.map(each => ({ ...each, mgPerDl: 10 })))
    .otherwise(() => readings);

const json = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Served => ({
  does: 'answers',
  status,
  headers: { 'Content-Type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

/** An answer that is one; its clock is that of the service. */
export const answered = (status: number, body: unknown, wallMs: number): Served =>
  json(status, body, { Date: new Date(wallMs).toUTCString() });

/** What becomes of any answer of a service with this fault; null where the service answers as it should. */
export const spoilt = (fault: NetworkFault | null, whole: () => Served): Served | null =>
  match(fault)
    .with('tooMany', () => json(429, { status: 429 }, { 'Retry-After': '90' }))
    .with('down', () => json(503, { message: 'Service Unavailable' }))
    .with('hangs', (): Served => ({ does: 'hangs' }))
    .with('endless', (): Served => ({ does: 'goesOn' }))
    .with('cutOff', (): Served => {
      const served = whole();
      return { does: 'breaksOff', body: served.does === 'answers' ? served.body.slice(0, 40) : '' };
    })
    .with(
      'notJson',
      (): Served => ({
        does: 'answers',
        status: 200,
        headers: { 'Content-Type': 'text/html' },
        body: '<!doctype html><title>Log in to this network</title>',
      }),
    )
    .with('otherShape', () => json(200, { entries: 'moved' }))
    .with('redirects', () => json(302, {}, { Location: 'https://elsewhere.example/' }))
    .with(P.any, () => null)
    .exhaustive();
