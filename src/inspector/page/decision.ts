import type { Frame } from '../protocol.ts';

/** What a controller has answered or a person has asked for, and what the pump has made of it, in sentences. */
export type Decision = {
  readonly seq: number;
  readonly monoMs: number;
  readonly wallMs: number;
  readonly by: 'controller' | 'person';
  /** What it asked for; null where it failed to answer. */
  readonly asked: string | null;
  /** What follows from it. */
  readonly outcome: string;
  /** The controller's own argument. */
  readonly terms: readonly string[];
  /** What the safety envelope has taken from it, or why nothing follows. */
  readonly reasons: readonly string[];
};

/** What is said under a decision without any argument or reason; a refusal was limited, whether it says by what or not. */
export const limitless = ({ terms, reasons, outcome }: Decision): string | null => {
  if (terms.length > 0 || reasons.length > 0) return null;
  return outcome === REFUSED || outcome === NOTHING ? 'No reason given.' : 'No limit applied.';
};

const REFUSED = 'refused';
const NOTHING = 'no change';
const rate = (microunits: number): string => `${Number((microunits / 1e6).toFixed(2))} U/h`;
const dose = (microunits: number): string => `${Number((microunits / 1e6).toFixed(3))} U`;

const both = (rateUu: number | null, bolusUu: number): string =>
  [
    rateUu === null ? 'current rate' : rate(rateUu),
    ...(bolusUu > 0 ? [`${dose(bolusUu)} at once`] : []),
  ].join(' and ');

const termIn = ({
  name,
  value,
  unit,
}: {
  readonly name: string;
  readonly value: number | null;
  readonly unit: string;
}): string => [name, ...(value === null ? [] : [String(value), unit])].join(' ').trim();

/** What a frame says of a dose or a rate that was decided; null in every other. */
export const decisionIn = (frame: Frame): Decision | null => controllersIn(frame) ?? personsIn(frame);

const controllersIn = ({ seq, monoMs, wallMs, fact, derived }: Frame): Decision | null => {
  const at = { seq, monoMs, wallMs, by: 'controller' } as const;
  for (const each of derived) {
    if (each.type === 'automation.lowered')
      return {
        ...at,
        asked: null,
        outcome: `lowered to ${rate(each.rateUuPerHour)}`,
        terms: [],
        reasons: each.reductions,
      };
  }
  if (!('question' in fact)) return null;
  const answered = fact.type === 'controller.answered' ? fact : null;
  const asked = answered && both(answered.basal?.rateUuPerHour ?? null, answered.bolusUu);
  const terms = answered?.terms.map(termIn) ?? [];
  for (const each of derived) {
    if (each.type === 'automation.accepted') {
      const outcome = both(each.rateUuPerHour, each.bolusUu);
      return { ...at, asked, outcome, terms, reasons: each.reductions };
    }
    if (each.type === 'automation.refused')
      return { ...at, asked, outcome: NOTHING, terms, reasons: each.reasons };
  }
  return null;
};

/** A bolus or a temporary rate by hand: admitted or refused, with what the pump says of it. */
const personsIn = ({ seq, monoMs, wallMs, fact, derived, commands }: Frame): Decision | null => {
  if (fact.type !== 'bolus.requested' && fact.type !== 'tempBasal.requested') return null;
  const refused = commands.flatMap(command => (command.type === 'refuse' ? command.reasons : []));
  const admitted = derived.some(({ type }) => type === 'bolus.admitted' || type === 'tempBasal.admitted');
  return {
    seq,
    monoMs,
    wallMs,
    by: 'person',
    asked: askedFor(fact),
    outcome: admitted ? 'admitted' : REFUSED,
    terms: [],
    reasons: refused,
  };
};

const askedFor = (fact: Frame['fact']): string => {
  if ('amountUu' in fact && typeof fact.amountUu === 'number') return `a bolus of ${dose(fact.amountUu)}`;
  if ('percent' in fact && fact.percent !== undefined) return `${fact.percent} % of the profile`;
  return 'rateUuPerHour' in fact && fact.rateUuPerHour !== undefined ? rate(fact.rateUuPerHour) : 'a rate';
};
