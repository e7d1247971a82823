import { RigTrouble } from '../run/phases.ts';
import { Unsolved } from './payloads.ts';

/** What is held against a path from outside: motor, travel, alarms and words; what instruments of a rig say beside that. */
export const LOOKS = ['motor', 'travel', 'alarms', 'told', 'press', 'force', 'volume'] as const;
export type Look = (typeof LOOKS)[number];

/** How often each of them was. */
export type Checks = Readonly<Record<Look, number>>;

/** One of them, and what was amiss; null when nothing was. */
export type Finding = { readonly look: Look; readonly amiss: string | null };

export const noChecks: Checks = { motor: 0, travel: 0, alarms: 0, told: 0, press: 0, force: 0, volume: 0 };

export const sumOf = (checks: Checks): number => LOOKS.reduce((sum, look) => sum + checks[look], 0);

/**
 * Which look found the failure, or: at the chart, at the order of events, that something did not come, beside the pump that ships;
 * a defect of the rig or of ours, and what nobody can bring about.
 */
export type Amiss = Look | 'chart' | 'order' | 'missing' | 'beside' | 'defect' | 'undriven';

/** The first thing that was amiss on a path, and whose it is. */
export type Divergence = {
  readonly outcome: 'fail' | 'error' | 'undriven';
  readonly amiss: Amiss;
  readonly what: string;
};

export type Verdict = {
  readonly checks: () => Checks;
  readonly divergence: () => Divergence | null;
  readonly diverge: (amiss: Amiss, what: string) => void;
  /** Takes one look. */
  readonly held: (look: Look, amiss: string | null) => void;
  /** What was thrown while the path was driven. */
  readonly failed: (defect: unknown) => void;
};

/** Of a path: `where` says at which step it is, `trouble` what is known to be wrong with an instrument: nothing that is amiss then is the pump's. */
export const verdictOn = (where: () => string, trouble: () => string | null): Verdict => {
  let checks = noChecks;
  let first: Divergence | null = null;
  const diverge = (amiss: Amiss, what: string): void => {
    if (first !== null) return;
    const wrong = amiss === 'undriven' || amiss === 'defect' ? null : trouble();
    const named = wrong === null ? amiss : 'defect';
    const outcome = named === 'undriven' ? 'undriven' : named === 'defect' ? 'error' : 'fail';
    first = { outcome, amiss: named, what: `${where()}: ${wrong ?? what}` };
  };
  return {
    checks: () => checks,
    divergence: () => first,
    diverge,
    held: (look, amiss) => {
      checks = { ...checks, [look]: checks[look] + 1 };
      if (amiss !== null) diverge(look, amiss);
    },
    failed: defect => {
      if (defect instanceof Unsolved) diverge('undriven', defect.message);
      else if (defect instanceof RigTrouble) diverge('defect', defect.message);
      else diverge('defect', defect instanceof Error ? (defect.stack ?? defect.message) : String(defect));
    },
  };
};
