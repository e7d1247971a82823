import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buoyancyFactor, waterDensity } from '../../hardware/balance/liquid.ts';
import { figureOf, massOf, micrograms } from '../../hardware/balance/mass.ts';
import {
  decodeMt,
  encodeSics,
  encodeWeight,
  MT_SICS,
  sicsCommands,
} from '../../hardware/balance/mtsics/codec.ts';
import { decodeOhausLine, encodeOhausWeight, OHAUS } from '../../hardware/balance/ohaus/codec.ts';
import { decodeSbiLine, encodeSbi, encodeSbiWeight, SBI } from '../../hardware/balance/sbi/codec.ts';
import { ascii, lineSplitter } from '../../hardware/link/lines.ts';
import { type BalanceBench, METTLER, withBalance } from './balanceBench.ts';

const digit = micrograms(10_000);

describe('lines as the manuals print them', () => {
  test('MT-SICS: orders, weights, statuses and errors', () => {
    expect(encodeSics('SI')).toBe('SI\r\n');
    expect(encodeWeight('S', 'S', 100_000_000, digit)).toBe('S S     100.00 g\r\n');
    expect(decodeMt('S S     100.00 g')).toEqual({
      kind: 'weight',
      isStable: true,
      massUg: 100_000_000,
      digitUg: 10_000,
    });
    expect(decodeMt('S D     -0.02 g')).toEqual({
      kind: 'weight',
      isStable: false,
      massUg: -20_000,
      digitUg: 10_000,
    });
    expect(decodeMt('I4 A "B123456789"')).toEqual({ kind: 'identity', serial: 'B123456789' });
    expect(decodeMt('T S     100.00 g')).toEqual({ kind: 'done' });
    expect(decodeMt('Z A')).toEqual({ kind: 'done' });
    expect(
      ['S +', 'S -', 'S I', 'ES', 'ET', 'EL', 'S S Error 10b'].map(line => decodeMt(line)?.kind),
    ).toEqual(['overload', 'underload', 'refused', 'refused', 'refused', 'refused', 'broken']);
    expect(decodeMt('S S     100.00 mg')).toEqual({ kind: 'unit', unit: 'mg' });
  });

  test('Sartorius SBI: 16 and 22 characters, a blank unit in motion, special codes', () => {
    expect(encodeSbi('P')).toBe('\x1bP\r\n');
    const line = encodeSbiWeight(123_560_000, digit, { isStable: true });
    expect(line).toBe('+   123.56 g  \r\n');
    expect(line.length).toBe(16);
    expect(encodeSbiWeight(123_560_000, digit, { isStable: true, name: 'N' })).toBe(
      'N     +   123.56 g  \r\n',
    );
    for (const text of ['+   123.56 g  ', 'N     +   123.56 g  '])
      expect(decodeSbiLine(text)).toEqual({
        kind: 'weight',
        isStable: true,
        massUg: 123_560_000,
        digitUg: 10_000,
      });
    expect(decodeSbiLine('-     0.01    ')).toEqual({
      kind: 'weight',
      isStable: false,
      massUg: -10_000,
      digitUg: 10_000,
    });
    expect(
      ['      High    ', '      H       ', 'Stat      Low       ', 'Stat     ERR 054    '].map(
        text => decodeSbiLine(text)?.kind,
      ),
    ).toEqual(['overload', 'overload', 'underload', 'broken']);
  });

  test('Ohaus: the lines of its interface manual', () => {
    expect(encodeOhausWeight(192_210_000, digit, { isStable: true })).toBe('     192.21 g\r\n');
    expect(decodeOhausLine('     192.21 g')).toEqual({
      kind: 'weight',
      isStable: true,
      massUg: 192_210_000,
      digitUg: 10_000,
    });
    expect(decodeOhausLine('       0.01 g ?')).toEqual({
      kind: 'weight',
      isStable: false,
      massUg: 10_000,
      digitUg: 10_000,
    });
    expect(decodeOhausLine('ES')?.kind).toBe('refused');
  });
});

