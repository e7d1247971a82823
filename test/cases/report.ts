import { type FolderJudged, type Judged, passes } from './judge.ts';

/** Of each case that fails, at most so many comparisons are told. */
const MOST_TOLD = 3;

const worstOf = (judged: Judged, measure: string): number | null => {
  const each = judged.verdicts.flatMap(({ worst }) => worst.get(measure) ?? []);
  // A comparison with something that is no number is worse than any other.
  if (each.some(Number.isNaN)) return Number.NaN;
  return each.length === 0 ? null : Math.max(...each);
};

const measureLine = (judged: Judged, name: string): string => {
  const measure = judged.family.measures[name];
  const worst = worstOf(judged, name);
  const kind = measure?.relativeTo === undefined ? (measure?.unit ?? '') : 'relative';
  const told = worst === null ? 'not compared' : `worst ${worst.toPrecision(3)}`;
  return `    ${name.padEnd(28)} ${told.padEnd(22)} tolerance ${measure?.tolerance} ${kind}`;
};

/** Ids grouped by the same argument, so that it is said once. */
const disputes = ({ verdicts }: Judged): readonly string[] => {
  const byArgument = Map.groupBy(
    verdicts.filter(({ disputed }) => disputed !== null),
    ({ disputed }) => disputed ?? '',
  );
  return [...byArgument].map(
    ([argument, each]) =>
      `    reference known wrong: ${each.map(({ id }) => id).join(', ')}\n      ${argument}`,
  );
};

const failures = ({ verdicts }: Judged): readonly string[] => {
  const failed = verdicts.filter(({ wrong }) => wrong.length > 0);
  if (failed.length === 0) return [];
  return [
    `    FAIL ${failed.map(({ id }) => id).join(', ')}`,
    ...failed.map(({ id, wrong }) => {
      const rest = wrong.length > MOST_TOLD ? `; and ${wrong.length - MOST_TOLD} more` : '';
      return `      ${id}: ${wrong.slice(0, MOST_TOLD).join('; ')}${rest}`;
    }),
  ];
};

/** One family, in lines. */
export const familyLines = (judged: Judged): readonly string[] => {
  const { family, verdicts, problem } = judged;
  if (problem !== null) return [`FAIL ${family.file}: ${problem}`];
  const passed = verdicts.filter(({ wrong }) => wrong.length === 0).length;
  const mark = passes(judged) ? 'ok  ' : 'FAIL';
  return [
    `${mark} ${family.file}: ${verdicts.length} cases, ${passed} passed`,
    ...Object.keys(family.measures).map(name => measureLine(judged, name)),
    ...family.notCompared.map(each => `    not compared: ${each}`),
    ...disputes(judged),
    ...failures(judged),
  ];
};

/** The whole folder, in lines; the last is the sum. */
export const folderLines = ({ judged, absent, unknown }: FolderJudged): readonly string[] => {
  const cases = judged.flatMap(({ verdicts }) => verdicts);
  const passed = cases.filter(({ wrong }) => wrong.length === 0).length;
  return [
    ...judged.flatMap(familyLines),
    ...absent.map(file => `absent: ${file} is not in the folder`),
    ...unknown.map(file => `unknown: ${file} belongs to no family and was not run`),
    `${judged.length} families, ${cases.length} cases, ${passed} passed, ${cases.length - passed} failed`,
  ];
};
