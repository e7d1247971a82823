import { isRequirementId } from '../../specs/requirements/index.ts';
import type { Finding, Rule } from './rule.ts';
import { isCode, type Source } from './source.ts';

const MOST_LINES = 300;
/** A region is read at one sitting: about 120 lines, and some more where the formatter spreads them. */
const MOST_LINES_OF_A_REGION = 150;

/** Tables of data, which are long because the world is. Each with its reason. */
const MAY_BE_LONG: readonly string[] = [];

const linesOf = (source: Source): readonly string[] => source.text.replace(/\n$/, '').split('\n');

const isRegion = ({ path, text }: Source): boolean =>
  path.startsWith('machines/') && text.includes('.createStateConfig(');

const lengthFinding = (source: Source): readonly Finding[] => {
  const most = isRegion(source) ? MOST_LINES_OF_A_REGION : MOST_LINES;
  const { length } = linesOf(source);
  return length <= most
    ? []
    : [{ path: source.path, line: most, says: `has ${length} lines, more than ${most}` }];
};

const lines = (count: number): string => 'a;\n'.repeat(count);
const region = 'export const a = pump.createStateConfig({});\n';

export const lengthRule: Rule = {
  name: `a file has at most ${MOST_LINES} lines, a region about 120`,
  covers: source => isCode(source) && !MAY_BE_LONG.includes(source.path),
  check: lengthFinding,
  bad: [
    { path: 'src/a.ts', text: lines(MOST_LINES + 1) },
    { path: 'machines/pump/a.ts', text: region + lines(MOST_LINES_OF_A_REGION) },
  ],
  good: [
    { path: 'src/a.ts', text: lines(MOST_LINES) },
    { path: 'machines/pump/setup.ts', text: lines(200) },
    { path: 'machines/pump/a.ts', text: region + lines(100) },
  ],
};

/** Finds a pattern line by line. */
const everyMatch = (source: Source, pattern: RegExp, says: (match: string) => string | undefined) =>
  linesOf(source).flatMap((line, index): readonly Finding[] =>
    [...line.matchAll(pattern)].flatMap(([match]) => {
      const said = says(match);
      return said === undefined ? [] : [{ path: source.path, line: index + 1, says: said }];
    }),
  );

// Spelled in halves, or this file would break its own rule.
const promises = ['TO' + 'DO', 'FIX' + 'ME', 'HA' + 'CK', 'XX' + 'X'];
const promise = new RegExp(`\\b(${promises.join('|')})\\b`, 'g');

export const promiseRule: Rule = {
  name: 'no promise to nobody is left in the text',
  covers: () => true,
  check: source => everyMatch(source, promise, match => `says ${match}: do it, or write an issue`),
  bad: promises.map(word => ({ path: 'README.md', text: `first\n// ${word}: later` })),
  good: [{ path: 'README.md', text: 'A hackney carriage, and todo lists.' }],
};

export const idRule: Rule = {
  name: 'every requirement id in the text exists',
  // The samples of this folder are wrong on purpose.
  covers: source => !source.path.startsWith('test/house/'),
  check: source =>
    everyMatch(source, /\bSR-\d+\b/g, match =>
      isRequirementId(match) ? undefined : `${match} does not exist`,
    ),
  bad: [
    { path: 'specs/a.md', text: 'SR-000' },
    { path: 'src/a.ts', text: '// SR-119' },
    { path: 'test/a.test.ts', text: 'SR-12' },
  ],
  good: [{ path: 'specs/a.md', text: 'SR-001 to SR-118, SR-nnn' }],
};
