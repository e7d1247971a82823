import type { InsulinModel } from '../../domain/insulinModel.ts';
import { minutes } from './grid.ts';
import { spansTouching, type Timeline } from './timeline.ts';

/** Insulin as it was delivered: a bolus, or basal over its time, whole and not net. */
export type Delivered = {
  readonly kind: 'bolus' | 'basal';
  readonly startMs: number;
  readonly endMs: number;
  readonly units: number;
  readonly model: InsulinModel;
};

/** Insulin against what the basal profile would have given in the same time: less than zero where less was given. */
export type NetDose = {
  readonly startMs: number;
  readonly endMs: number;
  readonly units: number;
  readonly model: InsulinModel;
};

const HOUR_MS = minutes(60);

/** One delivery net of the profile, split where the profile changes. */
const netPieces = (dose: Delivered, basal: Timeline<number>): readonly NetDose[] => {
  const { startMs, endMs, units, model } = dose;
  if (dose.kind === 'bolus') return [{ startMs, endMs, units, model }];
  const spans = spansTouching(basal, startMs, endMs);
  return spans.map((span, index) => {
    // The profile before its first span and after its last is taken to be like them.
    const from = index === 0 ? startMs : Math.max(span.startMs, startMs);
    const next = spans[index + 1];
    const to = next === undefined ? endMs : Math.max(from, Math.min(next.startMs, endMs));
    const share = endMs > startMs ? (to - from) / (endMs - startMs) : 0;
    return { startMs: from, endMs: to, units: units * share - (span.value * (to - from)) / HOUR_MS, model };
  });
};

/**
 * All deliveries net of the basal profile (`basal` in U/h), each piece under one rate of it. What is split keeps
 * its sum: no piece is lost at a boundary.
 */
export const netDoses = (delivered: readonly Delivered[], basal: Timeline<number>): readonly NetDose[] =>
  delivered.flatMap(dose => netPieces(dose, basal));
