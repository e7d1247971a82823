import { type MotorDriver, type MotorDriverOptions, motorDriver } from '../driver.ts';
import type { Check } from '../make.ts';
import { attestation } from './attest.ts';
import { bootWatch } from './boots.ts';
import { type Exchange, exchange, leashed } from './exchange.ts';
import { isAtRest, pulse } from './pulse.ts';
import { advance, drawBack, slowDown } from './travel.ts';

/** The Tic as a motor driver. The motor has current only during a pulse. */
export const ticMotor = (options: MotorDriverOptions): MotorDriver => {
  const tic = exchange(options.link, options.clock);
  const boots = bootWatch();
  const held = (check: Check): Exchange => leashed(tic, check);
  return motorDriver(
    {
      cut: () => {
        tic.quick('haltAndHold');
        tic.quick('deenergize');
        slowDown(tic);
      },
      isAtRest: () => isAtRest(tic),
      pulse: (intent, check) => pulse(held(check), intent, boots),
      drawBack: check => drawBack(held(check), boots),
      advance: (check, feel) => advance(held(check), boots, feel),
      attest: () => attestation(tic, boots),
    },
    options,
  );
};
