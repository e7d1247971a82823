import { ALARMS } from '../../domain/alarms.ts';
import type { ChartEntry, Charts } from '../charts/files.ts';
import type { Evidence } from '../page/evidence.ts';
import type { PropertyLine } from '../page/verdicts.ts';
import { countsOf } from '../page/verdicts.ts';
import { css, document } from './document.ts';
import { arrowHead, runChart } from './runChart.ts';
import type { RunTold } from './runFold.ts';
import { runPlots } from './runPlots.ts';
import { escaped } from './svg.ts';

/** What a report of one run is made of. */
export type RunReport = {
  readonly told: RunTold;
  /** Each property as it stood at the end. */
  readonly properties: readonly PropertyLine[];
  /** Why properties are not judged any more; null where they were to the end. */
  readonly trouble: string | null;
  /** Null where taking the steps again led to the same; else the first difference. */
  readonly difference: string | null;
  readonly charts: Charts;
  readonly evidence: Evidence;
};

/** A run as one file that opens without a server. */
export const runPage = (report: RunReport): string => {
  const { told, evidence, charts } = report;
  return document(
    `Run ${evidence.run}`,
    `${arrowHead()}<header><h1>Run ${escaped(evidence.run)}</h1><p>${escaped(proved(report))}</p></header>
${section('What was delivered', delivered(told))}
${section('Over time', `<p class="note">Above: glucose in mg/dL. Below: basal in U/h (steps), insulin on board (line) and boluses, as asked for and as delivered, in U. Times are UTC.</p><div class="wide">${runPlots(told.history, told.alarms, told.wallOf)}</div>`)}
${section('Alarms', alarms(told))}
${section('Properties', properties(report))}
${section('Refusals', refusals(told))}
${section('Charts, as the run left them', `<p class="note">Filled: active at the end. Solid: covered by this run; dashed: not covered.</p>${coverage(told, charts)}${drawings(told, charts)}`)}
${section('Evidence', block(evidence))}`,
    {
      css: ['../page/styles/drawing.css', '../page/styles/cover.css', './run.css'].map(css).join(''),
      says: 'It is not a medical device, and nothing here may be used to treat a person.',
    },
  );
};

const section = (title: string, body: string): string =>
  `<section><h2>${escaped(title)}</h2>${body}</section>`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  `<div class="wide"><table><thead><tr>${head.map(each => `<th class="words">${escaped(each)}</th>`).join('')}</tr></thead><tbody>${rows
    .map(
      ([first = '', ...rest]) =>
        `<tr><th>${escaped(first)}</th>${rest.map(each => `<td class="words">${escaped(each)}</td>`).join('')}</tr>`,
    )
    .join('')}</tbody></table></div>`;

const utc = (wallMs: number): string => new Date(wallMs).toISOString().slice(0, 19).replace('T', ' ');
const units = (microunits: number): string => `${(microunits / 1e6).toFixed(3)} U`;
const proved = ({ told: { steps, first, last }, difference }: RunReport): string => {
  const stretch = first && last ? `${utc(first.wallMs)} to ${utc(last.wallMs)} UTC` : 'nothing happened';
  return `${steps} steps, ${stretch}. ${
    difference === null
      ? 'Taken again, every state and command came out as recorded.'
      : `Taken again it differs: ${difference}. What follows is true up to there.`
  }`;
};

const delivered = ({ last }: RunTold): string => {
  const readings = last?.readings ?? null;
  if (readings === null) return '<p>Not known: this run has no ledger.</p>';
  return table(
    ['', 'amount'],
    [
      ['Basal', units(readings.deliveredBasalUu)],
      ['Boluses', units(readings.deliveredBolusUu)],
      ['Extended boluses', units(readings.deliveredExtendedUu)],
      ['On board at the end', readings.onBoardUu === null ? 'unknown' : units(readings.onBoardUu)],
      ['Reservoir at the end', units(readings.reservoirUu)],
      ['Pulses counted as delivered', String(readings.pulsesCounted)],
      ['Modes at the end', last?.modes.join(', ') ?? ''],
    ],
  );
};

