import type { Campaign } from '../../simulate/campaign/campaign.ts';
import { COMPARED } from '../../simulate/campaign/differences.ts';
import { GROUPS, groupOf } from '../../simulate/campaign/people.ts';
import { dayCurves } from '../../simulate/campaign/profile.ts';
import type { Report } from '../../simulate/campaign/report.ts';
import { cellsOf, type Setting, settingsOf } from '../../simulate/campaign/summary.ts';
import { BANDS } from './bands.ts';
import { timeInBands } from './bars.ts';
import { columnsOf, comparisonIn, groupsIn, type Line, pooledOf } from './comparison.ts';
import { percentileDay } from './day.ts';
import { document } from './document.ts';
import { forest } from './forest.ts';
import { markLegend, riskGrid } from './riskGrid.ts';
import { escaped } from './svg.ts';
import { worstIn } from './worst.ts';

/** A setting as a heading. */
const headingOf = ({ scenario, fault }: Setting): string =>
  fault === 'none' ? scenario : `${scenario}, ${fault}`;

/** A report as one file. */
export const reportPage = (report: Report): string => {
  const { campaign } = report;
  const groups = GROUPS.filter(group => campaign.patients.some(patient => groupOf(patient) === group));
  return document(
    `Campaign ${campaign.name}`,
    `<header>
<h1>Campaign ${escaped(campaign.name)}</h1>
<p>${summary(report)}</p>
<p class="legend">Bands, mg/dL: ${BANDS.map(({ name, words, style }) => `<span class="key"><i class="${style}"></i>${name} ${escaped(words)}</span>`).join(' ')}<br/>
Marks of the risk grid: ${markLegend(groups)}
filled: meets the consensus (over 70 % in range, under 4 % below 70, under 1 % below 54)</p>
</header>
${settingsOf(campaign)
  .map(setting => section(report, setting))
  .join('\n')}`,
  );
};

const summary = ({ campaign, known }: Report): string => {
  const { patients, days, seeds, controllers, pump } = campaign;
  const lived = pump === 'open' ? 'the open replay: no charts, no ledger' : 'each wore the whole pump';
  return escaped(
    `${patients.length} patients for ${days} days, ${seedWords(campaign)}, ${controllers.length} controllers: ` +
      `${known.length} cells, ${known.length * days} patient-days. ${lived[0]?.toUpperCase()}${lived.slice(1)}. ` +
      `${seeds.length > 1 ? 'Each seed of each patient counts the same.' : ''}`,
  );
};

const seedWords = ({ seeds }: Campaign): string =>
  seeds.length === 1
    ? seeds[0] === 'published'
      ? 'the published days'
      : `seed ${seeds[0]}`
    : `${seeds.length} seeds`;

const section = (report: Report, setting: Setting): string => {
  const { campaign, known } = report;
  const heading = headingOf(setting);
  const rows = pooledOf(report, setting);
  const figures = campaign.controllers.map(controller => {
    const cells = cellsOf(known, setting, controller);
    return `<figure><figcaption>${escaped(controller)}</figcaption>
${percentileDay(`${heading}, ${controller}`, dayCurves(cells.map(({ result }) => result.day)))}
${riskGrid(`${heading}, ${controller}`, cells)}</figure>`;
  });
  return `<section>
<h2>${escaped(heading)}</h2>
${table(report, setting)}
<p class="note">Means over cells: share of time in percent, mg/dL; meet: cells that meet the consensus; fail: cells below 10 or above 600 mg/dL. Of a group: 70–180 / &lt; 70.</p>
<h3>Time in range</h3>
${timeInBands(heading, rows)}
${differences(report, setting)}
<h3>The percentile day, and the risk of each cell</h3>
<p class="note">Median, half of all minutes, nine of ten; above 350 mg/dL is drawn at 350. Risk: below 54 and four fifths of 54–69 to the right, above 250 and half of 181–250 upwards.</p>
<div class="figures">
${figures.join('\n')}
</div>
${worst(report, setting)}
</section>`;
};

const table = (report: Report, setting: Setting): string => {
  const columns = columnsOf(groupsIn(report));
  const lines = comparisonIn(report, setting);
  const rowOf = ({ name, controller, figures }: Line): string =>
    `<tr${controller === null ? ' class="peer"' : ''}><th scope="row">${escaped(name)}</th>${cells(figures)}</tr>`;
  const peers = lines.filter(({ controller }) => controller === null);
  return tableOf(
    ['controller', ...columns],
    [
      ...lines.filter(({ controller }) => controller !== null).map(rowOf),
      ...(peers.length === 0
        ? []
        : [
            `<tr><th class="over" scope="rowgroup" colspan="${columns.length + 1}">the software of others, as measured on the same days</th></tr>`,
          ]),
      ...peers.map(rowOf),
    ],
  );
};

const cells = (figures: readonly string[]): string =>
  figures.map(each => `<td>${escaped(each)}</td>`).join('');

const tableOf = (columns: readonly string[], rows: readonly string[]): string => `<div class="wide"><table>
<thead><tr>${columns.map(each => `<th scope="col">${escaped(each)}</th>`).join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table></div>`;

const MEASURE_WORDS: Readonly<Record<(typeof COMPARED)[number], string>> = {
  inRange: 'in range, points',
  below70: 'below 70, points',
  below54: 'below 54, points',
  above180: 'above 180, points',
  mean: 'mean, mg/dL',
  gri: 'risk index',
};

const differences = (report: Report, setting: Setting): string => {
  const [first] = report.campaign.controllers;
  const rows = report.differences.filter(
    each =>
      each.scenario === setting.scenario &&
      each.fault === setting.fault &&
      each.whom === 'all' &&
      each.one === first,
  );
  if (first === undefined || rows.length === 0) return '';
  return `<h3>${escaped(first)} less each other, patient by patient</h3>
<p class="note">Mean of the paired differences with its 95 % interval (2 000 resamplings of patients); thick where zero is outside.</p>
<div class="figures">
${COMPARED.map(
  measure =>
    `<figure><figcaption>${MEASURE_WORDS[measure]}</figcaption>${forest(
      `${first} less others: ${MEASURE_WORDS[measure]}`,
      rows.filter(each => each.measure === measure),
    )}</figure>`,
).join('\n')}
</div>`;
};

const worst = (report: Report, setting: Setting): string => {
  const rows = worstIn(report, setting).map(({ result }) => {
    const figures = [
      result.inRange.toFixed(1),
      result.below70.toFixed(2),
      result.lowest.toFixed(0),
      result.gri.toFixed(1),
    ];
    const again = `<td><code>islet campaign show report.json '${escaped(result.name)}'</code></td>`;
    return `<tr><th scope="row">${escaped(result.name)}</th>${cells(figures)}${again}</tr>`;
  });
  return `<h3>Worst cells</h3>
<p class="note">Highest risk index of each controller. The command, given in the folder of this report, lives the cell again and shows it minute by minute; with <code>--journal cell.jsonl</code> it keeps the journal of the whole pump in that life, which <code>islet replay cell.jsonl</code> opens in the page.</p>
${tableOf(['cell', '70–180', '< 70', 'lowest', 'risk index', 'again'], rows)}`;
};
