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

const aYear = (rate: number): string =>
  `1 000 patients for a year on 2 cores: ${((1_000 * 365) / rate / 2 / 60).toFixed(1)} min`;

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
