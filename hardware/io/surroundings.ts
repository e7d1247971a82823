import type { FactSink } from '../../src/ports.ts';

/** What a person can do to the surroundings of a pump. Absent fields stay as they are. */
export type Surroundings = {
  readonly batteryPercent?: number;
  /** Inside the pump. */
  readonly celsius?: number;
  readonly batteryCelsius?: number;
  readonly kilopascals?: number;
};

type Air = Required<Omit<Surroundings, 'batteryPercent'>>;

export type SimulatedSurroundings = {
  /** Changes battery, heat or air; the sensors report what changed at once. */
  readonly inject: (change: Surroundings) => void;
  readonly now: () => Required<Surroundings>;
};

/** The battery as the power board has it. */
export type Battery = { readonly charge: (percent: number) => void; readonly percent: () => number };

/** Thermometers and barometer on one bench, beside the battery. */
export const simulatedSurroundings = (sink: FactSink, battery: Battery): SimulatedSurroundings => {
  let now: Air = { celsius: 25, batteryCelsius: 25, kilopascals: 101 };
  return {
    now: () => ({ ...now, batteryPercent: battery.percent() }),
    inject: ({ batteryPercent, ...change }) => {
      now = { ...now, ...change };
      const { celsius, batteryCelsius, kilopascals } = now;
      if (batteryPercent !== undefined) battery.charge(batteryPercent);
      if (change.celsius !== undefined || change.batteryCelsius !== undefined) {
        sink({
          type: 'temperature.measured',
          insideDeciC: Math.round(celsius * 10),
          batteryDeciC: Math.round(batteryCelsius * 10),
        });
      }
      if (change.kilopascals !== undefined)
        sink({ type: 'pressure.measured', pascals: Math.round(kilopascals * 1_000) });
    },
  };
};
