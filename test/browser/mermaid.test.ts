import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describe as described } from '../../src/verify/export/describe.ts';
import { mermaidOf } from '../../src/verify/export/mermaid.ts';
import { subjectOf } from '../../src/verify/export/subjects.ts';
import { chromiumHere, launch } from './pump.ts';

const MERMAID = join(import.meta.dirname, '../../node_modules/mermaid/dist/mermaid.min.js');

/** The largest, and those with states within states that answer for all of them. */
const NAMES = ['pump', 'sensor', 'remote', 'suspension'];

/** What Mermaid parses it may still be unable to draw. */
describe.skipIf(chromiumHere === undefined)('Mermaid in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  test('draws the charts that we export', { timeout: 120_000 }, async () => {
    const page = await browser.newPage();
    await page.addScriptTag({ path: MERMAID });
    for (const name of NAMES) {
      const subject = subjectOf(name);
      if (subject === null) throw new Error(`no chart ${name}`);
      const text = mermaidOf(described(subject));
      const svg = String(
        await page.evaluate(`mermaid.render('chart', ${JSON.stringify(text)}).then(({ svg }) => svg)`),
      );
      expect(svg, name).toContain('<svg');
      for (const { key } of described(subject).root.states) expect(svg, name).toContain(key);
    }
  });
});
