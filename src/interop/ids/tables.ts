import { ALARMS, type AlarmName, alarmNames } from '../../domain/alarms.ts';
import { annunciationTypeOf, OWN_ANNUNCIATIONS, STANDARD_OF } from './annunciations.ts';
import { EVENT } from './record.ts';
import { STATUS_ROWS } from './status.ts';

/** The tables of specs/ids.md, out of the tables that the service itself goes by. */

const hex = (code: number): string => code.toString(16).toUpperCase().padStart(4, '0');
const standardOf = (alarm: AlarmName): string =>
  alarm in OWN_ANNUNCIATIONS
    ? 'of the maker'
    : `\`${(STANDARD_OF as Readonly<Record<string, string>>)[alarm] ?? ''}\``;

const statusTable = (): string =>
  [
    '| the first of these states that is active | therapy control | operational | because |',
    '|---|---|---|---|',
    ...STATUS_ROWS.map(
      ({ when, therapy, operational, why }) =>
        `| ${when.map(id => `\`${id}\``).join(' and ')} | ${therapy} | ${operational} | ${why} |`,
    ),
  ].join('\n');

const annunciationTable = (): string =>
  [
    '| alarm | title | type | of the standard |',
    '|---|---|---|---|',
    ...alarmNames
      .toSorted((a, b) => ALARMS[a].id.localeCompare(ALARMS[b].id))
      .map(
        alarm =>
          `| ${ALARMS[alarm].id} | ${ALARMS[alarm].title} | ${hex(annunciationTypeOf(alarm))} | ${standardOf(alarm)} |`,
      ),
  ].join('\n');

const eventTable = (): string =>
  [
    '| code | entry |',
    '|---|---|',
    ...Object.entries(EVENT).map(([event, code]) => `| ${hex(code)} | \`${event}\` |`),
  ].join('\n');

const TABLES: Readonly<Record<string, () => string>> = {
  status: statusTable,
  annunciations: annunciationTable,
  events: eventTable,
};

/** A text with its tables as they should be. Throws where it has no place for one. */
export const withIdsTables = (text: string): string =>
  Object.entries(TABLES).reduce((whole, [name, table]) => {
    const [begin, end] = [`<!-- ${name}: written by islet generate -->`, `<!-- end of ${name} -->`];
    const [before, rest] = whole.split(begin);
    const after = rest?.split(end)[1];
    if (before === undefined || after === undefined) throw new Error(`there is no ${begin} … ${end}`);
    return `${before}${begin}\n\n${table()}\n\n${end}${after}`;
  }, text);
