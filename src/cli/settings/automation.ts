/** The table `[automation]` of the settings file: read, printed, and what is wrong in it told by its own names. */
import type { z } from 'zod';
import { timeOfDay } from '../../domain/differences.ts';
import { BOLUS_POLICIES } from '../../domain/envelope/evidence.ts';
import { PEOPLE } from '../../domain/envelope/people.ts';
import { glucoseTrouble, spellGlucoseRange } from '../../domain/glucoseUnits.ts';
import { HARD } from '../../domain/limits.ts';
import { DIABETES } from '../../domain/therapy/perKg.ts';
import type { AutomationSettings } from '../../domain/therapy/settings.ts';
import type { Problem } from '../problems.ts';
import { fromMillionths } from './amounts.ts';
import {
  isTable,
  type Locator,
  minuteIn,
  numberIn,
  type Read,
  shown,
  type Table,
  unknownKeys,
  wrong,
} from './values.ts';

export const AUTOMATION = 'automation';

const SCHEDULES = { target: 'targets', sensitivity: 'sensitivities', carbRatio: 'carb_ratios' } as const;
const NAMES = {
  diabetes: 'diabetes',
  person: 'person',
  weightKg: 'weight_kg',
  dailyInsulinUu: 'daily_insulin_u',
  maxOnBoardUu: 'max_on_board_u',
  automaticBolus: 'automatic_bolus',
  ...SCHEDULES,
} as const satisfies Readonly<Record<keyof AutomationSettings, string>>;
const FROM = 'from';
const TARGET = { low: 'low_mg_dl', high: 'high_mg_dl' } as const;
const SENSITIVITY = 'mg_dl_per_u';
const RATIO = 'g_per_u';
const TARGETS = { least: HARD.targetLeastMgDl, most: HARD.targetMostMgDl } as const;

type Place = { readonly file: string; readonly found: Locator };

const choiceOf = (
  { file, found }: Place,
  name: string,
  allowed: readonly string[],
  given: unknown,
): Read<string | undefined> =>
  typeof given === 'string' && allowed.includes(given)
    ? { value: given, problems: [] }
    : wrong(
        {
          file,
          line: found(name, 0),
          field: `${AUTOMATION}.${name}`,
          unit: null,
          allowed: allowed.join(', '),
        },
        given,
        'is none of those allowed',
        'Write one of them, in quotes.',
      );

const numberOf = (
  { file, found }: Place,
  name: string,
  unit: string,
  given: unknown,
): Read<number | undefined> =>
  numberIn(
    { file, line: found(name, 0), field: `${AUTOMATION}.${name}`, unit, allowed: null },
    given ?? 'nothing',
    unit === 'U',
  );

/** A glucose in mg/dL, as the name of its key says; in the other unit it is refused as such. */
const glucoseOf = (
  { file, found }: Place,
  field: string,
  name: string,
  index: number,
  given: unknown,
): Read<number | undefined> => {
  const at = {
    file,
    line: found(name, index),
    field,
    unit: 'mg/dL',
    allowed: spellGlucoseRange(TARGETS, 'mg/dL'),
  };
  const trouble = typeof given === 'number' ? glucoseTrouble(given, 'mg/dL', TARGETS) : null;
  return trouble?.problem.startsWith('fits only')
    ? wrong(at, given, trouble.problem, 'Convert it: 1 mmol/L is 18.01559 mg/dL.')
    : numberIn(at, given ?? 'nothing', false);
};

type OfEntry = (entry: Table, field: (name: string) => string, index: number) => Read<unknown>;

const scheduleOf = (
  place: Place,
  list: string,
  keys: readonly string[],
  of: OfEntry,
  given: unknown,
): Read<unknown> => {
  const { file, found } = place;
  if (!Array.isArray(given) || given.length === 0)
    return wrong(
      {
        file,
        line: found(`${AUTOMATION}.${list}`, 0),
        field: `${AUTOMATION}.${list}`,
        unit: null,
        allowed: '1 to 48',
      },
      given,
      given === undefined ? 'is missing' : 'has no entries',
      `Add [[${AUTOMATION}.${list}]] with ${[FROM, ...keys].join(', ')}.`,
    );
  const read = given.map((each: unknown, index) => {
    const entry = isTable(each) ? each : {};
    const field = (name: string): string => `${AUTOMATION}.${list}[${index}].${name}`;
    const line = found(`${AUTOMATION}.${list}`, index);
    const minute = minuteIn(
      { file, line, field: field(FROM), unit: null, allowed: '"00:00" first' },
      entry[FROM],
    );
    const value = of(entry, field, index);
    const unknown = unknownKeys(file, found, entry, [FROM, ...keys], field(''));
    return {
      value: { fromMinute: minute.value, value: value.value },
      problems: [...unknown, ...minute.problems, ...value.problems],
    };
  });
  return { value: read.map(({ value }) => value), problems: read.flatMap(({ problems }) => problems) };
};

