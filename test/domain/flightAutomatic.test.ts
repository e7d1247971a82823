import { expect, test } from 'vitest';
import type { Channel } from '../../src/domain/facts.ts';
import { claimPulse, countPulse } from '../../src/domain/ledger/flight.ts';
import type { BolusRecord, Ledger } from '../../src/domain/ledger/state.ts';
import type { TempBasal } from '../../src/domain/profile.ts';
import { microunits, microunitsPerHour, monoMs, wallMs } from '../../src/domain/units.ts';
import { flat, running } from './bench.ts';

const at = { monoMs: monoMs(3_600_000), wallMs: wallMs(3_600_000) };
const rateBy = (by: TempBasal['by']): TempBasal => ({
  level: { rate: microunitsPerHour(500_000) },
  endsAt: monoMs(7_200_000),
  by,
});
const bolusBy = (automatic: boolean): BolusRecord => ({
  bolus: 'one',
  requestedUu: microunits(1_000_000),
  deliveredUu: microunits(0),
  phase: 'active',
  spread: null,
  createdMonoMs: null,
  automatic,
});

type Row = {
  readonly what: string;
  readonly channel: Channel;
  readonly rate?: TempBasal;
  readonly temp?: TempBasal;
  readonly current?: BolusRecord;
  readonly wanted: boolean;
};

const controller = rateBy('controller');
const ROWS: readonly Row[] = [
  { what: 'basal at a rate of a controller', channel: 'basal', rate: controller, wanted: true },
  { what: 'basal by the profile', channel: 'basal', wanted: false },
  { what: 'basal at what is left of automation', channel: 'basal', rate: rateBy('limited'), wanted: false },
  {
    what: 'basal at a rate of a person, which goes before that of a controller',
    channel: 'basal',
    rate: controller,
    temp: rateBy('person'),
    wanted: false,
  },
  { what: 'basal at a rate of a person', channel: 'basal', temp: rateBy('person'), wanted: false },
  {
    what: 'basal beside a bolus of a controller',
    channel: 'basal',
    current: bolusBy(true),
    wanted: false,
  },
  { what: 'a bolus of a controller', channel: 'bolus', current: bolusBy(true), wanted: true },
  {
    what: 'a bolus of a person, beside a rate of a controller',
    channel: 'bolus',
    rate: controller,
    current: bolusBy(false),
    wanted: false,
  },
  {
    what: 'an extended bolus, beside a rate and a bolus of a controller',
    channel: 'extended',
    rate: controller,
    current: bolusBy(true),
    wanted: false,
  },
];

/** A pump of which a pulse is due, and that pulse, claimed and counted. */
const given = ({ channel, rate, temp, current }: Row): Ledger => {
  const { ledger } = running(flat(1_000_000));
  const due: Ledger = {
    ...ledger,
    flight: null,
    offered: channel,
    automation: { ...ledger.automation, rate: rate ?? null },
    temp: { ...ledger.temp, running: temp ?? null },
    bolus: { ...ledger.bolus, current: current ?? null },
  };
  return countPulse(claimPulse(due, channel, at), true, at.monoMs).ledger;
};

test.each(ROWS)('$what counts as what a controller has brought about: $wanted', row => {
  const dose = given(row).doses.history.at(-1);
  expect(dose).toMatchObject({ channel: row.channel, certain: true });
  expect(dose?.automatic ?? false).toBe(row.wanted);
});
