import { describe, expect, test } from 'vitest';
import type { AnyStateNode } from 'xstate';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { ALARMS, alarmNames } from '../../src/domain/alarms.ts';
import {
  alarmNumber,
  annunciationTypeOf,
  OWN_ANNUNCIATIONS,
  STANDARD_OF,
} from '../../src/interop/ids/annunciations.ts';
import { READER_RESULT } from '../../src/interop/ids/answers.ts';
import { EVENT } from '../../src/interop/ids/record.ts';
import { AMOUNT_KNOWN, STATUS_ROWS, statusOf } from '../../src/interop/ids/status.ts';
import * as words from '../../src/interop/ids/words.ts';
import { blankState } from '../../src/runtime/state.ts';

const bitsIn = (value: number): number => {
  let count = 0;
  for (let rest = value; rest !== 0; rest &= rest - 1) count += 1;
  return count;
};

/** The code that all op codes and types are taken from: the first words of 16 bits that differ in four bits from all before. */
const lexicode = (): ReadonlySet<number> => {
  let all = [0];
  let top = -1;
  for (let word = 1; word < 0x1_0000; word += 1) {
    const highest = 31 - Math.clz32(word);
    // It is linear: with one word of a length, its sums with all shorter ones are in it.
    if (highest === top || all.some(each => bitsIn(each ^ word) < 4)) continue;
    all = [...all, ...all.map(each => each ^ word)];
    top = highest;
  }
  return new Set(all);
};

describe('the codes', () => {
  const code = lexicode();

  test('are words of one code of 2048, in which any two differ in at least four bits', () => {
    expect(code.size).toBe(2_048);
    const told = [
      ...Object.values(words.STANDARD_ANNUNCIATIONS),
      ...Object.values(OWN_ANNUNCIATIONS),
      ...Object.values(EVENT),
    ];
    expect(told.filter(each => !code.has(each))).toEqual([]);
    expect(told.length).toBeGreaterThan(60);
  });

  test('of one table differ in at least four bits', () => {
    const tables: readonly Readonly<Record<string, number>>[] = [
      words.THERAPY,
      words.OPERATIONAL,
      words.ANNUNCIATION_STATUS,
      words.BOLUS_TYPE,
      words.BOLUS_SELECTION,
      words.ACTIVATION,
      words.END_REASON,
      words.PRIMING_END,
      words.TBR_TYPE,
      words.BASAL_CONTEXT,
      words.TEMPLATE_TYPE,
      words.TIME_REASON,
      words.COUNTER,
      words.COUNTER_SELECTION,
      { ...words.STANDARD_ANNUNCIATIONS, ...OWN_ANNUNCIATIONS },
      EVENT,
    ];
    for (const table of tables) {
      const codes = Object.values(table);
      for (const [n, one] of codes.entries())
        for (const other of codes.slice(n + 1)) expect(bitsIn(one ^ other)).toBeGreaterThanOrEqual(4);
    }
    expect(Object.values(READER_RESULT)).toContain(0x70);
  });
});

describe('alarms as annunciations', () => {
  test('each of our alarms has exactly one type, of the standard or of the maker', () => {
    const named = [...Object.keys(STANDARD_OF), ...Object.keys(OWN_ANNUNCIATIONS)].sort();
    expect(named).toEqual([...alarmNames].sort());
    for (const alarm of alarmNames) {
      const type = annunciationTypeOf(alarm);
      const isOwn = alarm in OWN_ANNUNCIATIONS;
      expect(isOwn ? type >= 0xf000 && type <= 0xfff0 : type < 0xf000).toBe(true);
      expect(ALARMS[alarm].id).toBe(`A-${String(alarmNumber(alarm)).padStart(2, '0')}`);
    }
  });

  test('no two of the maker share a type', () => {
    const own = Object.values(OWN_ANNUNCIATIONS);
    expect(new Set(own).size).toBe(own.length);
  });
});

const nodesUnder = (node: AnyStateNode): readonly AnyStateNode[] => [
  node,
  ...Object.values(node.states).flatMap(nodesUnder),
];
const leaves = (region: string): readonly AnyStateNode[] => {
  const root = pumpMachine.root.states[region];
  if (root === undefined) throw new Error(`the pump has no region ${region}`);
  return nodesUnder(root).filter(({ type }) => type === 'atomic');
};

describe('the status', () => {
  const ids = new Set(nodesUnder(pumpMachine.root).map(({ id }) => id));

  test('SR-012 names only states that are in the chart, and never says pause', () => {
    const named = [...STATUS_ROWS.flatMap(({ when }) => when), ...AMOUNT_KNOWN];
    expect(named.filter(id => !ids.has(id))).toEqual([]);
    expect(STATUS_ROWS.filter(({ therapy }) => therapy === 'pause')).toEqual([]);
  });

  test('names every state of life, permission and cartridge, or one that it lies in', () => {
    const named = STATUS_ROWS.flatMap(({ when }) => when);
    const isNamed = (id: string): boolean => named.some(each => id === each || id.startsWith(`${each}.`));
    // These two say nothing by themselves: then permission tells.
    const silent = ['pump.life.operating', 'pump.supply.ready'];
    const all = ['life', 'permission', 'supply'].flatMap(leaves).map(({ id }) => id);
    expect(all.filter(id => !isNamed(id))).toEqual(silent);
    expect(all.length).toBeGreaterThan(20);
  });

  test('says run in one row alone: where therapy is permitted', () => {
    const running = STATUS_ROWS.filter(({ therapy }) => therapy === 'run');
    expect(running.map(({ when }) => when)).toEqual([['pump.permission.delivering']]);
  });

  test('a pump without power is off, and nobody knows what it holds', () => {
    expect(statusOf(blankState())).toEqual({
      therapy: 'stop',
      operational: 'off',
      leftUu: null,
      attached: true,
    });
  });
});
