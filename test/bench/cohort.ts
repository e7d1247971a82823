/**
 * `npm run cohort`: the thirty published patients through the protocols of the comparison, treated by our controller and by hand
 * with and without suspension. One line each: share of time in 70–180, below 70 and 54, above 180 mg/dL, risk index, patients who
 * meet the consensus, patients who fail; then time in range and below 70 for each age. The open replay, not the whole pump.
 */
import { predictiveController } from '../../src/automation/predictive/controller.ts';
import { metricsOf } from '../../src/simulate/metrics.ts';
import { basalBolus, withSuspension } from '../../src/simulate/open/baseline.ts';
import { controlled } from '../../src/simulate/open/controlled.ts';
import {
  cohortProtocol,
  type Member,
  type ProtocolName,
  replayMember,
} from '../../src/simulate/open/protocol.ts';
import type { Decide } from '../../src/simulate/open/replay.ts';
import { handOf, type Treated, therapyOf } from '../../src/simulate/open/treated.ts';
import { uvaPatient } from '../../src/simulate/uva/parameters.ts';

type Row = {
  readonly name: string;
  readonly protocol: ProtocolName;
  readonly treated: Treated;
  readonly announced: boolean;
};

const ROWS: readonly Row[] = [
  { name: 'announced', protocol: 'R', treated: { sensitivity: 'quest', basalTimes: 1 }, announced: true },
  { name: 'tuned', protocol: 'R', treated: { sensitivity: 'tuned', basalTimes: 1 }, announced: true },
  { name: 'basal × 1.3', protocol: 'R', treated: { sensitivity: 'quest', basalTimes: 1.3 }, announced: true },
  { name: 'unannounced', protocol: 'R', treated: { sensitivity: 'quest', basalTimes: 1 }, announced: false },
  { name: 'no rescue', protocol: 'N', treated: { sensitivity: 'quest', basalTimes: 1 }, announced: true },
];

const byHand = (member: Member, treated: Treated) => ({
  ...handOf(member, treated),
  sensitivity: treated.sensitivity === 'quest' ? member.questSensitivity : member.tunedSensitivity,
});

const CONTENDERS: Readonly<Record<string, (member: Member, row: Row) => Decide>> = {
  ours: (member, { treated, announced }) =>
    controlled(
      predictiveController({ weightKg: uvaPatient(member.patient).BW, tellsMeals: announced }),
      therapyOf(member, treated),
      announced ? handOf(member, treated) : null,
    ),
  'by hand': (member, { treated }) => basalBolus(byHand(member, treated)),
  'with suspension': (member, { treated }) => withSuspension(byHand(member, treated)),
};

/** The consensus on glucose in range, for each patient. */
const meets = (each: ReturnType<typeof metricsOf>): boolean =>
  each.inRange > 70 && each.below70 < 4 && each.below54 < 1;

const { days, members } = cohortProtocol();
for (const row of ROWS) {
  console.log(`\n${row.name}, protocol ${row.protocol}`);
  for (const [name, decideFor] of Object.entries(CONTENDERS)) {
    const all = members.map(member => {
      const { protocol, announced } = row;
      const outcome = replayMember(member, { protocol, days, announced, decide: decideFor(member, row) });
      return { patient: member.patient, failed: outcome.failedAt !== null, ...metricsOf(outcome.glucose) };
    });
    const mean = (key: 'inRange' | 'below70' | 'below54' | 'above180' | 'gri', age = ''): string => {
      const some = all.filter(({ patient }) => patient.startsWith(age));
      return (some.reduce((sum, each) => sum + each[key], 0) / some.length).toFixed(2).padStart(6);
    };
    const ages = ['adult', 'adolescent', 'child'].map(
      age => `${age}${mean('inRange', age)} /${mean('below70', age)}`,
    );
    console.log(
      `  ${name.padEnd(16)}${mean('inRange')} ${mean('below70')} ${mean('below54')} ${mean('above180')} ${mean('gri')}`,
      `  ok ${all.filter(meets).length}, fail ${all.filter(({ failed }) => failed).length}   ${ages.join('  ')}`,
    );
  }
}
