import { expect, test } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { chartOf } from '../../src/verify/chart.ts';
import { explore } from '../../src/verify/explore.ts';
import { describe, type Subject } from '../../src/verify/export/describe.ts';
import { machineFrom } from '../../src/verify/export/machineFrom.ts';
import { documentFromScxml } from '../../src/verify/export/readScxml.ts';
import { scxmlOf } from '../../src/verify/export/scxml.ts';
import { subjectOf } from '../../src/verify/export/subjects.ts';
import { openSystem } from '../../src/verify/system.ts';
import { timerView } from '../../src/verify/timerView.ts';

/** The open pump has fewer states than this; of the plant, whatever comes to it, so many are compared. */
const MOST = { pump: 300_000, plant: 30_000 } as const;

const exploredFrom = (machine: AnyStateMachine, { events }: Subject, most: number) =>
  explore(openSystem(chartOf(timerView(machine)), events), most);

const bytes = (numbers: Int32Array): Buffer =>
  Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength);

test.each(['pump', 'plant'] as const)(
  'SR-046 the %s comes back from JSON and from SCXML, state by state',
  { timeout: 600_000 },
  name => {
    const subject = subjectOf(name);
    if (subject === null) throw new Error(`no chart ${name}`);
    const document = describe(subject);
    const original = exploredFrom(subject.machine, subject, MOST[name]);
    expect(original.complete).toBe(name === 'pump');
    expect(original.states.length).toBeGreaterThan(10_000);
    for (const again of [machineFrom(document), machineFrom(documentFromScxml(scxmlOf(document)))]) {
      const { first, targets, labelOf, labels, complete } = exploredFrom(again, subject, MOST[name]);
      expect(complete).toBe(original.complete);
      for (const [own, theirs] of [
        [first, original.first],
        [targets, original.targets],
        [labelOf, original.labelOf],
      ] as const)
        expect(bytes(own).equals(bytes(theirs))).toBe(true);
      expect(labels).toEqual(original.labels);
    }
    console.log(
      `${name}: ${original.first.length - 1} states, ${original.targets.length} steps came back the same`,
    );
  },
);
