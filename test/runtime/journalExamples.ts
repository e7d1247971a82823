import fc from 'fast-check';
import { z } from 'zod';
import { factSchema } from '../../src/domain/facts.ts';
import { exampleSettings } from '../../src/domain/settings.ts';
import { monoMs, wallMs } from '../../src/domain/units.ts';
import { type Entry, encodeEntry, encodeHeader, type Header } from '../../src/runtime/journal.ts';
import { commandSchema } from '../../src/runtime/journalSchemas.ts';

/** The parts of JSON Schema that facts and commands use. */
type Shape = {
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly multipleOf?: number;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
};

/** Values that fit a schema. Settings bind each other, so they are examples, not inventions. */
const fitting = (shape: Shape): fc.Arbitrary<unknown> => {
  if ('const' in shape) return fc.constant(shape.const);
  if (shape.enum) return fc.constantFrom(...shape.enum);
  const choices = shape.anyOf ?? shape.oneOf;
  if (choices) return fc.oneof(...choices.map(fitting));
  if (typeof shape.type === 'object') return fc.oneof(...shape.type.map(type => fitting({ ...shape, type })));
  switch (shape.type) {
    case 'object':
      return fc.record(
        Object.fromEntries(
          Object.entries(shape.properties ?? {}).map(([key, inside]) => [
            key,
            ['settings', 'before', 'after'].includes(key) ? fc.constant(exampleSettings) : fitting(inside),
          ]),
        ),
      );
    case 'array':
      return fc.array(fitting(shape.items ?? {}), { maxLength: 3 });
    case 'string':
      if (shape.pattern !== undefined) return fc.stringMatching(new RegExp(shape.pattern));
      return fc.string({ unit: 'grapheme', minLength: shape.minLength ?? 0, maxLength: 12 });
    case 'integer': {
      const each = shape.multipleOf ?? 1;
      return fc
        .integer({
          min: Math.ceil((shape.minimum ?? (shape.exclusiveMinimum ?? -1) + 1) / each),
          max: Math.floor(Math.min(shape.maximum ?? 2 ** 31, 2 ** 31) / each),
        })
        .map(count => count * each);
    }
    case 'number':
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      throw new Error(`no example for ${JSON.stringify(shape)}`);
  }
};

const shapeOf = (schema: z.ZodType): Shape => z.toJSONSchema(schema) as Shape;

export const anyFact = fitting(shapeOf(factSchema)).map(fact => factSchema.parse(fact));
export const anyCommand = fitting(shapeOf(commandSchema)).map(command => commandSchema.parse(command));

/** Entries in order, as one run would write them. */
export const anyEntries = (most: number): fc.Arbitrary<readonly Entry[]> =>
  fc
    .array(
      fc.record({
        waitMs: fc.nat(100_000),
        fact: anyFact,
        commands: fc.array(anyCommand, { maxLength: 3 }),
        state: fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 16, maxLength: 16 }),
      }),
      { maxLength: most },
    )
    .map(steps => {
      let at = 0;
      return steps.map(({ waitMs, ...rest }, index) => {
        at += waitMs;
        return { seq: index + 1, monoMs: monoMs(at), wallMs: wallMs(1_760_000_000_000 + at), ...rest };
      });
    });

export const header: Header = {
  islet: 'journal',
  version: 1,
  created: '2026-01-02T03:04:05.678Z',
  chart: 'a1b2c3',
};

/** The text of a journal with these entries. */
export const journalOf = (
  entries: readonly Entry[],
): { readonly text: string; readonly lastHash: string } => {
  const first = encodeHeader(header);
  let text = `${first.line}\n`;
  let lastHash = first.hash;
  for (const entry of entries) {
    const { line, hash } = encodeEntry(entry, lastHash);
    text += `${line}\n`;
    lastHash = hash;
  }
  return { text, lastHash };
};

/** A small journal with one of most things in it, µ and all. */
export const smallJournal: readonly Entry[] = [
  { type: 'power.applied', boot: 'b-1', gapMs: null } as const,
  { type: 'settings.changed', settings: exampleSettings } as const,
  { type: 'bolus.requested', bolus: 'Frühstück µ 1', amountUu: 100_000 } as const,
  { type: 'intent.recorded', pulse: 1 } as const,
  { type: 'power.lost', cause: 'operator' } as const,
].map((fact, index) => ({
  seq: index + 1,
  monoMs: monoMs(index * 1_000),
  wallMs: wallMs(1_760_000_000_000 + index * 1_000),
  fact,
  commands:
    index === 3 ? [{ type: 'moveMotor', pulse: { pulse: 1, channel: 'bolus', bolus: 'Frühstück µ 1' } }] : [],
  state: '0123456789abcdef',
}));
