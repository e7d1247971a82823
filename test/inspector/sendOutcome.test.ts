import { describe, expect, test } from 'vitest';
import { MACHINES } from '../../src/cli/machines.ts';
import { factFor, type PersonRequest } from '../../src/cli/start/requests.ts';
import type { Fact } from '../../src/domain/facts.ts';
import { chartsFor } from '../../src/inspector/charts/files.ts';
import { frameOf } from '../../src/inspector/frame.ts';
import { complaintOf, outcomeIn } from '../../src/inspector/page/send-outcome.ts';
import { requestSchema } from '../../src/inspector/pageRequests.ts';
import type { Frame } from '../../src/inspector/protocol.ts';
import { requestForms } from '../../src/inspector/requestForms.ts';
import { readRequest } from '../../src/inspector/requests.ts';
import { corePump } from '../support/corePump.ts';

const charts = await chartsFor(MACHINES);

/** The frame of the step that took this fact, in a pump that delivers. */
const frameAfter = async (fact: Fact): Promise<Frame> => {
  const pump = await corePump();
  await pump.give({ type: 'resume.requested' });
  const frames: Frame[] = [];
  pump.runtime.observe(step => void frames.push(frameOf(step)));
  await pump.give(fact);
  const found = frames.find(frame => frame.fact.type === fact.type);
  if (!found) throw new Error(`${fact.type} was never taken`);
  return found;
};

const problemsOf = (outcome: ReturnType<typeof outcomeIn>): readonly string[] =>
  outcome.kind === 'refused' ? outcome.problems.map(({ field, words }) => `${field}: ${words}`) : [];

describe('what became of a request', () => {
  test('what the ledger refuses stands beside the field that was entered', async () => {
    const frame = await frameAfter({ type: 'bolus.requested', bolus: 'b-1', amountUu: 20_000_000 });
    const [problem] = problemsOf(outcomeIn(frame, 'units', charts));
    expect(problem).toMatch(/^units: .*10 U/);
  });

  test('what moves is told by machine and event', async () => {
    const outcome = outcomeIn(await frameAfter({ type: 'suspend.requested' }), null, charts);
    expect(outcome.kind).toBe('taken');
    expect(outcome.kind === 'taken' ? outcome.words : []).toContain('pump takes suspend.requested');
  });

  test('what no active state answers says where it would be answered', async () => {
    const [problem] = problemsOf(outcomeIn(await frameAfter({ type: 'fill.cancelled' }), null, charts));
    expect(problem).toContain('no active state handles it');
    expect(problem).toContain('supply › changing › filling cannula');
  });

  test('every request without an entry has an outcome in words, whatever the pump makes of it', async () => {
    const kinds = new Map<string, number>();
    let guards = 0;
    for (const { type, fields } of requestForms()) {
      if (fields.length > 0) continue;
      const { success, data } = requestSchema.safeParse({ type });
      if (!success || data.type === 'run') continue;
      const pump = await corePump();
      const answer = factFor(data as PersonRequest, pump.runtime.state(), () => 'b-1');
      const outcome =
        'fact' in answer
          ? outcomeIn(await frameAfter(answer.fact), null, charts)
          : ({ kind: 'refused', by: 'pump', problems: [{ field: null, words: answer.reason }] } as const);
      const words = outcome.kind === 'taken' ? outcome.words : problemsOf(outcome);
      expect(words.join('').length, type).toBeGreaterThan(15);
      if (/a guard is false/.test(words.join(''))) guards += 1;
      kinds.set(outcome.kind, (kinds.get(outcome.kind) ?? 0) + 1);
    }
    expect(guards).toBeGreaterThan(0);
    expect(kinds.get('taken')).toBeGreaterThanOrEqual(3);
    expect(kinds.get('refused')).toBeGreaterThan(10);
  });

  test('a problem of the schema is told with value, unit, range and remedy, and belongs to its field', () => {
    const read = readRequest('{"type":"world","change":{"what":"battery","percent":120}}');
    expect(read.ok ? [] : read.problems.map(complaintOf)).toEqual([
      {
        field: 'change.percent',
        words: '120 % is above 100, the most allowed. Charge the battery to 0 to 100 %.',
      },
    ]);
  });
});
