import { isRequirementId, requirement } from '../../../specs/requirements/index.ts';
import { SUBJECTS, universeIn } from '../../../src/verify/cover/subjects.ts';
import { escaped } from '../run/junit.ts';
import type { Measurement, PhaseRecord, RigRecord } from '../run/record.ts';
import { plotOf } from './plot.ts';
import { STYLE } from './style.ts';

/** A row of cells; those given as HTML are not escaped again. */
type Cell = string | { readonly html: string };
const cellOf = (cell: Cell): string => `<td>${typeof cell === 'string' ? escaped(cell) : cell.html}</td>`;
const table = (head: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  [
    '<div class="wide"><table><thead><tr>',
    ...head.map(each => `<th scope="col">${escaped(each)}</th>`),
    '</tr></thead><tbody>',
    ...rows.map(row => `<tr>${row.map(cellOf).join('')}</tr>`),
    '</tbody></table></div>',
  ].join('');

const verdict = (outcome: string, suffix = ''): Cell => ({
  html: `<span class="verdict ${outcome === 'PASS' ? 'pass' : outcome === 'SKIPPED' || outcome === 'NOT COVERED' ? 'none' : 'fail'}">${escaped(outcome)}${escaped(suffix)}</span>`,
});

/** Four significant figures, or all of a whole number. */
const figure = (value: number): string =>
  Number.isInteger(value) ? String(value) : Number(value.toPrecision(4)).toString();

const limitsOf = ({ least, most, unit }: Measurement): string => {
  if (least !== null && least === most) return `exactly ${figure(least)} ${unit}`;
  const [low, high] = [least === null ? null : figure(least), most === null ? null : figure(most)];
  if (low === null && high === null) return 'none';
  if (low === null) return `at most ${high} ${unit}`;
  return high === null ? `at least ${low} ${unit}` : `${low} to ${high} ${unit}`;
};

const cellsOf = (each: Measurement): readonly Cell[] => [
  each.name,
  `${figure(each.value)} ${each.unit}`,
  limitsOf(each),
  each.uncertainty === 0 ? 'counted' : `± ${figure(each.uncertainty)} ${each.unit}`,
  each.instrument,
  verdict(each.outcome, each.marginal ? ' (marginal)' : ''),
];
const MEASURED = ['measurement', 'value', 'limit', 'uncertainty (k = 2)', 'instrument', 'verdict'];

const phaseHtml = (phase: PhaseRecord): string =>
  [
    `<h3>${escaped(phase.name)} <span class="verdict ${phase.outcome === 'PASS' ? 'pass' : 'fail'}">${phase.outcome}</span></h3>`,
    phase.reason === null ? '' : `<p>${escaped(phase.reason)}</p>`,
    phase.measurements.length === 0 ? '' : table(MEASURED, phase.measurements.map(cellsOf)),
  ].join('\n');

const matrix = ({ requirements, phases }: RigRecord): string => {
  const measured = phases.flatMap(({ measurements }) => measurements);
  return table(
    ['requirement', ...MEASURED],
    requirements.flatMap(({ id, verdict: found, reason }): readonly (readonly Cell[])[] => {
      const text = isRequirementId(id) ? requirement(id).text : '';
      const name: Cell = { html: `<b id="${id}">${id}</b> ${escaped(text)}` };
      const rows = measured.filter(each => each.requirements.includes(id));
      // A phase that was cut short decides, whatever was measured elsewhere.
      const isWhole = rows.length > 0 && reason === null;
      return [
        ...(isWhole ? [] : [[name, reason ?? '', '', '', '', '', verdict(found)]]),
        ...rows.map((each, i) => [isWhole && i === 0 ? name : '', ...cellsOf(each)]),
      ];
    }),
  );
};

const coverageRows = ({ coverage }: RigRecord): readonly (readonly Cell[])[] =>
  SUBJECTS.flatMap(subject => {
    const hits = coverage.machines[subject.name]?.hits;
    if (hits === undefined) return [];
    const { items } = universeIn(subject);
    const share = (measure: 'states' | 'transitions' | 'events' | 'requirements'): string =>
      `${Object.keys(hits[measure]).length} of ${items[measure].length}`;
    return [[subject.name, share('states'), share('transitions'), share('events'), share('requirements')]];
  });

const facts = (record: RigRecord): readonly (readonly Cell[])[] => [
  ['station', record.station],
  ['operator', record.operator ?? 'no profile says'],
  ['pump', record.pump ?? 'no profile says'],
  ['Islet', record.release],
  ['commit', record.commit ?? 'not run from a working copy'],
  ['seed', String(record.seed)],
  ['devices', record.simulated ? `simulated, bytes over ${record.transport}` : 'real'],
  ['planted fault', record.fault ?? 'none'],
  ['began', record.started],
  ['ended', record.ended],
];

/** A run as one file that opens without a server, without a script and without anything from elsewhere. */
export const reportHtml = (record: RigRecord): string => {
  const { plan, outcome, exitCode, phases, requirements, curves, notes, transitions, devices } = record;
  const section = (title: string, ...parts: readonly string[]): string =>
    [`<section><h2>${escaped(title)}</h2>`, ...parts, '</section>'].join('\n');
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escaped(`${plan}: ${outcome}`)}</title><style>${STYLE}</style></head><body><main>`,
    `<h1>${escaped(plan)}: <span class="verdict ${outcome === 'PASS' ? 'pass' : 'fail'}">${outcome}</span></h1>`,
    `<p>${phases.filter(each => each.outcome === 'PASS').length} of ${phases.length} phases passed; exit code ${exitCode}. ${escaped(MEANING[outcome])}</p>`,
    section('This run', table(['', ''], facts(record))),
    devices.length === 0
      ? ''
      : section(
          'Devices',
          table(
            ['device', 'kind', 'serial number', 'calibration'],
            devices.map(({ name, kind, serial, calibration }) => [name, kind, serial, calibration]),
          ),
        ),
    curves.length === 0 ? '' : section('Curves', ...curves.map(plotOf)),
    notes.length === 0
      ? ''
      : section('Left out', `<ul>${notes.map(each => `<li>${escaped(each)}</li>`).join('')}</ul>`),
    requirements.length === 0 ? '' : section('Requirements', matrix(record)),
    section('Phases', ...phases.map(phaseHtml)),
    section(
      'Coverage of the charts',
      table(['chart', 'states', 'transitions', 'events', 'requirements'], coverageRows(record)),
      `<p>${transitions.taken} of ${transitions.total} transitions of the pump taken by the generated suite.</p>`,
      transitions.missing.length === 0
        ? ''
        : table(
            ['not taken', 'why'],
            transitions.missing.map(({ id, reason }) => [id, reason]),
          ),
    ),
    '</main></body></html>',
    '',
  ].join('\n');
};

const MEANING = {
  PASS: 'Every limit was kept.',
  FAIL: 'The pump broke a limit.',
  ERROR: 'The rig or an instrument failed: of the pump nothing is known.',
  TIMEOUT: 'A phase did not end in time.',
  ABORTED: 'The run was ended from outside; the motor was halted.',
} as const satisfies Record<RigRecord['outcome'], string>;
