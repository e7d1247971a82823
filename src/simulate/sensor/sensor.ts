import { match } from 'ts-pattern';
import type { Random } from '../random.ts';
import { driftingReadings, FACCHINETTI_2014, VETTORETTI_2019 } from './autoregressive.ts';
import { bretonErrors } from './breton.ts';
import { DEVICES, type Device, type DeviceName, shown } from './devices.ts';

/** A sensor under the skin. It is asked at each multiple of `everyMin`, in order; null is a reading that did not come. */
export type Sensor = {
  readonly everyMin: number;
  readonly read: (minute: number, glucoseMgPerDl: number) => number | null;
};

/** How a sensor errs. `none` errs in nothing but its range. */
export const NOISES = ['none', 'breton2008', 'facchinetti2014', 'vettoretti2019'] as const;
export type Noise = (typeof NOISES)[number];

/** A sensor of this make with this error. */
export const sensorWith = (name: DeviceName, noise: Noise, random: Random): Sensor => {
  const device: Device = DEVICES[name];
  const raw = match(noise)
    .with(
      'none',
      () =>
        (_minute: number, mgPerDl: number): number =>
          mgPerDl,
    )
    .with('breton2008', () => {
      const error = bretonErrors(random.normal, device.everyMin);
      return (_minute: number, mgPerDl: number): number => mgPerDl + error();
    })
    .with('facchinetti2014', () => driftingReadings(random.normal, FACCHINETTI_2014))
    .with('vettoretti2019', () => driftingReadings(random.normal, VETTORETTI_2019))
    .exhaustive();
  return { everyMin: device.everyMin, read: (minute, mgPerDl) => shown(device, raw(minute, mgPerDl)) };
};

/** A sensor whose error is given for each reading, mg/dL, the first at minute 0. Past their end it has none. */
export const sensorWithErrors = (device: Device, errors: readonly number[]): Sensor => ({
  everyMin: device.everyMin,
  read: (minute, mgPerDl) => shown(device, mgPerDl + (errors[Math.round(minute / device.everyMin)] ?? 0)),
});

/** A sensor that follows glucose late: first order, time constant `lagMin`, glucose held between two readings. */
export const lagging = (sensor: Sensor, lagMin: number): Sensor => {
  if (!(lagMin > 0)) throw new RangeError(`a lag of ${lagMin} min is not above 0`);
  const kept = Math.exp(-sensor.everyMin / lagMin);
  let followed: number | null = null;
  return {
    everyMin: sensor.everyMin,
    read: (minute, mgPerDl) => {
      followed = followed === null ? mgPerDl : mgPerDl + (followed - mgPerDl) * kept;
      return sensor.read(minute, followed);
    },
  };
};

export type Span = { readonly fromMin: number; readonly toMin: number };

const holds = ({ fromMin, toMin }: Span, minute: number): boolean => minute >= fromMin && minute < toMin;

/** A sensor that says nothing in these spans. */
export const withGaps = (sensor: Sensor, gaps: readonly Span[]): Sensor => ({
  everyMin: sensor.everyMin,
  read: (minute, mgPerDl) => {
    const reading = sensor.read(minute, mgPerDl);
    return gaps.some(gap => holds(gap, minute)) ? null : reading;
  },
});

/** Someone lies on the sensor: readings fall by up to `depthMgPerDl` and come back when the pressure ends. */
export type Compression = Span & { readonly depthMgPerDl: number };

/** How fast the artifact comes and goes. Ours: published records show falls and recoveries within 10 to 20 minutes. */
const COMPRESSION_MIN = 6;

/**
 * A sensor under pressure at times. That pressure lowers readings is known (Helton et al., JDST 5:741, 2011;
 * Mensh et al., JDST 7:863, 2013); the exponential shape is ours. The reading stays within the device's range.
 */
export const compressed = (sensor: Sensor, episodes: readonly Compression[]): Sensor => ({
  everyMin: sensor.everyMin,
  read: (minute, mgPerDl) => {
    const loss = episodes.reduce((sum, { fromMin, toMin, depthMgPerDl }) => {
      if (minute < fromMin) return sum;
      const reached = depthMgPerDl * (1 - Math.exp(-(Math.min(minute, toMin) - fromMin) / COMPRESSION_MIN));
      return sum + reached * Math.exp(-Math.max(0, minute - toMin) / COMPRESSION_MIN);
    }, 0);
    return sensor.read(minute, Math.max(0, mgPerDl - loss));
  },
});
