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
import type { BalanceFault, Weighed, Weighing } from '../../hardware/balance/port.ts';
import { decodeSbiLine, encodeSbi, encodeSbiWeight, SBI } from '../../hardware/balance/sbi/codec.ts';
import type { BalanceSimulatorFault } from '../../hardware/balance/simulator.ts';
import type { LinkFault } from '../../hardware/link/faults.ts';
import { ascii, lineSplitter } from '../../hardware/link/lines.ts';
import { milliseconds } from '../../src/domain/units.ts';
import { type BalanceBench, MAKES, METTLER, withBalance } from './balanceBench.ts';

const MINUTE = milliseconds(60_000);
const weighingIn = (weighed: Weighed): Weighing => {
  if (!weighed.ok) throw new Error(weighed.trouble.message);
  return weighed.weighing;
};
const troubleIn = (weighed: Weighed): string =>
  weighed.ok ? `weighed ${weighed.weighing.massUg}` : weighed.trouble.fault;
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

/** Each fault of a simulator with what the adapter calls it: read at once, and waited for rest. */
const FAULTS: readonly (readonly [
  fault: BalanceSimulatorFault,
  read: BalanceFault | 'unnoticed',
  settled: BalanceFault,
])[] = [
  [{ kind: 'silent' }, 'silent', 'silent'],
  [{ kind: 'garbage' }, 'garbled', 'garbled'],
  [{ kind: 'vibration' }, 'unnoticed', 'neverSettled'],
  [{ kind: 'overload' }, 'overload', 'overload'],
  [{ kind: 'underload' }, 'underload', 'underload'],
  [{ kind: 'unit' }, 'wrongUnit', 'wrongUnit'],
  [{ kind: 'broken' }, 'broken', 'broken'],
];

