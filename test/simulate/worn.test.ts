import { describe, expect, test } from 'vitest';
import { simulatedPump } from '../../hardware/rig/simulatedPump.ts';
import { directPump } from '../../hardware/rig/worn/directPump.ts';
import { type Wearing, wear } from '../../hardware/rig/worn/wear.ts';
import { type ControllerName, controllerNames } from '../../src/domain/controllers.ts';
import type { Fact } from '../../src/domain/facts.ts';
import type { Settings } from '../../src/domain/settings.ts';
import { after, milliseconds, wallMs } from '../../src/domain/units.ts';
import type { Question } from '../../src/ports.ts';
import { answer } from '../../src/runtime/controllers.ts';
import type { Observed } from '../../src/runtime/run.ts';
import { virtualPatient } from '../../src/simulate/patients.ts';
import { type Scenario, scenarioSchema } from '../../src/simulate/scenario/scenario.ts';
import type { Doing } from '../../src/simulate/worn/person.ts';
import { automatedFor, calculatorFor, settingsFor } from '../../src/simulate/worn/therapy.ts';
import type { Lived } from '../../src/simulate/worn/wearer.ts';

const HOUR_MIN = 60;
const HOUR_MS = 3_600_000;
const MIDNIGHT = wallMs(Date.UTC(2026, 0, 2));
const CARTRIDGE_UU = 200_000_000;

const meal = (hour: number, carbsG: number, toldG = carbsG) => ({
  atMin: hour * HOUR_MIN,
  carbsG,
  told: { atMin: hour * HOUR_MIN + 7, carbsG: toldG },
});

/** A day with what a pump is for, and what it is against. */
const eventful = scenarioSchema.parse({
  name: 'eventful',
  days: 1,
  meals: [meal(2, 45), meal(7, 70, 60), meal(12, 40)],
  occlusions: [{ fromMin: 4 * HOUR_MIN, toMin: 23 * HOUR_MIN }],
  gaps: [{ fromMin: 9 * HOUR_MIN, toMin: 10 * HOUR_MIN }],
  compressions: [{ fromMin: 11 * HOUR_MIN, toMin: 12 * HOUR_MIN, depthMgPerDl: 60 }],
});

type Seen = { readonly steps: string[]; readonly minutes: Lived[]; readonly did: Doing[] };
const nothingSeen = (): Seen => ({ steps: [], minutes: [], did: [] });

/** A step as the journal holds it: fact, commands, and both times. */
const line = ({ envelope, commands }: Observed): string => JSON.stringify({ ...envelope, commands });

const wearing = (name: string, scenario: Scenario, seen: Seen): Wearing => {
  const patient = virtualPatient(name);
  return {
    body: patient.body(),
    calculator: calculatorFor(patient),
    scenario,
    noise: 'vettoretti2019',
    seed: 3,
    rescue: { belowMgPerDl: 60, carbsG: 16, everyMin: 20 },
    cartridgeUu: CARTRIDGE_UU,
    lived: minute => seen.minutes.push(minute),
    did: doing => seen.did.push(doing),
  };
};

/** How a patient is treated: what the pump is set to, who answers it, and what a person begins with. */
type Treated = {
  readonly settings: Settings;
  readonly answers: ((question: Question) => Fact) | null;
  readonly begin: readonly Fact[];
};

const byHand = (name: string): Treated => ({
  settings: settingsFor(virtualPatient(name)),
  answers: null,
  begin: [{ type: 'resume.requested' }],
});

const automated = (
  name: string,
  by: ControllerName = 'islet',
  automaticBolus: Settings['automaticBolus'] = 'micro',
): Treated => ({
  settings: { ...automatedFor(virtualPatient(name), by), automaticBolus },
  answers: answer,
  begin: [{ type: 'resume.requested' }, { type: 'automation.enabled' }],
});

