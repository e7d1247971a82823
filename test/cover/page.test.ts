import { expect, test } from 'vitest';
import { pageOf } from '../../src/cli/coverage/print.ts';
import { nameOf } from '../../src/verify/automaton.ts';
import { type Coverage, coverageOf } from '../../src/verify/cover/coverage.ts';
import { judged } from '../../src/verify/cover/judge.ts';
import { reachOf } from '../../src/verify/cover/reach.ts';
import { SUBJECTS } from '../../src/verify/cover/subjects.ts';
import { MEASURES } from '../../src/verify/cover/universe.ts';

const found = (names: readonly string[]): Coverage =>
  judged(
    coverageOf(['nothing'], new Map()),
    SUBJECTS.filter(({ name }) => names.includes(name)),
    subject => reachOf(subject, 'open'),
  ).coverage;

const ONE = found(['suspension']);
const MANY = found(
  SUBJECTS.map(({ name }) => name)
    .filter(name => name !== 'pump')
    .slice(0, 20),
);

/** Lines of the page, without what they are set in by. */
const linesOf = (coverage: Coverage, everything: boolean): readonly string[] =>
  pageOf(coverage, { everything }).map(line => line.trim());

/** Everything of a coverage that was never met, as it is listed. */
const unmetOf = ({ machines }: Coverage) =>
  Object.values(machines).flatMap(({ unmet }) =>
    MEASURES.flatMap(measure =>
      Object.entries(unmet?.items[measure] ?? {}).map(([id, way]) => ({ id, way })),
    ),
  );

test('all that is not covered of a machine is listed without being asked for: reachable or not, with a shortest way', () => {
  const lines = linesOf(ONE, false);
  const unmet = unmetOf(ONE);
  const [reachable, unreachable] = [
    unmet.filter(({ way }) => way !== null),
    unmet.filter(({ way }) => way === null),
  ];
  for (const { id, way } of reachable) {
    const ways = lines.flatMap((line, at) => (line === id ? [lines[at + 1] ?? ''] : []));
    const said = way?.length === 0 ? 'by no event' : `: ${way?.map(nameOf).join(', ')}`;
    expect(
      ways.some(line => line.includes(said)),
      id,
    ).toBe(true);
  }
  for (const { id } of unreachable) expect(lines).toContain(id);
  expect(lines.some(line => /^events unreachable, proved over all 5 states/.test(line))).toBe(true);
  expect(Math.min(reachable.length, unreachable.length)).toBeGreaterThan(15);
  expect(lines.some(line => line.includes('--uncovered'))).toBe(false);
});

test('of what no page holds the nearest is listed, and how much more there is, and how to see it', () => {
  const [brief, full] = [linesOf(MANY, false), linesOf(MANY, true)];
  const unmet = unmetOf(MANY);
  const ids = new Set(unmet.map(({ id }) => id));
  const more = brief.flatMap(line =>
    Number(/^and ([\d ]+) more: --uncovered/.exec(line)?.[1]?.replaceAll(' ', '') ?? 0),
  );
  const listed = brief.filter(line => ids.has(line)).length;
  expect(more.reduce((sum, count) => sum + count, 0) + listed).toBe(unmet.length);
  expect(full.filter(line => ids.has(line)).length).toBe(unmet.length);
  expect(full.some(line => line.includes('--uncovered'))).toBe(false);
  expect(brief.length).toBeLessThan(full.length * 0.8);
});
