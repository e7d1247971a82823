import type { RequirementId } from '../../specs/requirements/index.ts';

/**
 * What test files serve whose tests do not name a requirement each: requirements of the pump, or a
 * purpose of the tool in words. The longest prefix that fits counts; a test that none fits is an orphan.
 */
export const SUBJECTS: Readonly<Record<string, readonly RequirementId[] | string>> = {
  'test/browser/': 'the page as a person meets it',
  'test/cgm/': 'traces and sensors that feed the simulated pump',
  'test/cli/': 'the command line',
  'test/domain/automation.test.ts': ['SR-093', 'SR-098', 'SR-100'],
  'test/domain/glucose.test.ts': ['SR-093'],
  'test/domain/levels.test.ts': 'when the alarms of glucose begin and end (A-45 to A-53)',
  'test/domain/reading.test.ts': ['SR-093'],
  'test/domain/reminders.test.ts': 'when a person is reminded (A-39 to A-41)',
  'test/exploration/therapy.test.ts': ['SR-098'],
  'test/hardware/': 'bytes on the wire: adapters against their simulators',
  'test/house/': 'the rules of the house',
  'test/inspector/': 'the page and its server',
  'test/rig/': 'the rig',
  'test/runner/': 'the test runner itself',
  'test/simulate/': 'virtual patients',
  'test/trace/': 'the trace itself',
};
