import { expect, test } from 'vitest';
import { pumpMachine } from '../../machines/pump/pump.ts';
import type { Fact } from '../../src/domain/facts.ts';
import { exampleSettings, type Settings } from '../../src/domain/settings.ts';
import { wallMs } from '../../src/domain/units.ts';
import { readJournal } from '../../src/runtime/journalRead.ts';
import { inspect, memoryOf } from '../../src/runtime/monitor.ts';
import { recover } from '../../src/runtime/recover.ts';
import type { Observed } from '../../src/runtime/run.ts';
import { isVerifiedRestart } from '../../src/runtime/verifiedRestart.ts';
import { corePump } from '../support/corePump.ts';
import { req } from '../support/req.ts';
import { shared } from '../support/shared.ts';

const settings: Settings = { ...exampleSettings, resumesAfterRestart: true };

/** The step by which a pump goes on after five minutes without power. */
const goingOn = shared(async (): Promise<Observed> => {
  const first = await corePump({ settings });
  await first.give({ type: 'resume.requested' });
  await first.wait(600_000);
  await first.runtime.stop('operator');
  const reading = readJournal(`${first.lines.join('\n')}\n`);
  if (!reading.ok) throw new Error(reading.error.problem);
  const now = wallMs((reading.read.entries.at(-1)?.wallMs ?? 0) + 300_000);
  const start = recover(reading.read, { boot: 'next', wallMs: now, settings: null, preparation: [] });
  const next = await corePump({ continues: start });
  const step = next.steps.find(
    ({ before, state }) =>
      state.pump.matches({ permission: 'delivering' }) && !before.pump.matches({ permission: 'delivering' }),
  );
  if (step === undefined) throw new Error('the pump has not gone on');
  return step;
});

/** What was otherwise. */
type Forge = (step: Observed) => Observed;
type Ledger = Observed['before']['ledger'];

const asItWas: Forge = step => step;
const before =
  (change: (ledger: Ledger) => Partial<Ledger>): Forge =>
  step => ({
    ...step,
    before: { ...step.before, ledger: { ...step.before.ledger, ...change(step.before.ledger) } },
  });
const leaving = (change: Partial<NonNullable<Ledger['left']>>): Forge =>
  before(({ left }) => {
    if (left === null) throw new Error('nothing was left');
    return { left: { ...left, ...change } };
  });
const apart = (counts: number): Forge =>
  before(({ encoder, supply: { rest } }) => {
    if (rest === null) throw new Error('the plunger was nowhere');
    return { encoder: { ...encoder, last: rest.counts + counts } };
  });
const inPump =
  (value: Partial<Observed['state']['pump']['value']>): Forge =>
  step => ({
    ...step,
    state: {
      ...step.state,
      pump: pumpMachine.resolveState({
        value: { ...step.state.pump.value, ...value },
        context: step.state.pump.context,
      }),
    },
  });
const by =
  (fact: Fact): Forge =>
  step => ({ ...step, envelope: { ...step.envelope, fact } });
const pulse = { pulse: 1_000, channel: 'basal', bolus: null } as const;

test.each<[string, Forge]>([
  ['as it was', asItWas],
  ['after ten minutes to the millisecond', leaving({ gapMs: 600_000 })],
  ['two pulses further', apart(25)],
  ['two pulses back', apart(-25)],
])('SR-038 the only start of delivery that needs no person: %s', req('SR-038'), async (_what, forge) => {
  expect(isVerifiedRestart(forge(await goingOn()))).toBe(true);
});

test.each<[string, Forge]>([
  ['another fact', by({ type: 'clock.reached' })],
  ['a journal that was interrupted', by({ type: 'journal.read', verdict: 'interrupted' })],
  ['a journal that is new', by({ type: 'journal.read', verdict: 'new' })],
  ['an end without order', before(() => ({ left: null }))],
  ['no settings', before(() => ({ settings: null }))],
  ['settings that do not let it', before(() => ({ settings: exampleSettings }))],
  ['a pump that did not deliver', leaving({ delivering: false })],
  ['a bolus under way', leaving({ bolusing: true })],
  ['a gap that nobody knows', leaving({ gapMs: null })],
  ['ten minutes and a millisecond', leaving({ gapMs: 600_001 })],
  ['a clock that is not trusted', before(({ clock }) => ({ clock: { ...clock, phase: 'lost' } }))],
  ['a pulse in flight', before(() => ({ flight: { intent: pulse } as Ledger['flight'] }))],
  [
    'a plunger that nobody knew the place of',
    before(({ supply }) => ({ supply: { ...supply, rest: null } })),
  ],
  ['a plunger that nobody has seen', before(({ encoder }) => ({ encoder: { ...encoder, last: null } }))],
  ['a plunger further than two pulses', apart(26)],
  ['a plunger further back than two pulses', apart(-26)],
  ['a cartridge that is not ready', inPump({ supply: 'unknown' })],
  ['a bolus', inPump({ bolus: 'delivering' })],
  ['an extended bolus', inPump({ extended: 'delivering' })],
  ['a motor that moves', inPump({ motor: 'uncertain' })],
  ['a pulse at once', step => ({ ...step, commands: [...step.commands, { type: 'moveMotor', pulse }] })],
])('SR-038 and by none with %s', req('SR-038'), async (_what, forge) => {
  expect(isVerifiedRestart(forge(await goingOn()))).toBe(false);
});

test('SR-118 a restart that is not verified is a broken invariant', req('SR-118', 'SR-038'), async () => {
  const told = (step: Observed) =>
    inspect(memoryOf(step.before), step).violations.map(({ invariant }) => invariant);
  const step = await goingOn();
  expect(told(step)).toEqual([]);
  expect(told(leaving({ delivering: false })(step))).toContain('I14');
});
