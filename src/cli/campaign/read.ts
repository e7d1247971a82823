import { parse, TomlError } from 'smol-toml';
import { z } from 'zod';
import { MG_PER_DL_PER_MMOL_PER_L } from '../../domain/units.ts';
import { type Campaign, campaignSchema } from '../../simulate/campaign/campaign.ts';
import { patientWords } from '../../simulate/campaign/people.ts';
import { PRESETS, type PresetName } from '../../simulate/campaign/presets.ts';
import { EXIT, Refusal } from '../exits.ts';
import { textOf } from '../files.ts';
import { badInput, didYouMean, type Problem } from '../problems.ts';
import { isTable, shown } from '../settings/values.ts';
import { headerIn, isCellLog } from './log.ts';

/** The campaign of this name. Throws a Refusal that lists the names there are. */
export const presetNamed = (name: string): Campaign => {
  const names = Object.keys(PRESETS) as readonly PresetName[];
  const found = names.find(each => each === name);
  if (found !== undefined) return campaignSchema.parse(PRESETS[found]);
  const meant = didYouMean(name, names);
  throw badInput([
    {
      file: 'islet campaign',
      line: null,
      field: '--preset',
      value: name,
      unit: null,
      allowed: names.join(', '),
      problem: 'is no preset',
      remedy: meant === null ? 'Choose one of these, or write a file.' : `Did you mean ${meant}?`,
    },
  ]);
};

/**
 * The campaign in a file: one that a person wrote (TOML or JSON), a cell log, or a report. Throws a Refusal that names every
 * field that is wrong.
 */
export const campaignIn = (path: string): Campaign => {
  const text = textOf(path, 'campaign').toString();
  if (isCellLog(text)) return headerIn(path, text).campaign;
  const raw = path.endsWith('.json') ? fromJson(path, text) : fromToml(path, text);
  const report = reportSchema.safeParse(raw);
  return report.success ? report.data.campaign : read(path, raw);
};

/** Whatever follows, a report begins with these. */
const reportSchema = z.looseObject({ islet: z.literal('campaign report'), campaign: campaignSchema });

const read = (path: string, raw: unknown): Campaign => {
  const parsed = campaignSchema.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw badInput(parsed.error.issues.flatMap(issue => problemsOf(path, raw, issue)));
};

const fromJson = (path: string, text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (failure) {
    const why = failure instanceof Error ? failure.message : String(failure);
    throw new Refusal(EXIT.badInput, `${path}: it is not JSON (${why}). A campaign is TOML, or JSON.`);
  }
};

const fromToml = (path: string, text: string): unknown => {
  try {
    return parse(text);
  } catch (failure) {
    if (!(failure instanceof TomlError)) throw failure;
    throw new Refusal(
      EXIT.badInput,
      `${path}:${failure.line}: it is not TOML: ${failure.message.split('\n')[0]}. Compare with specs/campaign.example.toml.`,
    );
  }
};

const valueAt = (raw: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      Array.isArray(value) && typeof key === 'number'
        ? value[key]
        : isTable(value)
          ? value[String(key)]
          : undefined,
    raw,
  );

/** What zod found, as a person is told it: field, value, what is wrong, and what to do. */
const problemsOf = (file: string, raw: unknown, issue: z.core.$ZodIssue): readonly Problem[] => {
  const field = issue.path.map(String).join('.') || 'the campaign';
  const value = valueAt(raw, issue.path);
  const at = { file, line: null, field, unit: null, allowed: null };
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map(key => ({
      ...at,
      field: [...issue.path.map(String), key].join('.'),
      value: shown(valueAt(raw, [...issue.path, key])),
      problem: 'is not a field',
      remedy: 'Leave it out; specs/campaign.example.toml has all fields.',
    }));
  const text = shown(value);
  return [
    {
      ...at,
      value: text.length > 80 ? `${text.slice(0, 77)}…` : text,
      problem: issue.message.replace(/^Invalid input: /, ''),
      remedy: remedyFor(field, value, issue),
    },
  ];
};

const remedyFor = (field: string, value: unknown, issue: z.core.$ZodIssue): string => {
  const mgPerDl =
    issue.code === 'too_small' && typeof value === 'number' && field.endsWith('MgPerDl')
      ? Math.round(value * MG_PER_DL_PER_MMOL_PER_L)
      : 0;
  if (mgPerDl >= Number(issue.code === 'too_small' ? issue.minimum : 0) && mgPerDl > 0)
    return `Glucose is in mg/dL here; if ${value} is mmol/L, write ${mgPerDl}.`;
  if (typeof value === 'string') {
    const known =
      issue.code === 'invalid_value'
        ? issue.values.filter(each => typeof each === 'string')
        : field.startsWith('patients')
          ? patientWords()
          : [];
    const meant = didYouMean(value, known);
    if (meant !== null) return `Did you mean ${meant}?`;
  }
  return 'Compare with specs/campaign.example.toml.';
};
