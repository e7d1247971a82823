import { z } from 'zod';
import type { Delivered } from '../../../../src/automation/effects/doses.ts';
import type { Reading, Velocity } from '../../../../src/automation/effects/glucose.ts';
import { type Effect, STEP_MS } from '../../../../src/automation/effects/grid.ts';
import type { Span } from '../../../../src/automation/effects/timeline.ts';
import type { InsulinModel } from '../../../../src/domain/insulinModel.ts';
import type { Check } from '../../check.ts';

/** An ISO instant as milliseconds since 1970. */
export const instant = z.iso.datetime({ offset: true }).transform(text => Date.parse(text));

export const interval = z.tuple([instant, instant]);

/** Values against time: seconds from `base`; nothing at all has no base. */
export const timed = z.object({
  base: instant.nullable(),
  t_s: z.array(z.number()),
  v: z.array(z.number()),
});

export type Timed = z.infer<typeof timed>;

/** A value of a schedule and the time it is in force. */
export const spans = z.array(
  z
    .object({ startDate: instant, endDate: instant, value: z.number() })
    .transform(
      ({ startDate, endDate, value }): Span<number> => ({ startMs: startDate, endMs: endDate, value }),
    ),
);

const dose = z.object({
  type: z.enum(['bolus', 'basal']),
  startDate: instant,
  endDate: instant,
  volume: z.number(),
});

export const doses = z.array(dose);

/** The doses of a case, all of one insulin. */
export const delivered = (all: z.infer<typeof doses>, model: InsulinModel): readonly Delivered[] =>
  all.map(({ type, startDate, endDate, volume }) => ({
    kind: type,
    startMs: startDate,
    endMs: endDate,
    units: volume,
    model,
  }));

export const readings = z.array(
  z
    .object({
      date: instant,
      value: z.number(),
      isDisplayOnly: z.boolean().default(false),
      provenanceIdentifier: z.string().nullable().default(null),
    })
    .transform(
      ({ date, value, isDisplayOnly, provenanceIdentifier }): Reading => ({
        atMs: date,
        mgDl: value,
        source: provenanceIdentifier,
        displayOnly: isDisplayOnly,
      }),
    ),
);

export const velocities = z.array(
  z
    .object({ start: instant, end: instant, mgdl_per_min: z.number() })
    .transform(
      ({ start, end, mgdl_per_min }): Velocity => ({ startMs: start, endMs: end, perMinute: mgdl_per_min }),
    ),
);

/** Compares an effect with every `every`th point of it that is expected, the instants included. */
export const compareEffect = <M extends string>(
  check: Check<M>,
  measure: M,
  { startMs, values }: Effect,
  expected: Timed,
  every = 1,
): void => {
  if (expected.base !== null) check.same(`${measure}: first instant`, startMs, expected.base);
  check.same(`${measure}: how many`, Math.ceil(values.length / every), expected.v.length);
  for (const [index, value] of expected.v.entries()) {
    check.same(
      `${measure}: instant ${index}`,
      index * every * (STEP_MS / 1_000),
      expected.t_s[index] ?? null,
    );
    check.near(measure, `${measure} [${index}]`, values[index * every] ?? Number.NaN, value);
  }
};
