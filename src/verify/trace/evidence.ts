import { z } from 'zod';
import { isRequirementId, type RequirementId } from '../../../specs/requirements/index.ts';
import type { Coverage } from '../cover/coverage.ts';

/** One test that was run, as the trace sees it. */
export type TestRun = {
  /** Path from the root of the project, with `/`. */
  readonly file: string;
  readonly title: string;
  readonly passed: boolean;
  /** What it gives evidence for: its `meta.req`, and ids in its title. */
  readonly req: readonly RequirementId[];
  /** Ids in its title that no requirement has. */
  readonly unknown: readonly string[];
};

/** What a run met of the charts: ids of states that were active and of transitions that were taken. */
export type Met = {
  /** `exploration`, `scenarios`, `paths`. */
  readonly source: string;
  readonly states: readonly string[];
  readonly transitions: readonly string[];
};

/** The part of vitest's JSON report that the trace reads. */
export const reportSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          meta: z.looseObject({ req: z.array(z.string()).optional() }).optional(),
        }),
      ),
    }),
  ),
});

/** What a coverage says of that, all its machines together. */
export const metIn = ({ sources, machines }: Coverage): Met => {
  const ids = (measure: 'states' | 'transitions'): readonly string[] =>
    Object.values(machines).flatMap(({ hits }) => Object.keys(hits[measure]));
  return { source: sources.join(', '), states: ids('states'), transitions: ids('transitions') };
};

const IDS = /\bSR-\d+\b/g;

type Report = z.infer<typeof reportSchema>;

/** A file by its path from the project's folder, which `root` is, ending in `/`. */
const within = (name: string, root: string): string =>
  name.replaceAll('\\', '/').replace(root.replaceAll('\\', '/'), '');

const wasRun = ({ status }: { readonly status: string }): boolean =>
  status === 'passed' || status === 'failed';

/** Files of a report in which a test was skipped. */
export const skippedFiles = (report: Report, root: string): readonly string[] =>
  report.testResults
    .filter(({ assertionResults }) => !assertionResults.every(wasRun))
    .map(({ name }) => within(name, root));

/** The tests of one report that were run at all. */
export const testsOf = (report: Report, root: string): readonly TestRun[] =>
  report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.filter(wasRun).map(({ fullName, status, meta }) => {
      const named = [...new Set([...(meta?.req ?? []), ...(fullName.match(IDS) ?? [])])].sort();
      return {
        file: within(name, root),
        title: fullName,
        passed: status === 'passed',
        req: named.filter(isRequirementId),
        unknown: named.filter(id => !isRequirementId(id)),
      };
    }),
  );
