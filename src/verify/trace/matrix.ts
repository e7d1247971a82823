import { match } from 'ts-pattern';
import type { Inspection } from '../../../specs/inspections.ts';
import type { RequirementId, Row } from '../../../specs/requirements/index.ts';
import type { Verification } from '../../../specs/requirements/requirement.ts';
import type { Element } from './elements.ts';
import type { Met, TestRun } from './evidence.ts';

/** Everything that speaks for requirements, each from its own source. */
export type Sources = {
  readonly requirements: readonly Row[];
  readonly elements: readonly Element[];
  readonly met: readonly Met[];
  /** Properties that are checked in every reachable state. */
  readonly properties: readonly { readonly name: string; readonly req: readonly RequirementId[] }[];
  /** Transcripts that were replayed, each with the ids in its heading. */
  readonly scenarios: readonly { readonly file: string; readonly req: readonly RequirementId[] }[];
  readonly inspections: readonly Inspection[];
  readonly tests: readonly TestRun[];
  /** Test files whose inputs are generated. */
  readonly generative: ReadonlySet<string>;
  /** What a test file without ids of its own serves: requirements, or a purpose in words. Longest prefix wins. */
  readonly subjects: Readonly<Record<string, readonly RequirementId[] | string>>;
};

/** A state or transition that carries the requirement, with the runs that met it. */
export type TracedElement = { readonly id: string; readonly metBy: readonly string[] };

/** One requirement with all that speaks for it. */
export type Traced = {
  readonly row: Row;
  /** `departs`: evidence is there, and an inspection says where the sentence is not met. */
  readonly status: 'shown' | 'departs' | 'partly due' | 'due' | 'NOT SHOWN';
  readonly elements: readonly TracedElement[];
  readonly properties: readonly string[];
  readonly scenarios: readonly string[];
  readonly tests: readonly { readonly file: string; readonly title: string }[];
  readonly inspections: readonly Inspection[];
  /** Ways of verification that the row promises and nothing shows. */
  readonly missing: readonly Verification[];
};

export type Trace = {
  readonly rows: readonly Traced[];
  /** What makes the trace fail, in sentences. */
  readonly faults: readonly string[];
};

/**
 * Follows every requirement to what was met and tested in real runs. A promise of a row that no run
 * keeps, an id that no row has, and a test that serves nothing are faults.
 */
export const traceOf = (sources: Sources): Trace => {
  const rows = sources.requirements.map(row => traced(row, sources));
  return {
    rows,
    faults: [
      ...rows.flatMap(faultsOf),
      ...sources.tests.flatMap(({ file, title, unknown }) =>
        unknown.map(id => `${file}: "${title}" names ${id}, which no row of specs/requirements has`),
      ),
      ...sources.tests
        .filter(run => run.req.length === 0 && subjectOf(run.file, sources) === undefined)
        .map(({ file, title }) => `${file}: "${title}" serves nothing: ${ADOPT}`),
      ...(sources.tests.length === 0 ? ['no test was run: run npm test first'] : []),
    ],
  };
};

const ADOPT = 'give it the id of its requirement, or its file a subject in test/trace/subjects.ts';

/** What a row promises and no run keeps. */
const faultsOf = ({ row, status, missing, elements }: Traced): readonly string[] => [
  ...(status === 'NOT SHOWN' ? missing.map(way => `${row.id}: nothing shows it by ${REMEDIES[way]}`) : []),
  ...(row.due === undefined && elements.length > 0 && elements.every(({ metBy }) => metBy.length === 0)
    ? [`${row.id}: no run met any state or transition that carries it; explore, tell or drive one of them`]
    : []),
];

/** What is missing, and where it belongs. */
const REMEDIES = {
  explored: 'exploration: name it in a property or in a test of test/exploration',
  property: 'generated inputs: name it in a test that uses fast-check or the walks of test/fuzz',
  scenario: 'a story: name it in the heading of one in specs/scenarios',
  test: 'a test with chosen inputs: name it in the title of one',
  inspection: 'inspection: say in specs/inspections.ts what was found',
} as const satisfies Record<Verification, string>;

const traced = (row: Row, sources: Sources): Traced => {
  const carries = (req: readonly RequirementId[]): boolean => req.includes(row.id);
  const elements = sources.elements
    .filter(({ req }) => carries(req))
    .map(({ id, kind }) => ({
      id,
      metBy: [
        ...new Set(
          sources.met
            .filter(({ states, transitions }) => (kind === 'state' ? states : transitions).includes(id))
            .map(({ source }) => source),
        ),
      ],
    }));
  const found = {
    elements,
    properties: sources.properties.filter(({ req }) => carries(req)).map(({ name }) => name),
    scenarios: sources.scenarios.filter(({ req }) => carries(req)).map(({ file }) => file),
    tests: sources.tests
      .filter(run => run.passed && carries(reqOf(run, sources)))
      .map(({ file, title }) => ({ file, title })),
    inspections: sources.inspections.filter(({ req }) => req === row.id),
  };
  const missing = row.due === undefined ? row.verified.filter(way => !isShown(way, found, sources)) : [];
  return { row, ...found, missing, status: statusOf(row, missing, found.inspections) };
};

const statusOf = (
  row: Row,
  missing: readonly Verification[],
  looked: readonly Inspection[],
): Traced['status'] => {
  if (row.due !== undefined) return 'due';
  if (missing.length > 0) return 'NOT SHOWN';
  if (looked.some(({ departs }) => departs !== undefined)) return 'departs';
  return row.partDue === undefined ? 'shown' : 'partly due';
};

type Found = Pick<Traced, 'elements' | 'properties' | 'scenarios' | 'tests' | 'inspections'>;

const isShown = (way: Verification, found: Found, { generative }: Sources): boolean =>
  match(way)
    .with('explored', () => found.tests.some(({ file }) => file.startsWith('test/exploration/')))
    .with('property', () => found.tests.some(({ file }) => generative.has(file)))
    .with('scenario', () => found.scenarios.length > 0)
    .with('test', () => found.tests.some(({ file }) => !file.startsWith('test/exploration/')))
    .with('inspection', () => found.inspections.length > 0)
    .exhaustive();

const subjectOf = (file: string, { subjects }: Sources): readonly RequirementId[] | string | undefined =>
  Object.entries(subjects)
    .filter(([prefix]) => file.startsWith(prefix))
    .sort(([a], [b]) => b.length - a.length)[0]?.[1];

const reqOf = (run: TestRun, sources: Sources): readonly RequirementId[] => {
  const subject = subjectOf(run.file, sources);
  return run.req.length > 0 || subject === undefined || typeof subject === 'string' ? run.req : subject;
};
