import { match } from 'ts-pattern';
import { type SimulatedButton, simulatedButton } from '../../../hardware/io/button.ts';
import {
  type Battery,
  type SimulatedSurroundings,
  simulatedSurroundings,
} from '../../../hardware/io/surroundings.ts';
import type { WorldChange, WorldNow } from '../../inspector/worldRequests.ts';
import type { FactSink } from '../../ports.ts';

/** A change of what is around the pump; the glucose sensor is not part of it. */
export type AroundChange = Exclude<WorldChange, { what: 'sensor' }>;

/** What is around a simulated pump: battery, heat, air, its button and the clock on its wall. */
export type Around = {
  readonly surroundings: SimulatedSurroundings;
  readonly button: SimulatedButton;
  readonly change: (change: AroundChange) => void;
  readonly now: () => WorldNow;
};

/** `leap` moves the wall clock by so many ms, behind the pump's back. */
export const simulatedAround = (sink: FactSink, battery: Battery, leap: (ms: number) => void): Around => {
  const surroundings = simulatedSurroundings(sink, battery);
  const button = simulatedButton(sink);
  return {
    surroundings,
    button,
    change: change =>
      match(change)
        .with({ what: 'battery' }, ({ percent }) => surroundings.inject({ batteryPercent: percent }))
        .with({ what: 'temperature' }, ({ celsius }) => surroundings.inject({ celsius }))
        .with({ what: 'pressure' }, ({ kilopascals }) => surroundings.inject({ kilopascals }))
        .with({ what: 'clock' }, ({ leapMinutes }) => leap(leapMinutes * 60_000))
        .exhaustive(),
    now: () => {
      const { batteryPercent, celsius, kilopascals } = surroundings.now();
      return { batteryPercent, celsius, kilopascals };
    },
  };
};
