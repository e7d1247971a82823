import { countsIn, microstepsOf } from '../../../src/domain/drive.ts';
import { pulsesIn } from '../../../src/domain/pulses.ts';
import { microunits } from '../../../src/domain/units.ts';
import { devicesIn, type Mechanics, type ProfileMisfit, type RigProfile } from './schema.ts';

/** A unit of U-100 insulin is 10 mm³. */
const MM3_PER_U = 10;
/** So near must the travel of 1 000 U be to that of the pump: its pulses are rounded to one microstep. */
const NEAR = 1;

const travelOf = ({ boreMm, leadMm }: Mechanics): number =>
  (MM3_PER_U * 4) / (Math.PI * boreMm ** 2 * leadMm);

/** Microsteps of the motor and counts of the encoder for 1 000 U, by the mechanics of a profile. */
export const travelOf1000U = (
  mechanics: Mechanics,
): { readonly microsteps: number; readonly counts: number } => {
  const { gearRatio, stepsPerRevolution, microstepsPerStep, encoderCountsPerRevolution } = mechanics;
  const revolutions = 1_000 * travelOf(mechanics);
  return {
    microsteps: revolutions * gearRatio * stepsPerRevolution * microstepsPerStep,
    counts: revolutions * encoderCountsPerRevolution,
  };
};

/** So much that rounding of single pulses does not show. */
const PULSES = pulsesIn(microunits(1_000_000_000));

const pumpMicrosteps = (): number => {
  let sum = 0;
  for (let pulse = 1; pulse <= PULSES; pulse += 1) sum += microstepsOf(pulse);
  return sum;
};

const mechanicsMisfits = (mechanics: Mechanics): readonly ProfileMisfit[] => {
  const { microsteps, counts } = travelOf1000U(mechanics);
  const [wantedMicrosteps, wantedCounts] = [pumpMicrosteps(), countsIn(PULSES)];
  const inWords = (what: string, is: number, wanted: number): string =>
    `it gives ${Math.round(is)} ${what} for 1 000 U, and the pump makes ${wanted}: every dose would be wrong`;
  return [
    ...(Math.abs(microsteps - wantedMicrosteps) > NEAR
      ? [
          {
            field: 'mechanics (bore, lead, gear, steps)',
            value: `${mechanics.boreMm} mm, ${mechanics.leadMm} mm, ${mechanics.gearRatio}, ${mechanics.stepsPerRevolution} × ${mechanics.microstepsPerStep}`,
            problem: inWords('microsteps', microsteps, wantedMicrosteps),
          },
        ]
      : []),
    ...(Math.abs(counts - wantedCounts) > NEAR
      ? [
          {
            field: 'mechanics.encoderCountsPerRevolution',
            value: String(mechanics.encoderCountsPerRevolution),
            problem: inWords('counts', counts, wantedCounts),
          },
        ]
      : []),
  ];
};

const portMisfits = (profile: RigProfile): readonly ProfileMisfit[] => {
  const entries = devicesIn(profile);
  return entries.flatMap(([name, { port, serial }], i) => {
    const same = entries.slice(0, i).find(([, other]) => other.port === port);
    return [
      ...(same === undefined
        ? []
        : [{ field: `devices.${name}.port`, value: port, problem: `is the port of ${same[0]} as well` }]),
      ...(serial === undefined || port.includes(serial)
        ? []
        : [
            {
              field: `devices.${name}.port`,
              value: port,
              problem: `is not the name of the device with serial number ${serial}`,
            },
          ]),
    ];
  });
};

const inputMisfits = ({ devices: { bay } }: RigProfile): readonly ProfileMisfit[] =>
  bay.buttonInput === undefined || bay.buttonInput !== bay.eStopInput
    ? []
    : [
        {
          field: 'devices.bay.buttonInput',
          value: String(bay.buttonInput),
          problem: 'is the input of the e-stop as well',
        },
      ];

/** Zero is any port that is free. */
const tcpMisfits = ({ cgm, time }: RigProfile): readonly ProfileMisfit[] =>
  cgm === undefined || cgm.tcpPort === 0 || cgm.tcpPort !== time?.tcpPort
    ? []
    : [
        {
          field: 'cgm.tcpPort',
          value: String(cgm.tcpPort),
          problem: 'is the port at which time is led (time.tcpPort) as well',
        },
      ];

const methodMisfits = ({ method }: RigProfile): readonly ProfileMisfit[] => {
  const { sampleMinutes } = method;
  return (['stabilisationMinutes', 'analysisMinutes'] as const)
    .filter(field => method[field] % sampleMinutes !== 0)
    .map(field => ({
      field: `method.${field}`,
      value: String(method[field]),
      problem: `is no multiple of method.sampleMinutes, ${sampleMinutes}`,
    }));
};

/** What no single field can say of itself: that the mechanics are those of the pump, and the ports and inputs are each one's own. */
export const profileMisfits = (profile: RigProfile): readonly ProfileMisfit[] => [
  ...mechanicsMisfits(profile.mechanics),
  ...portMisfits(profile),
  ...inputMisfits(profile),
  ...tcpMisfits(profile),
  ...methodMisfits(profile),
];

/** Instruments whose calibration is over on this day (ISO 8601): what they say is no evidence. */
export const overdue = ({ devices }: RigProfile, today: string): readonly ProfileMisfit[] =>
  (['encoder', 'force', 'balance'] as const)
    .filter(name => devices[name].calibration.due < today)
    .map(name => ({
      field: `devices.${name}.calibration.due`,
      value: devices[name].calibration.due,
      problem: `is over (today is ${today}): have it calibrated`,
    }));
