import type { RequirementId } from '../../specs/requirements/index.ts';

/** IEC 60601-1-8 priorities. */
export type Priority = 'high' | 'medium' | 'low';

/** One kind of alarm. `id` is its name in the requirements, such as A-15 in SR-062. */
export type AlarmKind = {
  readonly id: string;
  readonly title: string;
  readonly priority: Priority;
  /** A latching alarm stays until acknowledged and cleared, even when its cause has gone. */
  readonly latching: boolean;
  /** Whether it stops delivery: at once and until resumed, for good, or not at all. */
  readonly stops: 'therapy' | 'forGood' | 'nothing';
  /** What a person does about it. */
  readonly remedy: string;
  readonly req: readonly RequirementId[];
};

const kinds = <const Table extends Readonly<Record<string, AlarmKind>>>(table: Table): Table => table;

export const ALARMS = kinds({
  occlusion: {
    id: 'A-01',
    title: 'Occlusion',
    priority: 'high',
    latching: true,
    stops: 'therapy',
    remedy: 'Check the tubing and site or change the set, acknowledge, then resume.',
    req: ['SR-002', 'SR-057', 'SR-058', 'SR-080'],
  },
  reservoirLow: {
    id: 'A-02',
    title: 'Reservoir low',
    priority: 'low',
    latching: false,
    stops: 'nothing',
    remedy: 'Have a new cartridge ready.',
    req: ['SR-053', 'SR-087'],
  },
  reservoirVeryLow: {
    id: 'A-03',
    title: 'Reservoir very low',
    priority: 'medium',
    latching: false,
    stops: 'nothing',
    remedy: 'Change the cartridge soon.',
    req: ['SR-053', 'SR-087'],
  },
  reservoirEmpty: {
    id: 'A-04',
    title: 'Reservoir empty',
    priority: 'high',
    latching: true,
    stops: 'therapy',
    remedy: 'Change the cartridge, acknowledge, then resume.',
    req: ['SR-053', 'SR-054', 'SR-080'],
  },
  motorStall: {
    id: 'A-07',
    title: 'Motor stall',
    priority: 'high',
    latching: true,
    stops: 'therapy',
    remedy: 'Change the cartridge, acknowledge, then resume; if it returns, the drive needs service.',
    req: ['SR-006', 'SR-007', 'SR-080'],
  },
  encoderMismatch: {
    id: 'A-08',
    title: 'Motor moved uncommanded',
    priority: 'high',
    latching: true,
    stops: 'forGood',
    remedy: 'Disconnect from the body. The pump needs service.',
    req: ['SR-008', 'SR-011', 'SR-080'],
  },
  selfTestFailed: {
    id: 'A-16',
    title: 'Self-test failed',
    priority: 'high',
    latching: true,
    stops: 'forGood',
    remedy: 'Restart the pump; if it fails again, it needs service.',
    req: ['SR-063', 'SR-064', 'SR-080'],
  },
  internalFault: {
    id: 'A-21',
    title: 'Internal fault',
    priority: 'high',
    latching: true,
    stops: 'forGood',
    remedy: 'Disconnect, use injections, keep the journal for service.',
    req: ['SR-045', 'SR-080', 'SR-118'],
  },
  powerInterrupted: {
    id: 'A-25',
    title: 'Power was interrupted',
    priority: 'high',
    latching: true,
    stops: 'therapy',
    remedy: 'Check what was delivered, acknowledge, then resume.',
    req: ['SR-070', 'SR-080'],
  },
  journalFailed: {
    id: 'A-30',
    title: 'Journal failed',
    priority: 'high',
    latching: true,
    stops: 'forGood',
    remedy: 'Disconnect, use injections; free or replace the storage and restart.',
    req: ['SR-005', 'SR-075', 'SR-080'],
  },
  suspensionReminder: {
    id: 'A-34',
    title: 'Delivery is suspended',
    priority: 'low',
    latching: false,
    stops: 'nothing',
    remedy: 'Resume when you are ready.',
    req: ['SR-041'],
  },
  deliveryInterrupted: {
    id: 'A-10',
    title: 'Basal was interrupted',
    priority: 'high',
    latching: true,
    stops: 'nothing',
    remedy: 'The controller stood still and basal is missing. Measure glucose; it is not caught up.',
    req: ['SR-012', 'SR-020', 'SR-080'],
  },
  hourlyLimit: {
    id: 'A-35',
    title: 'Hourly limit reached',
    priority: 'medium',
    latching: true,
    stops: 'nothing',
    remedy: 'Measure glucose. Delivery goes on as soon as the hour allows; a bolus does not.',
    req: ['SR-015'],
  },
  bolusIncomplete: {
    id: 'A-38',
    title: 'Bolus stopped early',
    priority: 'medium',
    latching: true,
    stops: 'nothing',
    remedy: 'Read what was delivered; decide on a new bolus yourself.',
    req: ['SR-023', 'SR-025'],
  },
  cgmLost: {
    id: 'A-53',
    title: 'No glucose readings',
    priority: 'low',
    latching: false,
    stops: 'nothing',
    remedy: 'Check the sensor; measure glucose by finger stick.',
    req: ['SR-087'],
  },
});

export type AlarmName = keyof typeof ALARMS;
export const alarmNames = Object.keys(ALARMS) as readonly AlarmName[];

export const isAlarmName = (name: unknown): name is AlarmName => alarmNames.some(known => known === name);
