/** What became of bytes from outside: a value, or in words why there is none. Decoders never throw. */
export type Decoded<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: string };

export const decoded = <Value>(value: Value): Decoded<Value> => ({ ok: true, value });
export const damaged = (problem: string): { readonly ok: false; readonly problem: string } => ({
  ok: false,
  problem,
});

/** Little-endian octets of the low bits of a whole number; negative ones in two's complement. */
export const le8 = (value: number): readonly number[] => [value & 0xff];
export const le16 = (value: number): readonly number[] => [value & 0xff, (value >>> 8) & 0xff];
export const le24 = (value: number): readonly number[] => [...le16(value), (value >>> 16) & 0xff];
export const le32 = (value: number): readonly number[] => [...le16(value), ...le16(value >>> 16)];

/** The octets from `at` on as one unsigned number; those beyond the end read as zero, so lengths are checked first. */
const unsigned = (bytes: Uint8Array, at: number, octets: number): number => {
  let value = 0;
  for (let n = octets - 1; n >= 0; n -= 1) value = value * 256 + (bytes[at + n] ?? 0);
  return value;
};
export const u8 = (bytes: Uint8Array, at: number): number => unsigned(bytes, at, 1);
export const u16 = (bytes: Uint8Array, at: number): number => unsigned(bytes, at, 2);
export const u24 = (bytes: Uint8Array, at: number): number => unsigned(bytes, at, 3);
export const u32 = (bytes: Uint8Array, at: number): number => unsigned(bytes, at, 4);
export const i8 = (bytes: Uint8Array, at: number): number => (u8(bytes, at) << 24) >> 24;

/** `0a 01 78`, for messages. */
export const hexOf = (bytes: Uint8Array): string =>
  [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join(' ');
