/** Numbers as a person types them. Pure. */

export type Range = {
  readonly least: number;
  readonly most: number;
  readonly step: number;
  readonly unit: string;
};

/** The number that was typed, or null when it is none of this range. Judged in whole steps: fractions have no exact remainder. */
export const within = (text: string, { least, most, step }: Range): number | null => {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  const steps = value / step;
  return value >= least && value <= most && Math.abs(steps - Math.round(steps)) < 1e-6 ? value : null;
};

export const rangeWords = ({ least, most, step, unit }: Range): string =>
  `${least} to ${most} ${unit}${step === 1 ? '' : ` in steps of ${step} ${unit}`}`;

/** Why what was typed cannot be asked for; null when it can. */
export const refusal = (what: string, text: string, range: Range): string | null =>
  within(text, range) === null ? `${what}: ${text.trim() || 'nothing'} is not ${rangeWords(range)}.` : null;