const alarms = ({ alarms: lives }: RunTold): string =>
  lives.length === 0
    ? '<p>None was raised.</p>'
    : table(
        ['alarm', 'priority', 'raised (UTC)', 'for', 'requirements'],
        lives.map(({ alarm, priority, atWallMs, atMonoMs, untilMonoMs, req }) => [
          `${ALARMS[alarm].id} ${ALARMS[alarm].title}`,
          priority,
          utc(atWallMs),
          untilMonoMs === null ? 'to the end' : `${Math.round((untilMonoMs - atMonoMs) / 1_000)} s`,
          req.join(', '),
        ]),
      );

const properties = ({ properties: lines, trouble }: RunReport): string => {
  const counts = countsOf(lines);
  const said = `<p>${Object.entries(counts)
    .map(([standing, count]) => `${count} ${standing}`)
    .join(', ')}.${trouble === null ? '' : ` Not judged to the end: ${escaped(trouble)}.`}</p>`;
  return `${said}${table(
    ['property', 'stands', 'requirements', 'remarks'],
    lines.map(({ name, standing, req, unjudged, given, violations }) => [
      name,
      standing,
      req.join(', '),
      [
        ...violations.slice(0, 3).map(({ seq }) => `broken by record ${seq}`),
        ...(violations.length > 3 ? [`and ${violations.length - 3} more`] : []),
        ...(unjudged === null ? [] : [unjudged]),
        ...(given === null ? [] : [`given: ${given}`]),
      ].join('; '),
    ]),
  )}`;
};

const refusals = ({ refusals: told, refused }: RunTold): string =>
  refused === 0
    ? '<p>Nothing was refused.</p>'
    : `<p>${refused} in all${refused > told.length ? `; the first ${told.length}` : ''}.</p>${table(
        ['request', 'record', 'when (UTC)', 'reasons'],
        told.map(({ request, seq, wallMs, reasons }) => [
          request,
          String(seq),
          utc(wallMs),
          reasons.join('; '),
        ]),
      )}`;

const coverage = ({ hits }: RunTold, charts: Charts): string => {
  const met = (entry: ChartEntry, which: 'states' | 'transitions'): string => {
    const all = entry.chart[which];
    return `${all.filter(({ id }) => (hits.get(`${entry.chart.id}|${id}`) ?? 0) > 0).length} of ${all.length}`;
  };
  return table(
    ['chart', 'states met', 'transitions met'],
    Object.entries(charts).map(([id, entry]) => [id, met(entry, 'states'), met(entry, 'transitions')]),
  );
};

const drawings = ({ last, hits }: RunTold, charts: Charts): string => {
  const active = new Set(
    Object.entries(last?.active ?? {}).flatMap(([machine, ids = []]) => ids.map(id => `${machine}|${id}`)),
  );
  const first = (id: string): number => (id === 'pump' ? 0 : 1);
  return Object.entries(charts)
    .sort(([one], [other]) => first(one) - first(other))
    .map(([id, entry]) => {
      const now = [...active].filter(key => key.startsWith(`${id}|`)).map(key => key.split('|')[1] ?? '');
      const leaves = now.filter(state => !now.some(other => other.startsWith(`${state}.`)));
      return `<details${id === 'pump' ? ' open' : ''}><summary>${escaped(`${id}: ${leaves.join(', ') || 'several of its kind, or none'}`)}</summary><div class="wide">${runChart(entry, active, hits)}</div></details>`;
    })
    .join('\n');
};

const block = ({ missing, at, ...known }: Evidence): string =>
  table(
    ['', ''],
    [
      ...Object.entries(known).map(([name, value]) => [
        name,
        value === null ? `unknown: ${missing[name] ?? missing.islet ?? 'not said'}` : String(value),
      ]),
      ['last instant', `${at.utc}, ${at.monoMs} ms since the run began`],
    ],
  );
