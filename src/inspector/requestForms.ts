import { z } from 'zod';
import { inWords } from './charts/model.ts';
import { requestSchema } from './pageRequests.ts';
import { fieldHelp } from './requests.ts';
import { titleOf } from './requestTitles.ts';

/** One thing that is entered. `path` names it as a refusal does, with dots; in a row of a list, relative to that row. */
export type Field = {
  readonly path: string;
  readonly label: string;
  readonly unit: string | null;
  /** What may be entered, in a sentence; null where the range says it. */
  readonly help: string | null;
  readonly isOptional: boolean;
  /** Whether nothing (`null`) is an answer of its own. */
  readonly isNullable: boolean;
  readonly entry: Entry;
};

export type Entry =
  | {
      readonly kind: 'number';
      readonly least: number;
      readonly most: number;
      /** Null: any fraction. */
      readonly step: number | null;
    }
  | { readonly kind: 'choice'; readonly options: readonly string[] }
  | { readonly kind: 'toggle' }
  | { readonly kind: 'text'; readonly least: number; readonly most: number | null }
  | {
      readonly kind: 'rows';
      readonly fields: readonly Field[];
      readonly least: number;
      readonly most: number;
    };

/** What is asked for one request, or for one kind of it where it has several. */
export type Form = {
  /** `bolus.requested`; `world battery` for one kind of several. */
  readonly id: string;
  readonly type: string;
  readonly group: string;
  readonly title: string;
  /** What is the same each time, by path. */
  readonly fixed: Readonly<Record<string, string>>;
  readonly fields: readonly Field[];
};

type Schema = z.core.JSONSchema.BaseSchema;

/** A form for every request that a page may make, derived from their schema; each kind of world change and of run has its own. */
export const requestForms = (): readonly Form[] =>
  branchesOf(z.toJSONSchema(requestSchema, { io: 'input' })).flatMap(formsOf);

const formsOf = (request: Schema): readonly Form[] => {
  const type = String(propertiesOf(request).find(([name]) => name === 'type')?.[1].const);
  return variantsOf(request, '').map(({ fixed, fields }) => {
    const kind = Object.entries(fixed).find(([path]) => path !== 'type')?.[1];
    const id = kind === undefined ? type : `${type} ${kind}`;
    return { id, type, ...titleOf(id, type), fixed, fields: fields.map(field => helped(type, field)) };
  });
};

type Variant = { readonly fixed: Readonly<Record<string, string>>; readonly fields: readonly Field[] };

/** Fields of an object, objects in it flattened; one variant for each way in which a part of it may be given. */
const variantsOf = (object: Schema, prefix: string): readonly Variant[] => {
  const required = new Set(object.required ?? []);
  return propertiesOf(object).reduce<readonly Variant[]>(
    (variants, [name, schema]) => {
      const more = partsOf(name, schema, `${prefix}${name}`, required.has(name));
      return variants.flatMap(({ fixed, fields }) =>
        more.map(part => ({ fixed: { ...fixed, ...part.fixed }, fields: [...fields, ...part.fields] })),
      );
    },
    [{ fixed: {}, fields: [] }],
  );
};

const partsOf = (name: string, schema: Schema, path: string, isRequired: boolean): readonly Variant[] => {
  if (schema.const !== undefined) return [{ fixed: { [path]: String(schema.const) }, fields: [] }];
  if (schema.type === 'object') return variantsOf(schema, `${path}.`);
  const branches = branchesOf(schema);
  if (branches.some(({ type }) => type === 'object'))
    return branches.flatMap(branch => variantsOf(branch, `${path}.`));
  return [{ fixed: {}, fields: [fieldOf(name, schema, path, isRequired)] }];
};

const fieldOf = (name: string, schema: Schema, path: string, isRequired: boolean): Field => {
  const branches = branchesOf(schema);
  const isNullable = branches.some(({ type }) => type === 'null');
  const entered = branches.find(({ type }) => type !== 'null') ?? schema;
  return {
    path,
    ...namedIn(name),
    help: null,
    isOptional: !isRequired,
    isNullable,
    entry: entryOf(entered, path),
  };
};

