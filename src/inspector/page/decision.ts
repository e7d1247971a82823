import type { Frame } from '../protocol.ts';

/** What a controller has answered, and what the pump has made of it, in sentences. */
export type Decision = {
  readonly wallMs: number;
  /** What it asked for; null where it failed to answer. */
  readonly asked: string | null;
  /** What follows from it. */
  readonly outcome: string;
  /** The controller's own argument. */
  readonly terms: readonly string[];
  /** What the safety envelope has taken from it, or why nothing follows. */
  readonly reasons: readonly string[];
};

const rate = (microunits: number): string => `${Number((microunits / 1e6).toFixed(2))} U/h`;
const dose = (microunits: number): string => `${Number((microunits / 1e6).toFixed(3))} U`;

const both = (rateUu: number | null, bolusUu: number): string =>
  [rateUu === null ? 'what runs' : rate(rateUu), ...(bolusUu > 0 ? [`${dose(bolusUu)} at once`] : [])].join(
    ' and ',
  );

const termIn = ({
  name,
  value,
  unit,
}: {
  readonly name: string;
  readonly value: number | null;
  readonly unit: string;
}): string => [name, ...(value === null ? [] : [String(value), unit])].join(' ').trim();

/** What a frame says of a controller's answer; null in every other. */
export const decisionIn = ({ fact, derived, wallMs }: Frame): Decision | null => {
  for (const each of derived) {
    if (each.type === 'automation.lowered')
      return {
        wallMs,
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
      return { wallMs, asked, outcome, terms, reasons: each.reductions };
    }
    if (each.type === 'automation.refused')
      return { wallMs, asked, outcome: 'nothing follows', terms, reasons: each.reasons };
  }
  return null;
};
