import { OTHER, PROFILES, SEGMENT, WINDOW, WINDOWS } from './fields.ts';
import { bounds } from './limits.ts';
import {
  all,
  isTable,
  type Locator,
  minuteIn,
  numberIn,
  type Read,
  shown,
  tablesIn,
  unknownKeys,
  wrong,
} from './values.ts';

/** Where the tables of a list stand in the file, and how the list is called there. */
type Within = {
  readonly file: string;
  readonly found: Locator;
  readonly list: string;
  /** How many segments come before those of this list. */
  readonly before: number;
};

/** The segments of one profile. */
export const segmentsOf = (within: Within, given: unknown): Read<readonly unknown[]> => {
  const { file, found, list } = within;
  if (!Array.isArray(given) || given.length === 0) {
    const problem = given === undefined ? 'is missing' : 'has no segments';
    return {
      value: [],
      problems: [
        {
          file,
          line: found(list, 0),
          field: list,
          value: shown(given),
          unit: null,
          allowed: '1 to 48 segments',
          problem,
          remedy: `Add [[${list}]] with ${SEGMENT.from} = "00:00" and ${SEGMENT.rate}.`,
        },
      ],
    };
  }
  return all(given.map((segment: unknown, index) => segmentOf(within, segment, index)));
};

const segmentOf = ({ file, found, list, before }: Within, given: unknown, index: number): Read<unknown> => {
  const inside = `${list}[${index}].`;
  const table = isTable(given) ? given : {};
  const line = (key: string): number | null => found(key, before + index) ?? found(list, index);
  const rate = numberIn(
    {
      file,
      line: line(SEGMENT.rate),
      field: `${inside}${SEGMENT.rate}`,
      unit: 'U/h',
      allowed: bounds('rateUuPerHour'),
    },
    table[SEGMENT.rate] ?? 'nothing',
    true,
  );
  const minute = minuteIn(
    {
      file,
      line: line(SEGMENT.from),
      field: `${inside}${SEGMENT.from}`,
      unit: null,
      allowed: '"00:00" to "23:30"',
    },
    table[SEGMENT.from],
  );
  return {
    value: { fromMinute: minute.value, rateUuPerHour: rate.value },
    problems: [
      ...unknownKeys(file, found, table, Object.values(SEGMENT), inside),
      ...minute.problems,
      ...rate.problems,
    ],
  };
};

/** The profiles that wait to be selected. `before` is how many segments the one in use has. */
export const othersOf = (
  file: string,
  found: Locator,
  given: unknown,
  before: number,
): Read<readonly unknown[]> => {
  const list = `${PROFILES}.${OTHER.segments}`;
  let counted = before;
  return all(
    tablesIn(given).map((profile, index): Read<unknown> => {
      const segments = segmentsOf({ file, found, list, before: counted }, profile[OTHER.segments]);
      counted += segments.value.length;
      const name = nameIn(
        file,
        found(PROFILES, index),
        `${PROFILES}[${index}].${OTHER.name}`,
        profile[OTHER.name],
      );
      return {
        value: { name: name.value, segments: segments.value },
        problems: [
          ...unknownKeys(file, found, profile, Object.values(OTHER), `${PROFILES}[${index}].`),
          ...name.problems,
          ...segments.problems,
        ],
      };
    }),
  );
};

/** The name of a profile. */
export const nameIn = (
  file: string,
  line: number | null,
  field: string,
  given: unknown,
): Read<string | undefined> =>
  typeof given === 'string'
    ? { value: given, problems: [] }
    : wrong(
        { file, line, field, unit: null, allowed: '1 to 24 characters' },
        given,
        'is not a name',
        'Write it in quotes.',
      );

/** The parts of the day in which a bolus is expected. */
export const windowsOf = (file: string, found: Locator, given: unknown): Read<readonly unknown[]> =>
  all(
    tablesIn(given).map((window, index): Read<unknown> => {
      const at = (key: string) => ({
        file,
        line: found(WINDOWS, index),
        field: `${WINDOWS}[${index}].${key}`,
        unit: null,
        allowed: '"00:00" to "23:59"',
      });
      const from = minuteIn(at(WINDOW.from), window[WINDOW.from]);
      const until = minuteIn(at(WINDOW.until), window[WINDOW.until]);
      return {
        value: { fromMinute: from.value, untilMinute: until.value },
        problems: [
          ...unknownKeys(file, found, window, Object.values(WINDOW), `${WINDOWS}[${index}].`),
          ...from.problems,
          ...until.problems,
        ],
      };
    }),
  );
