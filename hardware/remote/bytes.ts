/** All of these, one after the other. */
export const concat = (...parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

/** Eight bytes, the most significant first. Throws a RangeError for what is not a safe whole number. */
export const counterBytes = (counter: number): Uint8Array => {
  if (!Number.isSafeInteger(counter) || counter < 0) throw new RangeError(`${counter} is no counter`);
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(counter));
  return bytes;
};

/** The counter that eight bytes mean; null when it is beyond every counter of ours. */
export const counterIn = (bytes: Uint8Array): number | null => {
  const counter = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0);
  return counter <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(counter) : null;
};

export const textBytes = (text: string): Uint8Array => new TextEncoder().encode(text);

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
export const unhex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));
