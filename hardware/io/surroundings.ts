import type { FactSink, PowerPort } from '../../src/ports.ts';

/** What a person can do to the surroundings of a pump. Absent fields stay as they are. */
export type Surroundings = {
  readonly batteryPercent?: number;
  /** Inside the pump. */
  readonly celsius?: number;
  readonly batteryCelsius?: number;
  readonly kilopascals?: number;
};

export type SimulatedSurroundings = PowerPort & {
  /** Changes battery, heat or air; the sensors report what changed at once. */
  readonly inject: (change: Surroundings) => void;
  readonly now: () => Required<Surroundings>;
};

/** A full battery lasts ten hours: six minutes to the percent, so that 5 % are half an hour. */
const MINUTES_PER_PERCENT = 6;
/** Voltage of a lithium cell as a straight line: 3.5 V when empty. */
const EMPTY_MV = 3_500;
const MV_PER_PERCENT = 7;

/** Battery gauge, supply, thermometers and barometer on one bench. */
export const simulatedSurroundings = (sink: FactSink): SimulatedSurroundings => {
  let now = { batteryPercent: 100, celsius: 25, batteryCelsius: 25, kilopascals: 101 };
  return {
    // The supply is gone with the order; what the pump learns of it is its last fact.
    shutDown: () => sink({ type: 'power.lost', cause: 'depleted' }),
    now: () => now,
    inject: change => {
      now = { ...now, ...change };
      const { batteryPercent, celsius, batteryCelsius, kilopascals } = now;
      if (change.batteryPercent !== undefined) {
        sink({
          type: 'battery.measured',
          percent: batteryPercent,
          millivolts: EMPTY_MV + MV_PER_PERCENT * batteryPercent,
          minutesLeft: MINUTES_PER_PERCENT * batteryPercent,
        });
      }
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
