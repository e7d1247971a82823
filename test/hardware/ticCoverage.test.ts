import { expect, test } from 'vitest';
import { encode, OUR_FRAMING, type TicCommand } from '../../hardware/motor/tic/codec.ts';
import { BLOCK, ERROR, QUICK, SEVEN_BIT, WIDE } from '../../hardware/motor/tic/protocol.ts';
import { withBench } from './bench.ts';

/** Every command of the Tic's serial protocol, by its code, as the User's Guide lists them ("Command reference"). */
const DOCUMENTED = [
  0xe0, 0xe3, 0xec, 0x89, 0x97, 0x8c, 0x86, 0x85, 0x83, 0x8f, 0xb0, 0x8a, 0xe6, 0xe5, 0xea, 0xe9, 0x94, 0x91,
  0x92, 0xa1, 0xa2, 0xa8,
];
const ALL: readonly TicCommand[] = [
  ...names(QUICK).map((name): TicCommand => ({ kind: 'quick', name })),
  ...names(SEVEN_BIT).map((name): TicCommand => ({ kind: 'sevenBit', name, value: 0 })),
  ...names(WIDE).map((name): TicCommand => ({ kind: 'wide', name, value: 1_000 })),
  ...names(BLOCK).map((name): TicCommand => ({ kind: 'block', name, offset: 0, length: 1 })),
];

function names<Name extends string>(table: Readonly<Record<Name, number>>): readonly Name[] {
  return Object.keys(table).filter((name): name is Name => name in table);
}

test('the codec has exactly the commands of the manual', () => {
  const codes = ALL.map(command => encode(command, { crc: false, device: null })[0]);
  expect([...codes].sort()).toEqual([...DOCUMENTED].sort());
});

test('the simulator obeys every command, and refuses none as a serial error', async () => {
  let obeyed = 0;
  for (const command of ALL) {
    await withBench({}, async on => {
      on.sim.links.motor.write(encode(command, OUR_FRAMING));
      await on.clock.settle();
      expect(on.sim.simulators.motor.status().errorStatus & ERROR.serial, command.name).toBe(0);
      expect(on.sim.simulators.motor.obeyed()).toEqual([command]);
      obeyed += 1;
    });
  }
  expect(obeyed).toBe(DOCUMENTED.length);
});
