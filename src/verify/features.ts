import type { Feature } from '../../specs/features.ts';
import { requirement } from '../../specs/requirements/index.ts';
import { ALARMS } from '../domain/alarms.ts';

const SECTIONS = {
  '1A': 'Basal and bolus',
  '1D': 'Safety functions and alarms',
  '1E': 'Life-cycle and data',
} as const satisfies Record<Feature['section'], string>;

/** The feature table as Markdown: what other pumps offer, what Islet does, where, and what shows it. */
export const featureTable = (features: readonly Feature[]): string =>
  [
    '# Features',
    '',
    'What commercial pumps and reference models offer, and what Islet does about it. Generated; do not edit.',
    '',
    ...Object.entries(SECTIONS).flatMap(([section, title]) => [
      `## ${title}`,
      '',
      line(['others offer', 'Islet', 'states', 'alarms', 'requirements', 'tests', 'left out']),
      line(['---', '---', '---', '---', '---', '---', '---']),
      ...features.filter(feature => feature.section === section).map(row),
      '',
    ]),
  ].join('\n');

const row = ({ row: name, ours, states, alarms, req, tests, excluded, missing }: Feature): string =>
  line([
    name,
    ours,
    states.map(id => `\`${id}\``).join(' '),
    alarms.map(alarm => ALARMS[alarm].title).join(', '),
    req.map(id => `[${id}](traceability.md#${id.toLowerCase()})${waits(id)}`).join(', '),
    tests.map(file => `[${nameOf(file)}](../../${file})`).join(', '),
    [
      ...(missing === undefined ? [] : [`Not yet: ${missing}`]),
      ...(excluded === undefined ? [] : [excluded]),
    ].join(' '),
  ]);

/** The last part of a file's path, without its endings. */
const nameOf = (file: string): string => file.replace(/^.*\//, '').replace(/\..*$/, '');

const waits = (id: Feature['req'][number]): string => {
  const { due, partDue } = requirement(id);
  return due === undefined && partDue === undefined ? '' : ` (${due ?? partDue})`;
};

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