/** Without bytes, in time that passes within calls. */
const direct = (
  name: string,
  scenario: Scenario,
  hours: number,
  cartridgeUu = CARTRIDGE_UU,
  { settings, answers, begin }: Treated = byHand(name),
): Seen => {
  const seen = nothingSeen();
  const pump = directPump({
    settings,
    controller: answers,
    wallMs: MIDNIGHT,
    cartridgeUu,
    seed: 1,
    watch: step => seen.steps.push(line(step)),
  });
  wear({ ...wearing(name, scenario, seen), cartridgeUu }, pump).start();
  for (const fact of begin) pump.runtime.submit(fact);
  pump.clock.advanceTo(after(pump.clock.now(), milliseconds(hours * HOUR_MS)));
  return seen;
};

/** The whole way: adapters, bytes, simulators, lock-step time, a journal. */
const full = async (
  name: string,
  scenario: Scenario,
  hours: number,
  { settings, answers, begin }: Treated = byHand(name),
): Promise<Seen> => {
  const seen = nothingSeen();
  const pump = await simulatedPump({
    transport: 'memory',
    settings,
    ...(answers ? { answers } : {}),
    beginsWallMs: MIDNIGHT,
    cartridgeUu: CARTRIDGE_UU,
    watch: step => seen.steps.push(line(step)),
  });
  const { clock, runtime, world } = pump;
  const worn = wear(wearing(name, scenario, seen), {
    clock,
    runtime,
    deliveredUu: world.model.deliveredUu,
    inject: world.inject,
  });
  worn.start();
  await pump.give(...begin);
  await pump.wait(hours * HOUR_MS);
  worn.stop();
  const kept = seen.steps.slice();
  await pump.close();
  return { ...seen, steps: kept };
};

const expectSame = (short: Seen, long: Seen): void => {
  const apart = short.steps.findIndex((step, index) => step !== long.steps[index]);
  expect(apart < 0 ? null : [short.steps[apart], long.steps[apart]]).toBeNull();
  expect(short.steps.length).toBe(long.steps.length);
  expect(short.minutes).toEqual(long.minutes);
  expect(short.did).toEqual(long.did);
};

