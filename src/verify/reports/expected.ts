import { type Findings, REPORTS, type Report } from './reports.ts';

/** Findings that are as they should be, and why: second locks, and places that are left by parking alone. */
type Expectation = {
  readonly report: Report;
  readonly why: string;
  readonly findings: readonly string[];
};

const conditionsOf = (transitions: readonly string[], outcomes: readonly string[]): readonly string[] =>
  transitions.flatMap(transition => outcomes.map(outcome => `${transition} ? ${outcome}`));

const GATE = [
  'in pump.life.operating: false',
  'in pump.supply.ready: false',
  'in pump.permission.delivering: false',
  'in pump.conditions.clear: false',
  'in pump.occlusion.occluded: true',
  'in pump.reservoir.empty: true',
];
const CONFIRMATIONS = [
  'pump.bolus.confirming.once bolus.confirmed 0',
  'pump.bolus.confirming.again bolus.confirmedAgain 0',
];

/** Of the pump in any world. */
const PUMP: readonly Expectation[] = [
  {
    report: 'traps',
    why: 'a pump that operates does so until a fault or the loss of power, and fail-safe is for good (SR-045)',
    findings: ['pump.life: operating', 'pump.life: failSafe'],
  },
  {
    report: 'outcomes of guards that never come',
    why: 'second lock of the gate: whatever would close it has ended the confirmation before',
    findings: conditionsOf(CONFIRMATIONS, GATE),
  },
  {
    report: 'outcomes of guards that never come',
    why: 'second lock of a resume: what stops delivery while it is suspended by a person turns that into a suspension by an alarm',
    findings: conditionsOf(
      [
        'pump.permission.suspendedByUser resume.requested 0',
        'pump.permission.suspendedRemotely resume.requested 0',
      ],
      GATE.filter(outcome => !outcome.includes('permission')),
    ),
  },
  {
    report: 'outcomes of guards that never come',
    why: 'second lock: an alarm suspends only a pump that operates, a pulse is recorded only while it does, and a restart is verified only at rest',
    findings: [
      'pump.permission.suspendedByAlarm resume.requested 0 ? in pump.life.operating: false',
      'pump.motor.underway.recording intent.recorded 0 ? in pump.life.operating: false',
      'pump.life.recovering restart.verified 0 ? in pump.life.recovering: false',
      'pump.life.recovering restart.verified 0 ? in pump.motor.still: false',
      'pump.permission.suspendedAfterRecovery restart.verified 0 ? in pump.permission.suspendedAfterRecovery: false',
    ],
  },
];

const EXPECTED: Readonly<Record<string, readonly Expectation[]>> = {
  'pump, any fact at any time': PUMP,
  'pump in its plant': [
    ...PUMP,
    {
      report: 'transitions never taken',
      why: 'second lock: whatever would close the gate has already ended the confirmation',
      findings: CONFIRMATIONS,
    },
    {
      report: 'outcomes of guards that never come',
      why: 'the same; and in its plant a restart is verified only where the motor has just got its power',
      findings: [
        ...conditionsOf(CONFIRMATIONS, ['mayNotStart: true']),
        'pump.permission.suspendedAfterRecovery restart.verified 0 ? in pump.motor.still: false',
      ],
    },
  ],
  battery: [
    {
      report: 'traps',
      why: 'a supply that fails ends with the power (SR-069)',
      findings: ['battery.supply: failing'],
    },
  ],
  hardware: [
    {
      report: 'traps',
      why: 'both lead to fail-safe, which only switching off ends (SR-045, SR-071)',
      findings: ['hardware.resets: repeated', 'hardware.cutoff: fired'],
    },
  ],
  sensor: [
    {
      report: 'traps',
      why: 'a session begins and ends by facts that lead to one state each, as parking does',
      findings: ['sensor.session: none'],
    },
  ],
  alarm: [
    {
      report: 'traps',
      why: 'of a sort that a single acknowledgement ends, that leads from everywhere to the beginning',
      findings: ['alarm.condition: present'],
    },
    {
      report: 'events never answered',
      why: 'it is raised at a grade',
      findings: ['alarm.raised'],
    },
    {
      report: 'outcomes of guards that never come',
      why: 'one guard serves several states; in some of them a condition of it is always so, or no sort differs',
      findings: [
        'alarm.condition.gone alarm.acknowledged 0 ? isOnce: true',
        'alarm.condition.gone alarm.acknowledged 0 ? in alarm.condition.gone: false',
        'alarm.condition.gone therapy.resumed 0 ? in alarm.condition.gone: false',
        'alarm.condition.gone timer.noticeElapsed 0 ? isInformation: false',
        'alarm.signal.sounding.first timer.escalationElapsed 1 ? signalsAsLow: false',
      ],
    },
  ],
};

export type Sifted = {
  readonly report: Report;
  /** Nobody has said why these are as they should be. */
  readonly unexpected: readonly string[];
  readonly expected: readonly { readonly why: string; readonly findings: readonly string[] }[];
  /** Expected and not found any more: the expectation is out of date. */
  readonly gone: readonly string[];
};

/** Findings of a machine by its name, beside what is expected of it. */
export const sifted = (name: string, findings: Findings): readonly Sifted[] => {
  const known = EXPECTED[name.replace(/,.*sorts$/, '')] ?? [];
  return REPORTS.map(report => {
    const found = findings[report];
    const own = known.filter(each => each.report === report);
    const all = own.flatMap(each => [...each.findings]);
    return {
      report,
      unexpected: found.filter(each => !all.includes(each)),
      expected: own.map(each => ({
        why: each.why,
        findings: each.findings.filter(one => found.includes(one)),
      })),
      gone: all.filter(each => !found.includes(each)),
    };
  });
};
