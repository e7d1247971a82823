import { after, type MonoMs, milliseconds, monoMs } from '../units.ts';

/** What a sensor can say of itself; `none` when there is no sensor, or one that says nothing. */
export const SESSIONS = ['none', 'warmup', 'active', 'failed', 'expired'] as const;
export type SessionKind = (typeof SESSIONS)[number];

/** The life of one sensor in the skin. */
export type Session = {
  readonly kind: SessionKind;
  /** When it ends by itself; null when the sensor has not said so. */
  readonly endsAt: MonoMs | null;
  /** How many of the warnings before its end were given. */
  readonly warned: number;
};

export const noSession: Session = { kind: 'none', endsAt: null, warned: 0 };

export type SessionFinding =
  | { readonly type: 'sensor.removed' }
  | { readonly type: 'sensor.warming' }
  | { readonly type: 'sensor.started' }
  | { readonly type: 'sensor.failed' }
  | { readonly type: 'sensor.expired' }
  /** 24 h, 6 h or 30 min are left. */
  | { readonly type: 'sensor.expiring' };

const FINDING = {
  none: { type: 'sensor.removed' },
  warmup: { type: 'sensor.warming' },
  active: { type: 'sensor.started' },
  failed: { type: 'sensor.failed' },
  expired: { type: 'sensor.expired' },
} as const satisfies Readonly<Record<SessionKind, SessionFinding>>;

const HOUR_MS = 3_600_000;
const WARNINGS_MS = [24 * HOUR_MS, 6 * HOUR_MS, HOUR_MS / 2] as const;

/** What a sensor reports of itself. `endsInMs` is null when it does not say. */
export type SessionReport = { readonly kind: SessionKind; readonly endsInMs: number | null };

export type Watched = { readonly session: Session; readonly found: readonly SessionFinding[] };

/** Takes what the sensor says. A report that says the same again changes at most the time of the end. */
export const reported = (before: Session, { kind, endsInMs }: SessionReport, now: MonoMs): Watched => {
  const endsAt = endsInMs === null ? null : after(now, milliseconds(endsInMs));
  if (kind === before.kind) return passed({ ...before, endsAt: endsAt ?? before.endsAt }, now);
  const { session, found } = passed({ kind, endsAt, warned: 0 }, now);
  return { session, found: [FINDING[kind], ...found] };
};

/** What the passing of time does to a sensor that runs: warnings, each once, and its end. */
export const passed = (session: Session, now: MonoMs): Watched => {
  const { kind, endsAt, warned } = session;
  if (kind !== 'active' || endsAt === null) return { session, found: [] };
  if (now >= endsAt) return { session: { ...session, kind: 'expired' }, found: [FINDING.expired] };
  const due = WARNINGS_MS.filter(before => endsAt - now <= before).length;
  if (due <= warned) return { session, found: [] };
  return { session: { ...session, warned: due }, found: [{ type: 'sensor.expiring' }] };
};

/** When time changes it next; null when it does not. */
export const sessionDeadline = ({ kind, endsAt, warned }: Session): MonoMs | null => {
  if (kind !== 'active' || endsAt === null) return null;
  return monoMs(Math.max(0, endsAt - (WARNINGS_MS[warned] ?? 0)));
};
