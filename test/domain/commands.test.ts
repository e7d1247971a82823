import { expect, test } from 'vitest';
import { type Command, isMotion } from '../../src/domain/commands.ts';

test('SR-005 three commands move the plunger: one by a pulse, two while the cartridge is changed', () => {
  const pulse = { pulse: 1, channel: 'basal', bolus: null } as const;
  const commands: readonly Command[] = [
    { type: 'recordIntent', pulse },
    { type: 'moveMotor', pulse },
    { type: 'stopMotor' },
    { type: 'rewindDrive' },
    { type: 'seatPlunger' },
    { type: 'readEncoder' },
    { type: 'runSelfTest' },
  ];
  expect(commands.filter(isMotion).map(({ type }) => type)).toEqual([
    'moveMotor',
    'rewindDrive',
    'seatPlunger',
  ]);
});
