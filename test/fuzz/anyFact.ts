import { z } from 'zod';
import { alarmNames } from '../../src/domain/alarms.ts';
import { type Fact, factSchema } from '../../src/domain/facts.ts';
import { AUTOMATED } from '../support/automated.ts';
import type { Random } from './random.ts';

/** Numbers that break things, beside the ordinary ones. */
const EDGES = [0, 1, -1, 2, 39, 40, 401, 25_000, 50_000, 1_000_000, 2_147_483_647, -2_147_483_648] as const;
/** Names of boluses, and one that can be a remote's or a hash. */
const WORDS = ['b0', 'b1', 'dinner', 'x', '0123456789abcdef'] as const;

/** A value that a schema accepts, mostly; the schema itself has the last word. */
const valueFor = (schema: z.core.$ZodType, field: string, choose: Random): unknown => {
  if (schema instanceof z.ZodOptional)
    return choose.oneIn(2) ? undefined : valueFor(schema.unwrap(), field, choose);
  if (schema instanceof z.ZodDefault) return valueFor(schema.unwrap(), field, choose);
  if (schema instanceof z.ZodNullable)
    return choose.oneIn(3) ? null : valueFor(schema.unwrap(), field, choose);
  if (schema instanceof z.ZodLiteral) return schema.value;
  if (schema instanceof z.ZodEnum) return schema.options[choose.below(schema.options.length)];
  if (schema instanceof z.ZodBoolean) return choose.oneIn(2);
  if (schema instanceof z.ZodArray)
    return Array.from({ length: choose.below(3) }, () => valueFor(schema.element, field, choose));
  if (schema instanceof z.ZodUnion)
    return valueFor(schema.options[choose.below(schema.options.length)] ?? z.null(), field, choose);
  if (schema instanceof z.ZodObject) return objectOf(schema, field, choose);
  if (schema instanceof z.ZodNumber) return numberOf(schema, choose);
  if (schema instanceof z.ZodString) {
    if (field === 'alarm') return alarmNames[choose.below(alarmNames.length)];
    return choose.pick(WORDS);
  }
  throw new Error(`no value can be made up for the field ${field}: teach the fuzzer this kind of schema`);
};

const objectOf = (schema: z.ZodObject, field: string, choose: Random): unknown =>
  field === 'settings'
    ? { ...AUTOMATED, maxBolusUu: choose.pick([500_000, 10_000_000, 25_000_000]) }
    : Object.fromEntries(
        Object.entries(schema.shape).flatMap(([name, inner]) => {
          const value = valueFor(inner, name, choose);
          return value === undefined ? [] : [[name, value]];
        }),
      );

const numberOf = (schema: z.ZodNumber, choose: Random): number => {
  const least = Math.max(schema.minValue ?? -1_000_000, -1_000_000_000);
  const most = Math.min(schema.maxValue ?? 1_000_000_000, 1_000_000_000);
  if (choose.oneIn(3)) return choose.pick(EDGES);
  const span = choose.oneIn(2) ? Math.min(most - least, 100) : most - least;
  return Math.trunc(least + choose.below(Math.max(1, Math.min(span + 1, 4_294_967_295))));
};

const KINDS: readonly z.core.$ZodType[] = factSchema.options;

/**
 * Any fact of any kind with any fields, valid or not; what the schema refuses comes back as `null`,
 * which is what the edge does with it.
 */
export const anyFact = (
  choose: Random,
  kinds: readonly z.core.$ZodType[] = KINDS,
): { readonly raw: unknown; readonly fact: Fact | null } => {
  const raw = valueFor(kinds[choose.below(kinds.length)] ?? z.null(), 'fact', choose);
  const parsed = factSchema.safeParse(raw);
  return { raw, fact: parsed.success ? parsed.data : null };
};

/** Kinds of facts with these names. */
export const kindsNamed = (names: ReadonlySet<string>): readonly z.core.$ZodType[] =>
  factSchema.options.filter(({ shape }) => names.has(shape.type.value));
