import type { IddClient } from '../../../hardware/ids/client.ts';
import type { IddFeatures } from '../../../hardware/ids/values.ts';
import type { ReaderAnswer, ReaderAsked } from '../../interop/ids/answers.ts';
import type { AnnunciationTold, IddRecord } from '../../interop/ids/record.ts';
import type { IddStatus } from '../../interop/ids/status.ts';
import { type Changed, STANDARD_ANNUNCIATIONS } from '../../interop/ids/words.ts';

/** All that a client can read of a pump. */
export type PumpRead = {
  readonly features: IddFeatures;
  readonly status: IddStatus;
  readonly annunciation: AnnunciationTold | null;
  readonly changed: readonly Changed[];
  readonly answers: readonly ReaderAnswer[];
  /** Null where it was not asked for. */
  readonly history: readonly IddRecord[] | null;
};

const QUESTIONS: readonly ReaderAsked[] = [
  { ask: 'basalRate' },
  { ask: 'totalDaily' },
  { ask: 'delivered' },
  { ask: 'onBoard' },
  { ask: 'counter', counter: 'reservoirInsulin', selection: 'elapsed' },
];

/** Reads a pump through and through; resets nothing. */
export const readAll = async (client: IddClient, withHistory: boolean): Promise<PumpRead> => {
  const status = await client.status();
  const annunciation = await client.annunciation();
  const changed = await client.changed();
  const answers: ReaderAnswer[] = [];
  const active = await client.ask({ ask: 'activeBoluses' });
  answers.push(active);
  for (const bolus of active.answer === 'activeBoluses' ? active.boluses : [])
    answers.push(await client.ask({ ask: 'activeBolus', bolus, selection: 'programmed' }));
  for (const question of QUESTIONS) answers.push(await client.ask(question));
  const history = withHistory
    ? (await client.history({ ask: 'report', wanted: { of: 'all', filter: 'any' } })).records
    : null;
  return { features: client.features, status, annunciation, changed, answers, history };
};

const units = (uu: number | null): string => (uu === null ? 'unknown' : `${uu / 1_000_000} U`);

/** A field by its name and, where its name says it, its unit. */
const field = ([name, value]: readonly [string, unknown]): string => {
  if (typeof value === 'number' && name.endsWith('UuPerHour'))
    return `${name.slice(0, -9)}=${units(value)}/h`;
  if ((typeof value === 'number' || value === null) && name.endsWith('Uu'))
    return `${name.slice(0, -2)}=${units(value)}`;
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return `${name}=(${fields(value)})`;
  return `${name}=${Array.isArray(value) ? `[${value.join(' ')}]` : String(value)}`;
};
const fields = (value: object): string =>
  Object.entries(value)
    .filter(([, each]) => each !== null)
    .map(field)
    .join(' ');

const hex = (code: number): string => code.toString(16).toUpperCase().padStart(4, '0');
const typeWord = (type: number): string =>
  Object.entries(STANDARD_ANNUNCIATIONS).find(([, code]) => code === type)?.[0] ?? 'of the maker';

const annunciationLine = (told: AnnunciationTold | null): string =>
  told === null
    ? 'none'
    : `${hex(told.type)} ${typeWord(told.type)}, ${told.status}, number ${told.instance}${
        told.alarm === null ? '' : ` (A-${String(told.alarm).padStart(2, '0')})`
      }`;

const rateLine = (record: IddRecord): string => {
  const { sequence, offsetS, event, ...rest } = record;
  if (event === 'basalRateChanged' && 'after' in rest) {
    const { before, after } = rest;
    return `before=${units(Number(before))}/h after=${units(Number(after))}/h`;
  }
  return fields(rest);
};

/** For a person, or as one JSON document. */
export const pumpLines = (read: PumpRead, asJson: boolean): readonly string[] => {
  if (asJson) return [JSON.stringify(read, null, 2)];
  const { features, status, annunciation, changed, answers, history } = read;
  return [
    `Status        ${status.therapy}, ${status.operational}; ${units(status.leftUu)} left, reservoir ${status.attached ? 'attached' : 'detached'}`,
    `Annunciation  ${annunciationLine(annunciation)}`,
    `Changed       ${changed.length === 0 ? 'nothing' : changed.join(', ')}`,
    `Features      ${features.features.join(', ')}; ${features.concentrationUu / 1_000_000} U/mL`,
    ...answers.map(answer => {
      const { answer: name, ...rest } = answer;
      return name === 'result' && 'result' in rest
        ? `${hex(rest.to).padEnd(14)}${rest.result}`
        : `${name.padEnd(14)}${fields(rest)}`;
    }),
    ...(history ?? []).map(
      record =>
        `${String(record.sequence).padStart(6)}  +${String(record.offsetS).padStart(4)} s  ${record.event.padEnd(24)} ${rateLine(record)}`,
    ),
  ];
};
