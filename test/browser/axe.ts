import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { z } from 'zod';

/**
 * The rules of WCAG 2.2, levels A and AA, that axe-core (MPL-2.0, used for tests alone) can decide. The page must come from a
 * context that bypasses its content security policy: the policy itself lets no such script in.
 */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const resultsSchema = z.object({
  violations: z.array(
    z.object({
      id: z.string(),
      help: z.string(),
      nodes: z.array(z.object({ html: z.string(), failureSummary: z.string().optional() })),
    }),
  ),
  passes: z.array(z.object({ id: z.string() })),
});

export type Audit = {
  /** One line for each element that breaks a rule. */
  readonly broken: readonly string[];
  /** Names of the rules that something was held against, and kept. */
  readonly kept: readonly string[];
};

/** Holds a part of the page against all rules, or against these alone. */
export const audit = async (page: Page, part: string, rules?: readonly string[]): Promise<Audit> => {
  if (!(await page.evaluate(() => 'axe' in window))) await page.addScriptTag({ content: SOURCE });
  const runOnly = rules === undefined ? { type: 'tag', values: TAGS } : { type: 'rule', values: [...rules] };
  const said: unknown = await page.evaluate(
    // In the page, where axe is a global.
    `axe.run(${JSON.stringify(part)}, ${JSON.stringify({ runOnly, resultTypes: ['violations', 'passes'], rules: rules === undefined ? { 'target-size': { enabled: true } } : {} })})`,
  );
  const { violations, passes } = resultsSchema.parse(said);
  return {
    broken: violations.flatMap(({ id, help, nodes }) =>
      nodes.map(
        ({ html, failureSummary }) => `${id}: ${help}: ${html.slice(0, 160)}: ${failureSummary ?? ''}`,
      ),
    ),
    kept: passes.map(({ id }) => id),
  };
};