/** The table, or null where there is none. */
export const automationOf = (file: string, found: Locator, given: unknown): Read<unknown> => {
  if (given === undefined) return { value: null, problems: [] };
  const place = { file, found };
  if (!isTable(given))
    return wrong(
      { file, line: found(AUTOMATION, 0), field: AUTOMATION, unit: null, allowed: null },
      given,
      'is no table',
      `Write [${AUTOMATION}] on a line of its own, and its fields below.`,
    );
  const oneNumber =
    (name: string, unit: string): OfEntry =>
    (entry, field, index) =>
      numberIn(
        { file, line: found(name, index), field: field(name), unit, allowed: null },
        entry[name] ?? 'nothing',
        false,
      );
  const band: OfEntry = (entry, field, index) => {
    const low = glucoseOf(place, field(TARGET.low), TARGET.low, index, entry[TARGET.low]);
    const high = glucoseOf(place, field(TARGET.high), TARGET.high, index, entry[TARGET.high]);
    return {
      value: { lowMgPerDl: low.value, highMgPerDl: high.value },
      problems: [...low.problems, ...high.problems],
    };
  };
  const reads = {
    diabetes: choiceOf(place, NAMES.diabetes, DIABETES, given[NAMES.diabetes]),
    person: choiceOf(place, NAMES.person, PEOPLE, given[NAMES.person]),
    weightKg: numberOf(place, NAMES.weightKg, 'kg', given[NAMES.weightKg]),
    dailyInsulinUu: numberOf(place, NAMES.dailyInsulinUu, 'U', given[NAMES.dailyInsulinUu]),
    maxOnBoardUu: numberOf(place, NAMES.maxOnBoardUu, 'U', given[NAMES.maxOnBoardUu]),
    automaticBolus: choiceOf(place, NAMES.automaticBolus, BOLUS_POLICIES, given[NAMES.automaticBolus]),
    target: scheduleOf(place, NAMES.target, Object.values(TARGET), band, given[NAMES.target]),
    sensitivity: scheduleOf(
      place,
      NAMES.sensitivity,
      [SENSITIVITY],
      oneNumber(SENSITIVITY, 'mg/dL per U'),
      given[NAMES.sensitivity],
    ),
    carbRatio: scheduleOf(
      place,
      NAMES.carbRatio,
      [RATIO],
      oneNumber(RATIO, 'g per U'),
      given[NAMES.carbRatio],
    ),
  } satisfies Readonly<Record<keyof AutomationSettings, Read<unknown>>>;
  return {
    value: Object.fromEntries(Object.entries(reads).map(([key, { value }]) => [key, value])),
    problems: [
      ...unknownKeys(file, found, given, Object.values(NAMES), `${AUTOMATION}.`),
      ...Object.values(reads).flatMap(({ problems }) => problems),
    ],
  };
};

const isName = (key: PropertyKey | undefined): key is keyof typeof NAMES =>
  key !== undefined && Object.hasOwn(NAMES, key);

const isRecord = (value: unknown): value is Readonly<Record<PropertyKey, unknown>> =>
  typeof value === 'object' && value !== null;

/** What the schema found in the table, by the names of the file. */
export const automationProblem = (
  { file, found }: Place,
  issue: z.core.$ZodIssue,
  words: Pick<Problem, 'problem' | 'remedy'>,
  given: unknown,
): Problem => {
  const [, key, ...inner] = issue.path;
  const name = isName(key) ? NAMES[key] : String(key);
  const index = inner.find(each => typeof each === 'number');
  const line = typeof index === 'number' ? found(`${AUTOMATION}.${name}`, index) : found(name, 0);
  const field = `${AUTOMATION}.${name}${typeof index === 'number' ? `[${index}]` : ''}`;
  const value = issue.path.reduce<unknown>(
    (whole, each) => (isRecord(whole) ? whole[each] : undefined),
    given,
  );
  const isAmount = typeof value === 'number' && String(key).endsWith('Uu');
  return {
    file,
    line,
    field,
    value: isAmount ? fromMillionths(value) : shown(value),
    unit: isAmount ? 'U' : null,
    allowed: null,
    ...words,
  };
};

/** The table as a file that is read back to the same; nothing where there is no automation. */
export const automationLines = (automation: AutomationSettings | null): readonly string[] => {
  if (automation === null) return [];
  const entries = <T>(
    list: string,
    schedule: readonly { readonly fromMinute: number; readonly value: T }[],
    lines: (value: T) => readonly string[],
  ): readonly string[] =>
    schedule.flatMap(({ fromMinute, value }) => [
      '',
      `[[${AUTOMATION}.${list}]]`,
      `${FROM} = "${timeOfDay(fromMinute)}"`,
      ...lines(value),
    ]);
  return [
    '',
    '# Automation: whose limits hold, what the person needs in a day, and what it aims at. Without this table there is none.',
    `[${AUTOMATION}]`,
    `${NAMES.diabetes} = "${automation.diabetes}" # ${DIABETES.join(', ')}`,
    `${NAMES.person} = "${automation.person}" # ${PEOPLE.join(', ')}`,
    `${NAMES.weightKg} = ${automation.weightKg} # kg`,
    `${NAMES.dailyInsulinUu} = ${fromMillionths(automation.dailyInsulinUu)} # U`,
    '# The most net insulin on board that automation may bring about; 0: it only lowers.',
    `${NAMES.maxOnBoardUu} = ${fromMillionths(automation.maxOnBoardUu)} # U`,
    `${NAMES.automaticBolus} = "${automation.automaticBolus}" # ${BOLUS_POLICIES.join(', ')}`,
    ...entries(NAMES.target, automation.target, ({ lowMgPerDl, highMgPerDl }) => [
      `${TARGET.low} = ${lowMgPerDl}`,
      `${TARGET.high} = ${highMgPerDl}`,
    ]),
    ...entries(NAMES.sensitivity, automation.sensitivity, value => [`${SENSITIVITY} = ${value}`]),
    ...entries(NAMES.carbRatio, automation.carbRatio, value => [`${RATIO} = ${value}`]),
  ];
};
