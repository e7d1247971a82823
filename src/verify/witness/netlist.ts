/**
 * A circuit of AND gates and registers, in the binary AIGER format (http://fmv.jku.at/aiger, version 1.9):
 * literals are twice a number, and one more when negated; inputs come first, then registers, then gates, each
 * of which has only smaller numbers beneath it.
 */
export type Netlist = {
  readonly inputs: number;
  /** The literal that each register takes over at the clock. */
  readonly registers: Int32Array;
  readonly outputs: Int32Array;
  /** Two literals for each gate. */
  readonly gates: Int32Array;
};

/** Reads a circuit. Throws, with what was wrong, on anything but the binary format with registers at zero first. */
export const netlistOf = (bytes: Uint8Array): Netlist => {
  let at = 0;
  const line = (): string => {
    const end = bytes.indexOf(10, at);
    if (end < 0) throw new Error('an AIGER file ends in its midst');
    const text = new TextDecoder().decode(bytes.subarray(at, end));
    at = end + 1;
    return text;
  };
  const header = line();
  const [, most = 0, inputs = 0, registers = 0, outputs = 0, gates = 0] =
    /^aig (\d+) (\d+) (\d+) (\d+) (\d+)$/.exec(header)?.map(Number) ?? [];
  if (most !== inputs + registers + gates || gates === 0)
    throw new Error(`not an AIGER circuit that can be read: ${JSON.stringify(header.slice(0, 80))}`);
  const literal = (): number => {
    const text = line();
    if (!/^\d+$/.test(text)) throw new Error(`no literal of a circuit: ${JSON.stringify(text)}`);
    return Number(text);
  };
  const list = (length: number): Int32Array => Int32Array.from({ length }, literal);
  const difference = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at];
      if (byte === undefined) throw new Error('an AIGER file ends in its midst');
      at += 1;
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  };
  const takes = list(registers);
  const says = list(outputs);
  const beneath = new Int32Array(2 * gates);
  for (let gate = 0; gate < gates; gate += 1) {
    const own = 2 * (1 + inputs + registers + gate);
    const left = own - difference();
    beneath[2 * gate] = left;
    beneath[2 * gate + 1] = left - difference();
  }
  return { inputs, registers: takes, outputs: says, gates: beneath };
};

/**
 * Runs a circuit for one clock, 32 runs at a time, a run in each bit of a word. `wires` holds a word for the
 * constant, each input, each register and each gate; what the registers become is written to `next`.
 */
export const clocked = ({ inputs, registers, gates }: Netlist, wires: Int32Array, next: Int32Array): void => {
  wires[0] = 0;
  for (let gate = 0, wire = 1 + inputs + registers.length; gate < gates.length; gate += 2, wire += 1)
    wires[wire] = word(wires, gates[gate] ?? 0) & word(wires, gates[gate + 1] ?? 0);
  for (let register = 0; register < registers.length; register += 1)
    next[register] = word(wires, registers[register] ?? 0);
};

/** A negated literal turns every bit. */
const word = (wires: Int32Array, literal: number): number => (wires[literal >> 1] ?? 0) ^ -(literal & 1);

/** Which bit of which name an input or a register is; `inverted` when the register holds the opposite. */
export type Pin = { readonly name: string; readonly bit: number; readonly inverted: boolean };

/** The map that yosys writes beside a circuit: a line for each input and each register. */
export const pinsOf = (
  map: string,
): { readonly inputs: readonly (Pin | undefined)[]; readonly registers: readonly (Pin | undefined)[] } => {
  const inputs: (Pin | undefined)[] = [];
  const registers: (Pin | undefined)[] = [];
  for (const line of map.split('\n')) {
    const [, kind, index, bit, name] = /^(input|latch|invlatch) (\d+) (\d+) (\S+)$/.exec(line) ?? [];
    if (kind === undefined || name === undefined) continue;
    const pins = kind === 'input' ? inputs : registers;
    pins[Number(index)] = { name, bit: Number(bit), inverted: kind === 'invlatch' };
  }
  return { inputs, registers };
};
