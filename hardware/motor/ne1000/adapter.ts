import { type MotorDriver, type MotorDriverOptions, motorDriver } from '../driver.ts';
import { attestation } from './attest.ts';
import { leashedNe, neExchange } from './exchange.ts';
import { ADDRESS } from './profile.ts';
import { isAtRest } from './program.ts';
import { pulse } from './pulse.ts';
import { advance, drawBack } from './travel.ts';

/** The NE-1000 in Safe mode as a motor driver. It keeps current in its coils, and stops by itself: by volume, by silence, by a stall. */
export const ne1000Motor = (options: MotorDriverOptions): MotorDriver => {
  const pump = neExchange(options.link, options.clock, ADDRESS);
  return motorDriver(
    {
      cut: () => pump.tell('STP'),
      isAtRest: () => isAtRest(pump),
      pulse: (_, check) => pulse(leashedNe(pump, check)),
      drawBack: check => drawBack(leashedNe(pump, check)),
      advance: (check, feel) => advance(leashedNe(pump, check), feel),
      attest: () => attestation(pump),
    },
    options,
  );
};
