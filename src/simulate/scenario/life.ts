import type { Influence } from '../body.ts';
import { compressed, type Sensor, withGaps } from '../sensor/sensor.ts';
import type { Scenario } from './scenario.ts';

/** What a scenario does to a body, to the insulin on its way and to the sensor. */
export type Life = {
  /** Of this minute. The object is the same each time: read it, do not keep it. */
  readonly influence: (minute: number) => Influence;
  /** Share of the insulin that reaches the body. */
  readonly reaching: (minute: number) => number;
  readonly sensorIn: (sensor: Sensor) => Sensor;
};

/**
 * Dawn: what the liver makes more, from three to nine in the morning, highest at six. That it rises before breakfast is
 * known (Perriello et al., Diabetologia 34:21, 1991; Campbell et al., NEJM 312:1473, 1985); the half sine is ours.
 */
const DAWN = { fromHour: 3, hours: 6 } as const;

/**
 * Exercise in the form of Breton, J Diabetes Sci Technol 2:169, 2008: uptake follows the heart rate within minutes, and
 * what insulin does stays raised for hours after. Its time constants of 5 and 600 min are published; how much a
 * given intensity does is ours, so that 45 min at half the reserve lower glucose of a fasting adult by some 20 to 60 mg/dL.
 */
const EXERCISE = { followMin: 5, fadeMin: 600, buildMin: 60, uptake: 4, sensitivity: 0.6 } as const;

const HOUR_MIN = 60;
const DAY_MIN = 1_440;

/** Works a scenario out, minute by minute; what nobody asked for costs nothing. */
export const lifeOf = (scenario: Scenario): Life => {
  const minutes = scenario.days * DAY_MIN;
  const uptake = new Float64Array(minutes).fill(1);
  const sensitivity = new Float64Array(minutes).fill(1);
  const production = new Float64Array(minutes);
  const reaching = new Float64Array(minutes).fill(1);
  let [short, long] = [0, 0];
  for (let minute = 0; minute < minutes; minute += 1) {
    const hour = (minute % DAY_MIN) / HOUR_MIN;
    const now = scenario.exercise.reduce(
      (most, { fromMin, toMin, intensity }) =>
        minute >= fromMin && minute < toMin ? Math.max(most, intensity) : most,
      0,
    );
    short += (now - short) / EXERCISE.followMin;
    long += (short * (1 - long)) / EXERCISE.buildMin - long / EXERCISE.fadeMin;
    uptake[minute] = 1 + EXERCISE.uptake * short;
    const circadian = scenario.sensitivityByHour?.[Math.floor(hour)] ?? 1;
    sensitivity[minute] = circadian * (1 + EXERCISE.sensitivity * long);
    const dawn = (hour - DAWN.fromHour) / DAWN.hours;
    if (dawn > 0 && dawn < 1) production[minute] = scenario.dawnMgPerKgPerMin * Math.sin(Math.PI * dawn);
  }
  for (const failure of scenario.setFailures) {
    for (let minute = failure.fromMin; minute < Math.min(failure.toMin, minutes); minute += 1)
      reaching[minute] = Math.min(reaching[minute] ?? 1, failure.reaching);
  }
  const influence = { sensitivity: 1, uptake: 1, productionMgPerKgPerMin: 0 };
  return {
    influence: minute => {
      influence.sensitivity = sensitivity[minute] ?? 1;
      influence.uptake = uptake[minute] ?? 1;
      influence.productionMgPerKgPerMin = production[minute] ?? 0;
      return influence;
    },
    reaching: minute => reaching[minute] ?? 1,
    sensorIn: sensor => withGaps(compressed(sensor, scenario.compressions), scenario.gaps),
  };
};
