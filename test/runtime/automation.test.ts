import { describe, expect, test } from 'vitest';
import { controllerNames } from '../../src/domain/controllers.ts';
import type { Derived, Fact } from '../../src/domain/facts.ts';
import { wallMs } from '../../src/domain/units.ts';
import type { ControllerPort, FactSink, Question } from '../../src/ports.ts';
import { controllersHere } from '../../src/runtime/controllers.ts';
import { readJournal } from '../../src/runtime/journalRead.ts';
import { recover } from '../../src/runtime/recover.ts';
import { AUTOMATED } from '../support/automated.ts';
import { type CorePump, type CorePumpOptions, corePump } from '../support/corePump.ts';
import { req } from '../support/req.ts';
import { violationsOf } from '../support/violations.ts';

const MINUTE = 60_000;

const automatedPump = async (options: CorePumpOptions): Promise<CorePump> => {
  const pump = await corePump({ settings: AUTOMATED, ...options });
  await pump.give({ type: 'resume.requested' }, { type: 'cgm.reported', session: 'active' });
  await pump.give({ type: 'automation.enabled' });
  return pump;
};

const said = <Type extends Derived['type']>(
  { steps }: CorePump,
  type: Type,
): readonly Extract<Derived, { type: Type }>[] =>
  steps.flatMap(({ derived }) =>
    derived.filter((each): each is Extract<Derived, { type: Type }> => each.type === type),
  );

const reading = (mgPerDl: number, sequence: number): Fact => ({ type: 'cgm.measured', mgPerDl, sequence });
/** Glucose that rises to 220 mg/dL and falls to 80 within four hours. */
const wave = (index: number): number => Math.round(150 + 70 * Math.sin((index / 48) * 2 * Math.PI));

const live = async (pump: CorePump, count: number, glucose = wave): Promise<void> => {
  for (let index = 0; index < count; index += 1) {
    await pump.give(reading(glucose(index), index + 1));
    await pump.wait(5 * MINUTE);
  }
};

describe('SR-088 SR-095 a controller at work', () => {
  test.each(controllerNames)(
    '%s steers basal for four hours within every invariant',
    {
      ...req('SR-088', 'SR-095'),
    },
    async automation => {
      const pump = await automatedPump({
        settings: { ...AUTOMATED, automation },
        controller: controllersHere,
      });
      await live(pump, 48);
      expect(pump.runtime.state().machines.therapy.matches({ mode: { closedLoop: 'active' } })).toBe(true);
      const accepted = said(pump, 'automation.accepted');
      expect(accepted.length).toBeGreaterThan(40);
      const rates = accepted.flatMap(({ rateUuPerHour }) => (rateUuPerHour === null ? [] : [rateUuPerHour]));
      // Loop's boluses come beside the profile or nothing; the others have a rate for everything.
      expect(new Set(rates).size).toBeGreaterThanOrEqual(2);
      expect(Math.max(...rates)).toBeLessThanOrEqual(AUTOMATED.maxBasalUuPerHour);
      expect(violationsOf(pump)).toEqual([]);
      expect(pump.runtime.faulted()).toBeNull();
    },
  );

  test('what it answered is in the journal: a replay asks nobody, and comes to the same state', {
    ...req('SR-088'),
  }, async () => {
    const pump = await automatedPump({ controller: controllersHere });
    await live(pump, 12);
    const read = readJournal(pump.lines.map(line => `${line}\n`).join(''));
    if (!read.ok) throw new Error('the journal cannot be read');
    const again = recover(read.read, { boot: 'again', wallMs: wallMs(1), settings: null, preparation: [] });
    const { automation } = pump.runtime.state().ledger;
    expect(automation.command).not.toBeNull();
    expect(again.state.ledger.automation).toEqual(automation);
  });
});

describe('SR-094 whatever a controller does', () => {
  const pumpAsking = async (ask: (sink: FactSink) => ControllerPort['ask']) => {
    const pump = await automatedPump({ controller: sink => ({ ask: ask(sink) }) });
    await live(pump, 12, index => 150 + (index % 3));
    return pump;
  };
  const answerFor = ({ number }: Question, rateUuPerHour: number): Fact => ({
    type: 'controller.answered',
    question: number,
    basal: { rateUuPerHour, lengthMs: 30 * MINUTE },
    bolusUu: 0,
    validMs: 30 * MINUTE,
    terms: [],
  });

  test('answers to the question before change nothing', req('SR-094'), async () => {
    const before: Question[] = [];
    const pump = await pumpAsking(sink => question => {
      const old = before.at(-1);
      before.push(question);
      if (old) sink(answerFor(old, 2_000_000));
    });
    expect(said(pump, 'answer.strayed').length).toBeGreaterThan(3);
    expect(said(pump, 'automation.accepted')).toEqual([]);
    expect(pump.runtime.state().ledger.automation.command).toBeNull();
  });

  test('an answer after its deadline changes nothing', req('SR-094'), async () => {
    let late: Question | null = null;
    const pump = await pumpAsking(() => question => {
      late = question;
    });
    await pump.give(reading(151, 100));
    await pump.wait(31_000);
    if (late === null) throw new Error('nobody was asked');
    await pump.give(answerFor(late, 2_000_000));
    expect(said(pump, 'answer.strayed')).toHaveLength(1);
    expect(said(pump, 'automation.accepted')).toEqual([]);
  });

  test('two answers to one question count once', req('SR-094'), async () => {
    const pump = await pumpAsking(sink => question => {
      sink(answerFor(question, 1_000_000));
      sink(answerFor(question, 3_000_000));
    });
    const rates = said(pump, 'automation.accepted').map(({ rateUuPerHour }) => rateUuPerHour);
    expect(rates.length).toBeGreaterThan(5);
    expect(rates).toContain(1_000_000);
    expect(rates).not.toContain(3_000_000);
  });

  test('one that is not there is told of, and automation does not start', req('SR-098'), async () => {
    const pump = await automatedPump({});
    await live(pump, 8);
    expect(said(pump, 'automation.refused').at(-1)?.reasons.join()).toMatch(/no controller is connected/);
    expect(pump.shown().map(({ alarm }) => alarm)).toContain('automationDegraded');
  });
});

test('SR-098 settings that name no controller any more end automation without an alarm', {
  ...req('SR-098'),
}, async () => {
  const pump = await automatedPump({ controller: controllersHere });
  await live(pump, 6);
  const { version } = pump.runtime.state().ledger.programming;
  await pump.give({
    type: 'settings.proposed',
    replaces: version,
    settings: { ...AUTOMATED, automation: 'off' },
  });
  await pump.give({ type: 'settings.confirmed', proposal: 1 });
  expect(pump.runtime.state().machines.therapy.matches({ mode: 'manual' })).toBe(true);
  expect(pump.shown()).toEqual([]);
  await pump.give({ type: 'automation.enabled' });
  expect(pump.runtime.state().machines.therapy.matches({ mode: 'manual' })).toBe(true);
  const refused = pump.steps.flatMap(({ commands }) =>
    commands.flatMap(command => (command.type === 'refuse' ? command.reasons : [])),
  );
  expect(refused).toContain('No controller is chosen in the settings.');
});
