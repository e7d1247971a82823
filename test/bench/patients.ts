import { campaignSchema } from '../../src/simulate/campaign/campaign.ts';
import { cellAt, cellCount } from '../../src/simulate/campaign/cells.ts';
import { openRunner, resultOf } from '../../src/simulate/campaign/run.ts';
import { basalBolus } from '../../src/simulate/open/baseline.ts';
import { cohortProtocol, replayMember } from '../../src/simulate/open/protocol.ts';
import { uvaBody } from '../../src/simulate/uva/model.ts';
import { steadyBasal, uvaPatients } from '../../src/simulate/uva/parameters.ts';
import type { Row } from './speed.ts';

/** simglucose as shipped, on the machine of the comparison: patient-days a second (reference measured there). */
const SIMGLUCOSE = 0.37;
const DAY_MIN = 1_440;
const MEASURED_MS = 1_500;

/** How many things (days, calls) a second of the processor: `days` does some and says how many. */
export const rateOf = (days: () => number): number => {
  days();
  const start = process.cpuUsage();
  let lived = 0;
  let ms = 0;
  while (ms < MEASURED_MS) {
    lived += days();
    const { user, system } = process.cpuUsage(start);
    ms = (user + system) / 1_000;
  }
  return (1_000 * lived) / ms;
};

/** All thirty patients for a day with six meals. */
const aDayOfAll = (): number => {
  for (const patient of uvaPatients()) {
    const body = uvaBody(patient);
    const basal = steadyBasal(patient);
    for (let minute = 0; minute < DAY_MIN; minute += 1) body.minute(basal, minute % 240 < 10 ? 5 : 0);
  }
  return uvaPatients().length;
};

/** The cohort through protocol R with boluses by hand: sensor, pulses and history included. */
const protocolOfAll = (): number => {
  const { days, members } = cohortProtocol();
  for (const member of members) {
    const hand = { ...member, sensitivity: member.questSensitivity };
    replayMember(member, { protocol: 'R', days, decide: basalBolus(hand) });
  }
  return days * members.length;
};

const row = (
  what: string,
  rate: number,
  notes: readonly string[],
  limits: { atLeast: number; aim: number },
): Row => ({
  what,
  measured: `${rate.toFixed(0)}/s`,
  atLeast: `${limits.atLeast}/s`,
  aim: `${limits.aim}/s`,
  isMet: rate >= limits.atLeast,
  notes,
});

const aYear = (rate: number): string => {
  const minutes = (1_000 * 365) / rate / 2 / 60;
  const took = minutes < 120 ? `${minutes.toFixed(1)} min` : `${(minutes / 60).toFixed(1)} h`;
  return `1 000 patients for a year on 2 cores: ${took}`;
};

/** Patient-days of the UVA/Padova model, one core. */
export const physiology = (): Row => {
  const rate = rateOf(aDayOfAll);
  const times = `${Math.round(rate / SIMGLUCOSE).toLocaleString('en')} times simglucose as shipped (${SIMGLUCOSE}/s), at 0.006 mg/dL`;
  return row('physiology, patient-days', rate, [times, aYear(rate)], {
    atLeast: Math.round(350 * SIMGLUCOSE),
    aim: 1_000 * SIMGLUCOSE,
  });
};

/** Patient-days of the open replay, one core. */
export const openReplay = (): Row => {
  const rate = rateOf(protocolOfAll);
  return row('open replay with boluses by hand, patient-days', rate, [aYear(rate)], {
    atLeast: 130,
    aim: 370,
  });
};

/** Cells of a campaign with our own controller, one core: three days of each of five patients, history and metrics included. */
export const campaignCells = (): Row => {
  const campaign = campaignSchema.parse({
    name: 'bench',
    days: 3,
    patients: ['adult#001', 'adult#002', 'adolescent#001', 'child#001', 'child#002'],
    scenarios: [{ name: 'home' }],
    seeds: [1],
    controllers: ['islet'],
  });
  const cells = cellCount(campaign);
  const rate = rateOf(() => {
    for (let index = 0; index < cells; index += 1) resultOf(campaign, cellAt(campaign, index), openRunner);
    return campaign.days * cells;
  });
  return {
    what: 'campaign with our controller, patient-days',
    measured: `${rate.toFixed(1)}/s`,
    atLeast: '',
    aim: '',
    isMet: null,
    notes: [aYear(rate)],
  };
};
