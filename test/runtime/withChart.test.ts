import { expect, test } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { alarmMachine } from '../../machines/alarm/alarm.ts';
import { lockMachine } from '../../machines/lock/lock.ts';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { alarmNames } from '../../src/domain/alarms.ts';
import { smallNames } from '../../src/runtime/machines.ts';
import { blankState, type PumpState } from '../../src/runtime/state.ts';
import { ofShipped, withChart } from '../../src/runtime/withChart.ts';

const blank = blankState();

/** The same chart, and not the same object. */
const twinOf = (chart: AnyStateMachine): AnyStateMachine => chart.provide({});

/** Every snapshot of a pump, by the name of whose it is. */
const snapshotsOf = ({ pump, machines, alarms }: PumpState) => [
  { of: 'pump', snapshot: pump },
  ...smallNames.map(name => ({ of: name, snapshot: machines[name] })),
  ...alarmNames.map(name => ({ of: `alarm ${name}`, snapshot: alarms[name] })),
];

/** Whose snapshots are other objects in the second state. */
const changed = (one: PumpState, other: PumpState): readonly string[] =>
  snapshotsOf(other).flatMap(({ of, snapshot }, index) =>
    snapshot === snapshotsOf(one)[index]?.snapshot ? [] : [of],
  );

const CHARTS: readonly (readonly [chart: AnyStateMachine, of: readonly string[]])[] = [
  [pumpMachine, ['pump']],
  [lockMachine, ['lock']],
  [alarmMachine, alarmNames.map(name => `alarm ${name}`)],
];

test.each(CHARTS)('a chart stands in for the one of its name, and for no other: %#', (chart, whose) => {
  const twin = twinOf(chart);
  const state = withChart(blank, twin);
  expect(changed(blank, state)).toEqual(whose);
  for (const [index, { of, snapshot }] of snapshotsOf(state).entries()) {
    const before = snapshotsOf(blank)[index]?.snapshot;
    if (!whose.includes(of)) continue;
    expect(snapshot.machine).toBe(twin);
    expect([snapshot.value, snapshot.context]).toEqual([before?.value, before?.context]);
  }
  // What stands in already, and the pump that ships, are left as they are.
  expect(changed(state, withChart(state, twin))).toEqual([]);
  expect(changed(blank, withChart(blank, chart))).toEqual([]);
  expect(snapshotsOf(ofShipped(state)).map(({ snapshot }) => snapshot.machine)).toEqual(
    snapshotsOf(blank).map(({ snapshot }) => snapshot.machine),
  );
});
