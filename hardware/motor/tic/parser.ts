import { type TicCommand, wideValue } from './codec.ts';
import { crc7 } from './crc.ts';
import { BLOCK, QUICK, SEVEN_BIT, WIDE } from './protocol.ts';

/** What the device makes of the bytes: a command for it, or a serial error. */
export type Parsed =
  | { readonly kind: 'command'; readonly command: TicCommand }
  | { readonly kind: 'error'; readonly error: 'format' | 'crc' };

type Shape = { readonly size: number; readonly read: (data: readonly number[]) => TicCommand | undefined };

const isIn =
  <Name extends string>(table: Readonly<Record<Name, number>>) =>
  (name: string): name is Name =>
    name in table;

const named = <Name extends string>(
  table: Readonly<Record<Name, number>>,
): readonly (readonly [Name, number])[] =>
  Object.keys(table)
    .filter(isIn(table))
    .map(name => [name, table[name]]);

/** Each command code with the size of its data and how to read it. */
const SHAPES: ReadonlyMap<number, Shape> = new Map<number, Shape>([
  ...named(QUICK).map(([name, code]): [number, Shape] => [
    code,
    { size: 0, read: () => ({ kind: 'quick', name }) },
  ]),
  ...named(SEVEN_BIT).map(([name, code]): [number, Shape] => [
    code,
    { size: 1, read: ([value]) => (value === undefined ? undefined : { kind: 'sevenBit', name, value }) },
  ]),
  ...named(WIDE).map(([name, code]): [number, Shape] => [
    code,
    {
      size: 5,
      read: data => {
        const value = wideValue(data);
        return value === undefined ? undefined : { kind: 'wide', name, value };
      },
    },
  ]),
  ...named(BLOCK).map(([name, code]): [number, Shape] => [
    code,
    { size: 2, read: data => block(name, data) },
  ]),
]);

const block = (name: keyof typeof BLOCK, [low, length]: readonly number[]): TicCommand | undefined =>
  low === undefined || length === undefined
    ? undefined
    : { kind: 'block', name, offset: length & 0x40 ? low | 0x80 : low, length: length & 0x3f };

/**
 * The device's receiver: one byte at a time, any chunking. Compact packets are for everybody; Pololu
 * packets only for `device`. With `crc`, a packet is obeyed only if its CRC is right.
 */
export const ticParser = ({
  crc,
  device,
}: {
  readonly crc: boolean;
  readonly device: number;
}): ((byte: number) => readonly Parsed[]) => {
  let packet: number[] = [];

  const done = (parsed: readonly Parsed[]): readonly Parsed[] => {
    packet = [];
    return parsed;
  };

  /** What the packet so far amounts to; nothing while it is incomplete or for somebody else. */
  const judge = (): readonly Parsed[] => {
    const header = packet[0] === 0xaa ? 3 : 1;
    if (packet.length < header) return [];
    const code = (packet[header - 1] ?? 0) | 0x80;
    const shape = SHAPES.get(code);
    if (!shape) return done([{ kind: 'error', error: 'format' }]);
    const size = header + shape.size;
    if (packet.length < size + (crc ? 1 : 0)) return [];
    const body = packet.slice(0, size);
    if (header === 3 && packet[1] !== device) return done([]);
    if (crc && packet[size] !== crc7(body)) return done([{ kind: 'error', error: 'crc' }]);
    const command = shape.read(body.slice(header));
    return done([command ? { kind: 'command', command } : { kind: 'error', error: 'format' }]);
  };

  return byte => {
    const starts = byte >= 0x80;
    // Data that belongs to nothing, or a packet cut short by the next one.
    const broken = starts ? packet.length > 0 : packet.length === 0;
    if (broken && !starts) return [{ kind: 'error', error: 'format' }];
    packet = starts ? [byte] : [...packet, byte];
    return broken ? [{ kind: 'error', error: 'format' }, ...judge()] : judge();
  };
};
