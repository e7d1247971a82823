import { z } from 'zod';
import { isRequirementId, type RequirementId } from '../../../specs/requirements/index.ts';

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
  /** `exploration`, `scenarios`, `paths`, …: each writes one file. */
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

export const metSchema = z.strictObject({
  source: z.string().min(1),
  states: z.array(z.string()),
  transitions: z.array(z.string()),
});

const IDS = /\bSR-\d+\b/g;

/** The tests of one report that were run at all; `root` is the project's folder, ending in `/`. */
export const testsOf = (report: z.infer<typeof reportSchema>, root: string): readonly TestRun[] =>
  report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'passed' || status === 'failed')
      .map(({ fullName, status, meta }) => {
        const named = [...new Set([...(meta?.req ?? []), ...(fullName.match(IDS) ?? [])])].sort();
        return {
          file: name.replaceAll('\\', '/').replace(root.replaceAll('\\', '/'), ''),
          title: fullName,
          passed: status === 'passed',
          req: named.filter(isRequirementId),
          unknown: named.filter(id => !isRequirementId(id)),
        };
      }),
  );
