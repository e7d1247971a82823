import { PEOPLE } from '../../domain/envelope/people.ts';
import type { Settings } from '../../domain/settings.ts';
import { DIABETES } from '../../domain/therapy/perKg.ts';
import { startFor } from '../../domain/therapy/start.ts';
import { EXIT, Refusal } from '../exits.ts';

/** What is typed: all of it as text. */
export type Typed = {
  readonly diabetes: string;
  readonly person: string;
  readonly weight: string;
  readonly dawn?: boolean;
};

const chosen = <Choice extends string>(option: string, typed: string, allowed: readonly Choice[]): Choice => {
  const found = allowed.find(each => each === typed);
  if (found !== undefined) return found;
  throw new Refusal(
    EXIT.badInput,
    `--${option} ${typed} is none of ${allowed.join(', ')}. Give one of them.`,
  );
};

const weightIn = (typed: string): number => {
  if (/^\d+$/.test(typed)) return Number(typed);
  throw new Refusal(
    EXIT.badInput,
    `--weight ${typed} is no whole number of kg. Give it without a unit: --weight 70.`,
  );
};

/**
 * Settings to begin with, by weight (`startFor`). They are for a clinic to confirm. Throws a Refusal that names the option,
 * what was typed and what to do.
 */
export const beginning = ({ diabetes, person, weight, dawn = false }: Typed): Settings => {
  const newcomer = {
    diabetes: chosen('diabetes', diabetes, DIABETES),
    person: chosen('person', person, PEOPLE),
    weightKg: weightIn(weight),
  };
  try {
    return startFor(newcomer, dawn);
  } catch (failure) {
    if (!(failure instanceof RangeError)) throw failure;
    throw new Refusal(EXIT.badInput, `--weight ${weight}: ${failure.message}. Give another weight, in kg.`);
  }
};