describe('masses are exact', () => {
  test('whatever is shown is read back to the last digit, in each make', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -99_999_999, max: 99_999_999 }),
        fc.constantFrom(1, 10, 100, 1_000, 10_000),
        fc.boolean(),
        (digits, digitUg, isStable) => {
          const massUg = Math.trunc(digits / digitUg) * digitUg;
          const expected = { kind: 'weight', isStable, massUg: massUg === 0 ? 0 : massUg, digitUg };
          const unit = micrograms(digitUg);
          expect(decodeMt(encodeWeight('S', isStable ? 'S' : 'D', massUg, unit).trimEnd())).toEqual(expected);
          expect(decodeSbiLine(encodeSbiWeight(massUg, unit, { isStable }).slice(0, -2))).toEqual(expected);
          expect(decodeOhausLine(encodeOhausWeight(massUg, unit, { isStable }).slice(0, -2))).toEqual(
            expected,
          );
        },
      ),
    );
  });

  test('a figure of milligrams is the same mass as its figure in grams', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -9_999_999, max: 9_999_999 }),
        fc.constantFrom(1, 10, 100),
        (digits, digitUg) => {
          const massUg = digits * digitUg;
          const unit = micrograms(digitUg);
          expect(massOf(figureOf(massUg, unit, 'mg'), 'mg')).toEqual(
            massOf(figureOf(massUg, unit, 'g'), 'g'),
          );
        },
      ),
    );
  });

  test('water weighs what the table of the metrologists says', () => {
    for (const [celsius, density] of [
      [4, 0.999975],
      [20, 0.9982067],
      [25, 0.997047],
    ] as const)
      expect(waterDensity(celsius)).toBeCloseTo(density, 6);
    expect(buoyancyFactor(waterDensity(20))).toBeCloseTo(1.00105, 5);
  });
});

test('no decoder throws, and none makes a weight of noise without a digit', () => {
  let lines = 0;
  fc.assert(
    fc.property(fc.string({ maxLength: 40, unit: 'binary' }), line => {
      for (const { decode } of [MT_SICS, SBI, OHAUS]) {
        const said = decode(line);
        if (said?.kind === 'weight') expect(line).toMatch(/\d/);
        lines += 1;
      }
    }),
    { numRuns: 3_000 },
  );
  expect(lines).toBe(9_000);
});

/** What a simulated balance says to one order and in the two seconds after it, line by line. */
const saidTo = async (
  order: string,
  arrange: (on: BalanceBench) => void = () => {},
): Promise<readonly string[]> => {
  const lines: string[] = [];
  await withBalance(METTLER, { noiseUg: 0, evaporationUgPerHour: 0 }, async on => {
    arrange(on);
    on.link.onBytes(lineSplitter(line => lines.push(line)));
    on.link.write(ascii(order));
    await on.wait(2_000);
  });
  return lines;
};
const drip = ({ model, clock }: BalanceBench): void => model.turn(400, clock.now());

describe('the Mettler simulator obeys every command of levels 0 and 1', () => {
  test.each([
    ['S', ['S S   25.00000 g']],
    ['SI', ['S S   25.00000 g']],
    ['Z', ['Z A']],
    ['ZI', ['ZI S']],
    ['T', ['T S   25.00000 g']],
    ['TI', ['TI S   25.00000 g']],
    ['TA', ['TA A    0.00000 g']],
    ['TAC', ['TAC A']],
    ['I1', ['I1 A "01" "2.30" "2.22" "" ""']],
    ['I2', ['I2 A "XPR205 Excellence 220.00900 g"']],
    ['I3', ['I3 A "1.20 18.6.2.1361.121"']],
    ['I4', ['I4 A "B123456789"']],
    ['@', ['I4 A "B123456789"']],
    ['si', ['ES']],
    ['S ', ['ES']],
  ])('%s at rest', async (order, lines) => {
    expect(await saidTo(`${order}\r\n`)).toEqual(lines);
  });

  test('in motion S waits, SI and ZI and TI do not', async () => {
    expect(await saidTo('S\r\n', drip)).toEqual([]);
    expect((await saidTo('SI\r\n', drip))[0]).toMatch(/^S D/);
    expect((await saidTo('ZI\r\n', drip))[0]).toBe('ZI D');
    expect((await saidTo('TI\r\n', drip))[0]).toMatch(/^TI D/);
  });

  test('SIR and SR repeat, until @ ends them', async () => {
    for (const order of ['SIR', 'SR']) expect((await saidTo(`${order}\r\n`)).length).toBeGreaterThan(10);
    const lines = await saidTo('SIR\r\n@\r\n');
    expect(lines).toEqual(['S S   25.00000 g', 'I4 A "B123456789"']);
  });

  test('I0 names exactly the commands that are obeyed', async () => {
    const lines = await saidTo('I0\r\n');
    expect(lines.map(line => /^I0 [AB] [01] "(.+)"$/.exec(line)?.[1])).toEqual([...sicsCommands]);
    expect(lines.filter(line => line.startsWith('I0 A'))).toEqual([lines.at(-1)]);
  });
});
