import type { PhaseRecord, RigRecord } from './record.ts';

/** The run as JUnit XML: a phase is a test case, a measurement with its requirements a property of it. */
export const junitOf = (record: RigRecord): string => {
  const { phases } = record;
  const count = (...outcomes: readonly PhaseRecord['outcome'][]): number =>
    phases.filter(({ outcome }) => outcomes.includes(outcome)).length;
  const seconds = (ms: number): string => (ms / 1_000).toFixed(3);
  const total = phases.reduce((sum, { durationMs }) => sum + durationMs, 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="islet rig" tests="${phases.length}" time="${seconds(total)}">`,
    `  <testsuite name="${escaped(record.plan)}" hostname="${escaped(record.station)}" timestamp="${record.started}" tests="${phases.length}" failures="${count('FAIL', 'TIMEOUT')}" errors="${count('ERROR', 'ABORTED')}" skipped="${count('SKIPPED')}" time="${seconds(total)}">`,
    ...phases.flatMap(phase => testCase(phase, seconds(phase.durationMs))),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
};

const testCase = (phase: PhaseRecord, time: string): readonly string[] => [
  `    <testcase classname="${phase.group}" name="${escaped(phase.name)}" time="${time}">`,
  ...properties(phase),
  ...verdict(phase),
  '    </testcase>',
];

const properties = ({ measurements }: PhaseRecord): readonly string[] => {
  if (measurements.length === 0) return [];
  const requirements = [...new Set(measurements.flatMap(measurement => measurement.requirements))];
  return [
    '      <properties>',
    ...requirements.map(id => `        <property name="requirement" value="${id}"/>`),
    ...measurements.map(
      ({ name, value, unit, least, most, outcome }) =>
        `        <property name="${escaped(name)}" value="${escaped(`${value} ${unit} (${limits(least, most)}): ${outcome}`)}"/>`,
    ),
    '      </properties>',
  ];
};

const limits = (least: number | null, most: number | null): string =>
  least === null && most === null ? 'no limit' : `${least ?? 'any'} to ${most ?? 'any'}`;

const verdict = ({ outcome, reason }: PhaseRecord): readonly string[] => {
  const message = escaped(reason ?? outcome);
  if (outcome === 'PASS') return [];
  if (outcome === 'SKIPPED') return [`      <skipped message="${message}"/>`];
  const element = outcome === 'FAIL' || outcome === 'TIMEOUT' ? 'failure' : 'error';
  return [`      <${element} type="${outcome}" message="${message}"/>`];
};

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
};

/** For text and attributes; characters that XML 1.0 cannot carry at all become a question mark. */
export const escaped = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to remove.
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '?')
    .replace(/[&<>"\n]/g, character => ENTITIES[character] ?? character);
