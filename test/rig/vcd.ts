/** A reader of value change dumps (IEEE 1364, 18), written from the standard and not from our writer. */

export type Change = { readonly at: number; readonly value: number };

/** Changes of each variable by its name. Throws for what is no dump: unknown codes, time that goes back, wrong widths. */
export const changesIn = (text: string): ReadonlyMap<string, readonly Change[]> => {
  const [head = '', ...rest] = text.split('$enddefinitions $end');
  if (rest.length !== 1) throw new Error('there is not exactly one end of the definitions');
  const variables = new Map(
    [...head.matchAll(/\$var\s+(wire|integer)\s+(\d+)\s+(\S+)\s+(\S+)\s+\$end/g)].map(
      ([, , bits = '', code = '', name = '']) => [
        code,
        { name, bits: Number(bits), changes: [] as Change[] },
      ],
    ),
  );
  let at = -1;
  for (const line of (rest[0] ?? '').split('\n').filter(each => each !== '')) {
    if (line.startsWith('#')) {
      if (Number(line.slice(1)) <= at) throw new Error(`time goes back at ${line}`);
      at = Number(line.slice(1));
      continue;
    }
    const [, vector, codeOfVector, bit, codeOfBit] = /^(?:b([01]+) (\S+)|([01])(\S+))$/.exec(line) ?? [];
    const variable = variables.get(codeOfVector ?? codeOfBit ?? '');
    const digits = vector ?? bit ?? '';
    if (variable === undefined || digits.length > variable.bits || at < 0)
      throw new Error(`no change: ${line}`);
    const value = Number.parseInt(digits, 2);
    variable.changes.push({ at, value: variable.bits === 32 ? value | 0 : value });
  }
  return new Map([...variables.values()].map(({ name, changes }) => [name, changes]));
};
