import type { TicCommand } from '../../hardware/motor/tic/codec.ts';
import type { QUICK, WIDE } from '../../hardware/motor/tic/protocol.ts';

/** Bytes as a manual prints them. */
export const bytes = (hex: string): Uint8Array =>
  Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));

export const wide = (name: keyof typeof WIDE, value: number): TicCommand => ({ kind: 'wide', name, value });
export const quick = (name: keyof typeof QUICK): TicCommand => ({ kind: 'quick', name });
export const read = (
  name: 'getVariable' | 'getVariableAndClearErrors' | 'getSetting',
  offset: number,
  length: number,
): TicCommand => ({
  kind: 'block',
  name,
  offset,
  length,
});

/** Command, compact bytes, CRC of the compact packet, Pololu packet to device 14 with CRC where known. */
export const GOLDEN = (
  [
    [wide('setTargetPosition', 1_234_567_890), 'E0 05 52 02 16 49', '6A', 'AA 0E 60 05 52 02 16 49 70'],
    [wide('setTargetPosition', -1_234), 'E0 0E 2E 7B 7F 7F', '6C', 'AA 0E 60 0E 2E 7B 7F 7F 76'],
    [wide('setTargetVelocity', 2_000_000), 'E3 03 00 04 1E 00', '0E', 'AA 0E 63 03 00 04 1E 00 14'],
    [wide('haltAndSetPosition', 0), 'EC 00 00 00 00 00', '38', 'AA 0E 6C 00 00 00 00 00 22'],
    [quick('haltAndHold'), '89', '45', 'AA 0E 09 7D'],
    [quick('resetCommandTimeout'), '8C', '22', 'AA 0E 0C 1A'],
    [quick('energize'), '85', '2F', 'AA 0E 05 17'],
    [quick('exitSafeStart'), '83', '1A', 'AA 0E 03 22'],
    [quick('enterSafeStart'), '8F', '70'],
    [quick('deenergize'), '86', '7D'],
    [quick('reset'), 'B0', '53'],
    [read('getVariable', 0x00, 9), 'A1 00 09', '70'],
    [read('getVariable', 0x22, 8), 'A1 22 08', '70'],
    [read('getVariableAndClearErrors', 0x04, 4), 'A2 04 04', '1E'],
    [read('getSetting', 0x09, 2), 'A8 09 02', '49'],
    [read('getVariable', 0xff, 1), 'A1 7F 41', '6C'],
  ] satisfies readonly (readonly [TicCommand, string, string, string?])[]
).map(([command, compact, crc, pololu]) => ({ command, compact, crc, pololu }));