describe('a virtual patient wears the whole pump', () => {
  test('without bytes each step is the one with bytes, at the same millisecond, and so is each minute', async () => {
    const HOURS = 14;
    const [short, long] = [direct('adult#001', eventful, HOURS), await full('adult#001', eventful, HOURS)];
    expectSame(short, long);
    // The day had in it what it was made for.
    const facts = short.steps.join('\n');
    for (const each of ['reportOcclusion', 'plunger.homed', 'plunger.seated', 'bolus.confirmed', 'cgmLost'])
      expect(facts).toContain(each);
    expect(short.did.map(({ kind }) => kind)).toContain('change');
    expect(short.minutes.length).toBe(HOURS * HOUR_MIN);
  }, 60_000);

  test('so it is in closed loop: what the pump asks, what it is answered, and what it gives of that', async () => {
    const HOURS = 6;
    const scenario = { ...eventful, gaps: [{ fromMin: 3 * HOUR_MIN, toMin: 3 * HOUR_MIN + 40 }] };
    const treated = automated('adult#001');
    const short = direct('adult#001', scenario, HOURS, CARTRIDGE_UU, treated);
    expectSame(short, await full('adult#001', scenario, HOURS, treated));
    const facts = short.steps.map((step): Fact => JSON.parse(step).fact);
    const answers = facts.filter(fact => fact.type === 'controller.answered');
    // It answered whenever there was something to see, asked for more, less and boluses, and was hindered.
    expect(answers.length).toBeGreaterThan(HOURS * 8);
    expect(new Set(answers.map(({ basal }) => basal?.rateUuPerHour)).size).toBeGreaterThan(10);
    expect(answers.some(({ bolusUu }) => bolusUu > 0)).toBe(true);
    for (const each of ['reportOcclusion', 'cgmLost', 'bolus.confirmed', 'plunger.homed'])
      expect(short.steps.join('\n')).toContain(each);
    expect(facts.some(({ type }) => type === 'controller.failed')).toBe(false);
    // What automation gives reaches the body: by hand the same hours are others.
    expect(short.minutes).not.toEqual(direct('adult#001', scenario, HOURS).minutes);
  }, 60_000);

  test.each(controllerNames)(
    '%s gives boluses of its own where the settings let it, and none where they do not',
    by => {
      const HOURS = 24;
      const scenario = { ...eventful, occlusions: [], gaps: [], compressions: [] };
      const given = (automaticBolus: Settings['automaticBolus']): number => {
        const treated = automated('adult#001', by, automaticBolus);
        const { steps } = direct('adult#001', scenario, HOURS, CARTRIDGE_UU, treated);
        expect(steps.join('\n')).not.toMatch(/fault\.latched|controller\.failed/);
        return steps.filter(step => step.includes('"type":"tellMicrobolus"')).length;
      };
      expect(given('micro')).toBeGreaterThan(5);
      expect(given('none')).toBe(0);
    },
    60_000,
  );

  test('insulin that the plunger pushes lowers glucose; without it glucose rises', () => {
    const fasting = scenarioSchema.parse({ name: 'fasting', days: 1, meals: [] });
    const blocked = { ...fasting, occlusions: [{ fromMin: 0, toMin: 1_440 }] };
    const end = ({ minutes }: Seen): number => minutes.at(-1)?.glucoseMgPerDl ?? Number.NaN;
    const [held, risen] = [direct('adult#002', fasting, 10), direct('adult#002', blocked, 10)];
    const first = held.minutes[0]?.glucoseMgPerDl ?? Number.NaN;
    expect(Math.abs(end(held) - first)).toBeLessThan(15);
    // A person who sees the alarm changes the set, which takes the block away, within the hours that it takes to notice.
    expect(end(risen)).toBeGreaterThan(first);
  });

  test('the dose of a meal is what the calculator says, asked for and confirmed like any other', () => {
    const { steps, did } = direct('child#001', eventful, 4);
    const doses = did.flatMap(each =>
      each.kind === 'dose' && each.answer.kind === 'dose' ? [each.answer.doseUu] : [],
    );
    expect(doses.length).toBeGreaterThan(0);
    const requested = steps.flatMap(step => {
      const { fact } = JSON.parse(step);
      return fact.type === 'bolus.requested' ? [fact.amountUu] : [];
    });
    expect(requested).toEqual(doses.filter(dose => dose > 0));
  });

  test('a cartridge that runs low is changed, and delivery goes on for days', () => {
    const { steps, did, minutes } = direct('adult#007', { ...eventful, occlusions: [] }, 48, 50_000_000);
    expect(did.filter(({ kind }) => kind === 'change').length).toBeGreaterThan(1);
    expect(steps.join('\n')).not.toContain('fault.latched');
    const lastDay = minutes.slice(-1_440).reduce((sum, { insulinUu }) => sum + insulinUu, 0);
    expect(lastDay).toBeGreaterThan(10_000_000);
  }, 60_000);

  test('the same seed gives the same life, another one another', () => {
    const life = (noise: number): readonly string[] => {
      const seen = nothingSeen();
      const pump = directPump({
        settings: settingsFor(virtualPatient('adult#003')),
        wallMs: MIDNIGHT,
        cartridgeUu: CARTRIDGE_UU,
        seed: 1,
        watch: step => seen.steps.push(line(step)),
      });
      wear({ ...wearing('adult#003', eventful, seen), seed: noise }, pump).start();
      pump.runtime.submit({ type: 'resume.requested' });
      pump.clock.advanceTo(after(pump.clock.now(), milliseconds(2 * HOUR_MS)));
      return seen.steps;
    };
    expect(life(3)).toEqual(life(3));
    expect(life(3)).not.toEqual(life(4));
  });
});
