import type { Meal } from '../meals.ts';
import { toldMeal } from '../meals.ts';
import { type Member, rescueOf } from '../open/protocol.ts';
import type { Replay } from '../open/replay.ts';
import { randomFrom } from '../random.ts';
import { lifeOf } from '../scenario/life.ts';
import { randomMeals } from '../scenario/meals.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { DEVICES } from '../sensor/devices.ts';
import { type Sensor, sensorWith, sensorWithErrors } from '../sensor/sensor.ts';
import type { Campaign, Seed } from './campaign.ts';
import type { Cell } from './cells.ts';
import { type Care, careOf } from './controllers.ts';
import { failuresOf, misset, toldWith } from './faults.ts';
import { type Subject, subjectOf } from './people.ts';

const DAY_MIN = 1_440;
/** What the published seed does not say (faults, another sensor) is drawn from this one. */
const BESIDE_PUBLISHED = 0;

/** What a patient lives through in a cell, whoever decides: everything that a replay needs but decisions. */
export type Lived = Omit<Replay, 'decide' | 'drive'>;

/** A cell, ready to be lived: by the open replay or by the whole pump. */
export type Ready = { readonly lived: Lived; readonly care: Care };

const numberOf = (seed: Seed): number => (seed === 'published' ? BESIDE_PUBLISHED : seed);

const eatenBy = ({ member }: Subject, { scenario, seed }: Cell, days: number): readonly Meal[] => {
  if (seed === 'published') return member.meals.filter(({ atMin }) => atMin < days * DAY_MIN);
  const { meals } = scenario;
  if (meals === 'habits') return randomMeals(days, randomFrom(seed, `${member.patient} meals`));
  return Array.from({ length: days }, (_, day) =>
    meals.map(({ minuteOfDay, carbsG }) => toldMeal(day * DAY_MIN + minuteOfDay, carbsG)),
  ).flat();
};

const sensorOf = ({ patient, sensorErrors }: Member, { scenario, fault, seed }: Cell): Sensor => {
  const { sensor } = scenario;
  const noise = fault.noise ?? scenario.noise;
  // These two are what the published errors are of; any other sensor errs in its own way.
  if (seed === 'published' && sensor === 'GuardianRT' && noise === 'breton2008')
    return sensorWithErrors(DEVICES.GuardianRT, sensorErrors);
  return sensorWith(sensor, noise, randomFrom(numberOf(seed), `${patient} sensor`));
};

/**
 * Meals, sensor and faults of a cell depend on its patient, seed, scenario and fault alone: every controller meets the same,
 * in whatever order and wherever cells are done. What is drawn for one purpose is not changed by another.
 */
export const readyFor = ({ days }: Campaign, cell: Cell): Ready => {
  const { scenario, fault, patient } = cell;
  const subject = subjectOf(patient);
  const seed = numberOf(cell.seed);
  const meals = toldWith(eatenBy(subject, cell, days), fault, seed, patient);
  const life: Scenario = {
    name: scenario.name,
    days,
    meals: [],
    exercise: scenario.exercise,
    dawnMgPerKgPerMin: scenario.dawnMgPerKgPerMin,
    sensitivityByHour: scenario.sensitivityByHour,
    occlusions: [],
    ...failuresOf(fault, days, seed, patient),
  };
  const { influence, reaching, sensorIn } = lifeOf(life);
  const { member, treated } = misset(subject.member, scenario.treated, fault);
  return {
    lived: {
      body: subject.body(),
      minutes: days * DAY_MIN,
      meals: scenario.announced ? meals : meals.map(meal => ({ ...meal, told: null })),
      sensor: sensorIn(sensorOf(subject.member, cell)),
      basalUuPerHour: Math.floor(member.basalUPerHour * 1_000_000),
      rescue: scenario.rescue ? rescueOf(patient) : null,
      influence,
      reaching,
    },
    care: careOf(cell.controller, member, treated, {
      weightKg: subject.weightKg,
      tellsMeals: scenario.announced,
    }),
  };
};