const UNITS = [
  [/UuPerHour$/, 'µU/h'],
  [/Uu$/, 'µU'],
  [/Minutes?$|^minutes$/, 'min'],
  [/Hours$/, 'h'],
  [/MgDl$|MgPerDl$/, 'mg/dL'],
  [/Units$|^units$/, 'U'],
  [/^unitsPerHour$/, 'U/h'],
] as const;

/** What a field is called whose name is nothing but its unit. */
const WHOLE: Readonly<Record<string, string>> = {
  minutes: 'duration',
  units: 'amount',
  unitsPerHour: 'rate',
};

/** A bare number carries its unit as its last word: the name without it, and the unit. */
const namedIn = (name: string): { readonly label: string; readonly unit: string | null } => {
  const [ending, unit] = UNITS.find(([each]) => each.test(name)) ?? [null, null];
  const bare = ending === null ? name : name.replace(ending, '');
  return { label: inWords(bare || (WHOLE[name] ?? name)), unit };
};

/** Throws for a schema that has no entry yet: a request without a form is our own mistake. */
const entryOf = (schema: Schema, path: string): Entry => {
  if (schema.enum !== undefined) return { kind: 'choice', options: schema.enum.map(String) };
  if (schema.type === 'boolean') return { kind: 'toggle' };
  if (schema.type === 'string')
    return { kind: 'text', least: schema.minLength ?? 0, most: schema.maxLength ?? null };
  if (schema.type === 'integer' || schema.type === 'number') return numberOf(schema, path);
  const { items } = schema;
  if (schema.type === 'array' && typeof items === 'object' && !Array.isArray(items)) {
    const [rows] = variantsOf(items, '');
    if (rows)
      return { kind: 'rows', fields: rows.fields, least: schema.minItems ?? 0, most: schema.maxItems ?? 100 };
  }
  throw new Error(`no form can be made for ${path}: ${JSON.stringify(schema)}`);
};

const numberOf = ({ type, minimum, exclusiveMinimum, maximum, multipleOf }: Schema, path: string): Entry => {
  const step = multipleOf ?? (type === 'integer' ? 1 : null);
  const least =
    minimum ?? (typeof exclusiveMinimum !== 'number' ? undefined : exclusiveMinimum + (step ?? 0));
  if (least === undefined || maximum === undefined) throw new Error(`${path} has no range`);
  // The last that is on a step: halves of an hour end at 23:30.
  const most = Number.isInteger(step) ? Math.floor(maximum / (step ?? 1)) * (step ?? 1) : maximum;
  return { kind: 'number', least, most, step };
};

/** With its unit and what may be entered, as a refusal tells them. */
const helped = (type: string, field: Field): Field => {
  const known = fieldHelp(type, field.path.split('.'));
  const { entry } = field;
  return {
    ...field,
    ...(known === null
      ? {}
      : {
          unit: known.unit,
          help: known.remedy,
          ...(known.label === undefined ? {} : { label: known.label }),
        }),
    entry:
      entry.kind === 'rows'
        ? {
            ...entry,
            fields: entry.fields.map(each => ({
              ...helped(type, { ...each, path: `${field.path}.${each.path}` }),
              path: each.path,
            })),
          }
        : entry,
  };
};

const branchesOf = (schema: Schema): readonly Schema[] =>
  (schema.oneOf ?? schema.anyOf ?? [schema]).filter(isSchema);
const propertiesOf = (schema: Schema): readonly (readonly [string, Schema])[] =>
  Object.entries(schema.properties ?? {}).flatMap(([name, value]) =>
    isSchema(value) ? [[name, value] as const] : [],
  );
const isSchema = (value: z.core.JSONSchema._JSONSchema): value is Schema => typeof value === 'object';