describe.each(MAKES)('$dialect.name', make => {
  for (const transport of ['memory', 'pty'] as const) {
    test(`weighs what the shared pump delivers, over ${transport}`, () =>
      withBalance(make, { transport, evaporationUgPerHour: 0 }, async ({ port, run, dose, model }) => {
        expect(await run(port.attest())).toEqual({ serial: make.serial, troubles: [] });
        const before = weighingIn(await run(port.settled(MINUTE)));
        const from = model.deliveredUu();
        await dose(8_148);
        const after = weighingIn(await run(port.settled(MINUTE)));
        expect(after.at).toBeGreaterThan(before.at);
        // 10 U are 100 µL: 99.82 mg of water, of which air carries a thousandth.
        const delivered = (model.deliveredUu() - from) / 100_000;
        const weighed =
          ((after.massUg - before.massUg) / 1_000) * (buoyancyFactor(waterDensity(20)) / waterDensity(20));
        expect(delivered).toBeGreaterThan(99.9);
        expect(Math.abs(weighed - delivered)).toBeLessThan(0.05);
      }));
  }

  test('is in motion while it drips, and stable afterwards', () =>
    withBalance(make, {}, async ({ port, run, model, clock, wait }) => {
      await run(port.attest());
      model.turn(400, clock.now());
      expect(weighingIn(await run(port.read())).isStable).toBe(false);
      await wait(30_000);
      expect(weighingIn(await run(port.read())).isStable).toBe(true);
    }));

  test('shows zero after taring, give or take its noise', () =>
    withBalance(make, {}, async ({ port, run }) => {
      expect(Math.abs(weighingIn(await run(port.tare(MINUTE))).massUg)).toBeLessThanOrEqual(30);
    }));

  test('loses what evaporates', () =>
    withBalance(make, { evaporationUgPerHour: 6_000, noiseUg: 0 }, async ({ port, run, wait }) => {
      const before = weighingIn(await run(port.read()));
      await wait(600_000);
      const lost = before.massUg - weighingIn(await run(port.read())).massUg;
      expect(Math.abs(lost - 1_000)).toBeLessThanOrEqual(20);
    }));

  test.each(FAULTS)('$kind has its name, and is over when it is over', (fault, read, settled) =>
    withBalance(make, {}, async ({ port, run, sim }) => {
      expect((await run(port.attest())).troubles).toEqual([]);
      sim.fault(fault);
      expect(troubleIn(await run(port.read()))).toEqual(
        read === 'unnoticed' ? expect.stringContaining('weighed') : read,
      );
      expect(troubleIn(await run(port.settled(milliseconds(5_000))))).toBe(settled);
      sim.heal();
      weighingIn(await run(port.settled(MINUTE)));
    }),
  );

  test('another serial number is refused at once, and on replug without a word', () =>
    withBalance(make, {}, async ({ port, run, sim, link }) => {
      expect((await run(port.attest())).troubles).toEqual([]);
      sim.fault({ kind: 'otherSerial', serial: '77700077' });
      // After a moment of silence it is asked who it is.
      link.fault('toHost', { kind: 'silent' });
      const asked = port.read();
      await run(asked);
      link.heal();
      expect(troubleIn(await run(port.read()))).toBe('otherBalance');
      const { troubles } = await run(port.attest());
      expect(troubles.map(({ fault }) => fault)).toEqual(['otherBalance']);
    }));

  test('an answer that comes late is taken for no other question', () =>
    withBalance(make, { noiseUg: 0, evaporationUgPerHour: 0 }, async ({ port, run, sim, dose }) => {
      const before = weighingIn(await run(port.settled(MINUTE)));
      sim.fault({ kind: 'late', ms: 700 });
      expect(troubleIn(await run(port.read()))).toBe('silent');
      sim.heal();
      await dose(815);
      const after = weighingIn(await run(port.read()));
      expect(after.massUg - before.massUg).toBeGreaterThan(9_000);
    }));

  test('one that streams from before is stopped, or its weights are of now', () =>
    withBalance(make, { noiseUg: 0, evaporationUgPerHour: 0 }, async ({ port, run, sim, dose }) => {
      sim.fault({ kind: 'streaming' });
      const before = weighingIn(await run(port.settled(MINUTE)));
      await dose(815);
      const after = weighingIn(await run(port.settled(MINUTE)));
      expect(Math.abs(after.massUg - before.massUg - 9_980)).toBeLessThan(40);
    }));

  test('a cable that is pulled has a name, at once and from then on', () =>
    withBalance(make, {}, async ({ port, run, unplug }) => {
      await run(port.attest());
      unplug();
      expect(troubleIn(await run(port.read()))).toBe('lost');
      expect(troubleIn(await run(port.tare(MINUTE)))).toBe('lost');
    }));

  test('whatever the cable does to an answer, no settled mass is wrong by more than two digits', async () => {
    const wire: fc.Arbitrary<LinkFault> = fc.oneof(
      fc.record({
        kind: fc.constant('drop' as const),
        offset: fc.nat(60),
        bytes: fc.integer({ min: 1, max: 6 }),
      }),
      fc.record({ kind: fc.constant('duplicate' as const), offset: fc.nat(60) }),
      fc.record({
        kind: fc.constant('corrupt' as const),
        offset: fc.nat(60),
        mask: fc.integer({ min: 1, max: 255 }),
      }),
      fc.record({ kind: fc.constant('insert' as const), offset: fc.nat(60), byte: fc.nat(255) }),
      fc.record({ kind: fc.constant('delay' as const), ms: fc.nat(900) }),
      fc.constant({ kind: 'split' as const }),
    );
    let weighed = 0;
    await fc.assert(
      fc.asyncProperty(wire, fault =>
        withBalance(make, { noiseUg: 0, evaporationUgPerHour: 0 }, async ({ port, run, link }) => {
          const truth = weighingIn(await run(port.settled(MINUTE))).massUg;
          link.fault('toHost', fault);
          const under = await run(port.settled(milliseconds(10_000)));
          if (under.ok) {
            weighed += 1;
            expect(Math.abs(under.weighing.massUg - truth)).toBeLessThanOrEqual(20);
          }
        }),
      ),
      { numRuns: 60 },
    );
    expect(weighed).toBeGreaterThan(0);
  });
});

test('MT-SICS refuses by name: ET is told as it is', () =>
  withBalance(METTLER, {}, async ({ port, run, sim }) => {
    await run(port.attest());
    sim.fault({ kind: 'refusing' });
    const weighed = await run(port.read());
    expect(troubleIn(weighed)).toBe('refused');
    expect(weighed).toMatchObject({ trouble: { message: expect.stringContaining('ET') } });
  }));

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
