import type { RequirementId } from '../../specs/requirements/index.ts';

/**
 * What test files serve whose tests do not name a requirement each: requirements of the pump, or a
 * purpose of the tool in words. The longest prefix that fits counts; a test that none fits is an orphan.
 */
export const SUBJECTS: Readonly<Record<string, readonly RequirementId[] | string>> = {
  'test/browser/': 'the page as a person meets it',
  'test/cgm/': 'traces and sensors that feed the simulated pump',
  'test/cli/': 'the command line',
  'test/cover/': 'what runs meet of the charts, and the way to what they do not',
  'test/crash/': 'what is left when a process ends',
  'test/domain/alarms.test.ts': 'the alarm table, row by row',
  'test/domain/automation.test.ts': ['SR-093', 'SR-098', 'SR-100'],
  'test/domain/glucose.test.ts': ['SR-093'],
  'test/domain/basal.test.ts': 'basal is the same in whatever pieces time passes',
  'test/domain/bolus.test.ts': 'what is admitted, and in which order pulses fall due',
  'test/domain/condition.test.ts': 'what of the ledger is shown and kept',
  'test/domain/extended.test.ts': 'what is spread beside basal and a bolus',
  'test/domain/insulin.test.ts': 'insulin models against their references',
  'test/domain/levels.test.ts': 'when the alarms of glucose begin and end (A-45 to A-53)',
  'test/domain/reading.test.ts': ['SR-093'],
  'test/domain/reminders.test.ts': 'when a person is reminded (A-39 to A-41)',
  'test/domain/spreadAdmission.test.ts': 'which spread boluses are no request at all',
  'test/domain/sounding.test.ts': 'what is heard: bursts, timelines and tones of buttons',
  'test/domain/units.types.test.ts': ['SR-104'],
  'test/exploration/': 'that what was explored is the whole chart',
  'test/exploration/therapy.test.ts': ['SR-098'],
  'test/fuzz/': 'the walks themselves',
  'test/hardware/': 'bytes on the wire: adapters against their simulators',
  'test/house/': 'the rules of the house',
  'test/inspector/': 'the page and its server',
  'test/machines/': 'that charts are whole, and that each property finds a broken pump',
  'test/paths/': 'that generated paths tell a whole pump from a broken one',
  'test/rig/': 'the rig',
  'test/runner/': 'the test runner itself',
  'test/runtime/journal': ['SR-070', 'SR-074'],
  'test/scenarios/': 'stories, each of which names its requirements in its heading',
  'test/simulate/': 'virtual patients',
  'test/trace/': 'the trace itself',
};
