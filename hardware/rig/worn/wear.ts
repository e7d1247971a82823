import type { CalculatorSettings } from '../../../src/domain/calculator/request.ts';
import { after, milliseconds } from '../../../src/domain/units.ts';
import type { Clock } from '../../../src/ports.ts';
import type { Runtime } from '../../../src/runtime/run.ts';
import type { Body } from '../../../src/simulate/body.ts';
import { randomFrom } from '../../../src/simulate/random.ts';
import { lifeOf } from '../../../src/simulate/scenario/life.ts';
import type { Scenario } from '../../../src/simulate/scenario/scenario.ts';
import { type Noise, sensorWith } from '../../../src/simulate/sensor/sensor.ts';
import { type Doing, person, type Rescue } from '../../../src/simulate/worn/person.ts';
import { type Lived, type Wearer, wearer } from '../../../src/simulate/worn/wearer.ts';
import type { Cgm } from '../../cgm/sensor.ts';
import { simulatedCgm } from '../../cgm/simulated.ts';
import type { Injection } from '../../mechanics/state.ts';

/** Whoever is to wear a pump, and what becomes of them. */
export type Wearing = {
  readonly body: Body;
  readonly calculator: CalculatorSettings;
  readonly scenario: Scenario;
  /** Where in the scenario it begins, in minutes; midnight when nobody says. */
  readonly fromMin?: number;
  readonly noise: Noise;
  readonly seed: number;
  readonly rescue: Rescue | null;
  /** In each new cartridge, µU; null where alarms and cartridges are left to others. */
  readonly cartridgeUu: number | null;
  readonly lived?: (minute: Lived) => void;
  readonly did?: (doing: Doing) => void;
};

/** A pump that can be worn: simulated devices, with or without bytes between it and them. */
export type Wearable = {
  readonly clock: Clock;
  readonly runtime: Runtime;
  /** Insulin that has left the set, µU. */
  readonly deliveredUu: () => number;
  readonly inject: (injection: Injection) => void;
};

export type Worn = {
  readonly cgm: Cgm;
  readonly wearer: Wearer;
  /** From now on they live: insulin reaches the body, and its glucose the pump. */
  readonly start: () => void;
  readonly stop: () => void;
};

const MINUTE_MS = 60_000;

/** Puts set and sensor into a body. */
export const wear = (
  { body, calculator, scenario, fromMin = 0, noise, seed, rescue, cartridgeUu, lived, did }: Wearing,
  { clock, runtime, deliveredUu, inject }: Wearable,
): Worn => {
  const skin = wearer({ clock, body, scenario, fromMin, deliveredUu, ...(lived ? { lived } : {}) });
  const sensor = lifeOf(scenario).sensorIn(sensorWith('DexcomG6', noise, randomFrom(seed, 'sensor')));
  const cgm = simulatedCgm(
    { clock, sink: runtime.submit, firstSequence: 0 },
    {
      everyMs: sensor.everyMin * MINUTE_MS,
      read: () => sensor.read(skin.minute(), skin.glucoseMgPerDl()),
    },
  );
  const who = person({
    clock,
    submit: runtime.submit,
    state: runtime.state,
    scenario,
    fromMin,
    calculator,
    rescue,
    eat: skin.eat,
    cartridgeUu,
    hands: {
      takeOut: () => inject({ cartridgeOut: true }),
      // Whatever blocked the old set goes with it.
      putIn: volumeUu => inject({ cartridgeUu: volumeUu, occlusion: false }),
      wearSet: onBody => inject({ onBody }),
    },
    ...(did ? { did } : {}),
  });
  const forget = runtime.observe(who.observe);
  const block = (atMin: number, occlusion: boolean): void => {
    if (atMin < fromMin) return;
    clock.wakeAt(after(clock.now(), milliseconds((atMin - fromMin) * MINUTE_MS)), () =>
      inject({ occlusion }),
    );
  };
  return {
    cgm,
    wearer: skin,
    start: () => {
      for (const { fromMin: from, toMin } of scenario.occlusions) {
        block(from, true);
        block(toMin, false);
      }
      skin.start();
      who.start();
      cgm.start();
    },
    stop: () => {
      cgm.stop();
      who.stop();
      skin.stop();
      forget();
    },
  };
};
