import type { Weight } from '../measure/mass.ts';
import type { RigRecord } from './record.ts';

/** A cell by RFC 4180; one that a spreadsheet would take for a formula is text. */
const cell = (value: string | number | null): string => {
  const text = String(value ?? '');
  const safe = typeof value === 'string' && /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

const table = (rows: readonly (readonly (string | number | null)[])[]): string =>
  rows.map(row => `${row.map(cell).join(',')}\r\n`).join('');

/** Every measurement of a run, a line each. */
export const measurementsCsv = ({ phases }: RigRecord): string =>
  table([
    [
      'phase',
      'measurement',
      'value',
      'unit',
      'least',
      'most',
      'uncertainty (k=2)',
      'instrument',
      'verdict',
      'requirements',
    ],
    ...phases.flatMap(({ name, measurements }) =>
      measurements.map(each => [
        name,
        each.name,
        each.value,
        each.unit,
        each.least,
        each.most,
        each.uncertainty,
        each.instrument,
        each.marginal ? `${each.outcome} (marginal)` : each.outcome,
        each.requirements.join(' '),
      ]),
    ),
  ]);

/** Every weighing, with its series and its time on the clock of that pump. */
export const weightsCsv = (series: ReadonlyMap<string, readonly Weight[]>): string =>
  table([
    ['series', 'time (ms)', 'mass shown (µg)'],
    ...[...series].flatMap(([name, weights]) => weights.map(({ atMs, massUg }) => [name, atMs, massUg])),
  ]);
