import { XMLValidator } from 'fast-xml-parser';
import { expect, test } from 'vitest';
import { cellPage } from '../../src/inspector/report/cellPage.ts';
import { comparisonIn } from '../../src/inspector/report/comparison.ts';
import { reportPage } from '../../src/inspector/report/page.ts';
import { worstIn } from '../../src/inspector/report/worst.ts';
import { type CampaignInput, campaignSchema } from '../../src/simulate/campaign/campaign.ts';
import { cellAt, cellCount } from '../../src/simulate/campaign/cells.ts';
import { readyFor } from '../../src/simulate/campaign/life.ts';
import { peers, peersIn } from '../../src/simulate/campaign/peers.ts';
import { PRESETS } from '../../src/simulate/campaign/presets.ts';
import { reportOf } from '../../src/simulate/campaign/report.ts';
import { openRunner, resultOf } from '../../src/simulate/campaign/run.ts';
import { settingsOf } from '../../src/simulate/campaign/summary.ts';

const input: CampaignInput = {
  name: 'A <b>bold & "quoted" name',
  days: 2,
  patients: ['adult#001', 'child#003', 'adolescent#002', 'hovorka#001', 'type2#001'],
  scenarios: [{ name: 'home' }, { name: "it's <away>", announced: false }],
  seeds: [3],
  controllers: ['suspension', 'basal-bolus'],
  faults: [{ name: 'none' }, { name: 'late', lateShare: 1 }],
};
const campaign = campaignSchema.parse(input);
const results = Array.from({ length: cellCount(campaign) }, (_, index) =>
  resultOf(campaign, cellAt(campaign, index), openRunner),
);
const report = reportOf(campaign, results);
const page = reportPage(report);

const wellFormed = (text: string): unknown => XMLValidator.validate(text);

test('a report is one well-formed file without scripts, and loads nothing', () => {
  expect(wellFormed(page)).toBe(true);
  expect(wellFormed(page.replace('</section>', ''))).not.toBe(true);
  for (const outside of ['http://', 'https://', '<script', 'url(', '@import', '<link', '<img'])
    expect(page).not.toContain(outside);
  expect(page).toContain("default-src 'none'");
});

test('what people wrote stands as text', () => {
  expect(page).toContain('A &lt;b&gt;bold &amp; &quot;quoted&quot; name');
  expect(page).not.toContain('<b>bold');
  expect(page).not.toContain('<away>');
});

test('every setting has its figures, bars, days, grids, differences and worst cells', () => {
  const sections = page.split('<section>').slice(1);
  expect(sections).toHaveLength(4);
  for (const section of sections) {
    expect(section.match(/Percentile day, /g)).toHaveLength(2);
    expect(section.match(/Risk grid, /g)).toHaveLength(2);
    expect(section.match(/class="mark (un)?met"/g)).toHaveLength(10);
    expect(section.match(/class="mean"/g)).toHaveLength(6);
    expect(section.match(/islet campaign show/g)).toHaveLength(4);
  }
  const shown = settingsOf(campaign).flatMap(setting => comparisonIn(report, setting));
  expect(shown).toHaveLength(8);
  for (const { figures } of shown) for (const figure of figures) expect(page).toContain(`<td>${figure}</td>`);
});

test('nothing is drawn outside of its picture', () => {
  let seen = 0;
  for (const [, width = '', height = '', parts = ''] of page.matchAll(
    /<svg [^>]*viewBox="0 0 (\d+) (\d+)"[^>]*>(.*?)<\/svg>/g,
  )) {
    for (const [, points = ''] of parts.matchAll(/ points="([^"]*)"/g))
      for (const point of points.split(' ')) {
        const [x = Number.NaN, y = Number.NaN] = point.split(',').map(Number);
        expect(
          x >= 0 && x <= Number(width) && y >= 0 && y <= Number(height),
          `${point} in ${width}×${height}`,
        ).toBe(true);
        seen += 1;
      }
  }
  expect(seen).toBeGreaterThan(500);
});

test('the worst cells are those of highest risk', () => {
  const [setting] = settingsOf(campaign);
  if (setting === undefined) throw new Error('no setting');
  const worst = worstIn(report, setting);
  expect(worst).toHaveLength(4);
  const own = report.known.filter(
    each =>
      each.controller === 'suspension' && each.setting.scenario === 'home' && each.setting.fault === 'none',
  );
  const risks = own.map(({ result }) => result.gri).sort((a, b) => b - a);
  expect(worst.slice(0, 3).map(({ result }) => result.gri)).toEqual(risks.slice(0, 3));
});

test('the software of others stands beside ours only where it was measured on the same days', () => {
  const published = campaignSchema.parse(PRESETS.published);
  const found = published.scenarios.map(scenario => peersIn(published, scenario).map(({ name }) => name));
  expect(found.map(names => names.length)).toEqual([6, 6, 2, 3, 8]);
  expect(found[0]).toContain('oref0, temporary basals');
  for (const scenario of campaign.scenarios) expect(peersIn(campaign, scenario)).toEqual([]);
  const noise = campaignSchema.parse({ ...PRESETS.published, scenarios: [{ name: 'x', noise: 'none' }] });
  expect(noise.scenarios.flatMap(scenario => peersIn(noise, scenario))).toEqual([]);
  expect(peers()).toHaveLength(35);
  for (const { inRange, below70, above180, below54 } of peers()) {
    expect(Math.abs(inRange + below70 + above180 - 100)).toBeLessThan(0.3);
    expect(below54).toBeLessThanOrEqual(below70);
  }
});

test('a cell is shown day by day, with every bolus, meal and reading', () => {
  const cell = cellAt(campaign, 1);
  const ready = readyFor(campaign, cell);
  const outcome = openRunner(ready);
  const [result] = results.slice(1);
  if (result === undefined) throw new Error('no result');
  const shown = cellPage({ cell, result, outcome, meals: readyFor(campaign, cell).lived.meals });
  expect(wellFormed(shown)).toBe(true);
  expect(shown.match(/<h2>Day/g)).toHaveLength(2);
  expect(shown.match(/class="reading"/g)).toHaveLength(outcome.readings.length);
  expect(shown.match(/ g, /g)?.length).toBe(ready.lived.meals.length);
  const boluses = [...shown.matchAll(/bolus of ([\d.]+) U/g)].map(([, units = '']) => Number(units));
  expect(boluses.length).toBeGreaterThan(3);
  const total = outcome.bolusUu.reduce((sum, each) => sum + each, 0) / 1e6;
  expect(boluses.reduce((sum, each) => sum + each, 0)).toBeCloseTo(total, 6);
});
