import { expect, test } from 'vitest';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { SMALL_MACHINES } from '../../src/runtime/machines.ts';
import { charted } from '../../src/verify/mutants/fields.ts';
import { effectiveIn, RAISED_TOGETHER } from '../../src/verify/mutants/observed/ceased.ts';
import { anywhere } from '../../src/verify/mutants/observed/silences.ts';

test('an alarm of any sort that ceases while its cause is not there is what it was, and asks for nothing', () => {
  let states = 0;
  for (const { ground } of charted('alarm').examiners) {
    const { chart } = ground;
    const ceased = chart.tables.eventNumber({ type: 'alarm.ceased' });
    for (let position = 0; position < ground.size; position += 1) {
      const state = ground.stateAt(position);
      if (chart.snapshot(state).matches({ condition: 'present' })) continue;
      const outcome = chart.take(state, ceased);
      expect(chart.landed(), JSON.stringify(chart.snapshot(state).value)).toBe(state);
      expect(chart.tables.outcomeAt(outcome).asked).toEqual([]);
      states += 1;
    }
  }
  expect(states).toBeGreaterThan(20);
});

test('a chart that raises an alarm beside another does so by the event that is named, and by no other', () => {
  for (const { alarm, by, on } of RAISED_TOGETHER) {
    const chart = [pumpMachine, ...Object.values(SMALL_MACHINES)].find(({ id }) => id === by);
    const { ground } = charted(by).examiners[0] ?? {};
    if (chart === undefined || ground === undefined) throw new Error(`there is no chart ${by}`);
    let raised = 0;
    for (let position = 0; position < ground.size; position += 1)
      for (const event of ground.alphabet) {
        const outcome = ground.chart.take(ground.stateAt(position), ground.chart.tables.eventNumber(event));
        const { asked } = ground.chart.tables.outcomeAt(outcome);
        if (!JSON.stringify(asked).includes(`"raiseAlarm","params":{"alarm":"${alarm}"`)) continue;
        expect(event.type).toBe(on);
        raised += 1;
      }
    expect(raised).toBeGreaterThan(0);
  }
});

test('by the event by which another chart raises it, an alarm is there in every state that the chart itself comes to', () => {
  for (const { alarm, beside, on } of RAISED_TOGETHER) {
    const { ground } = charted(beside).examiners[0] ?? {};
    if (ground === undefined) throw new Error(`there is no chart ${beside}`);
    const effective = effectiveIn(anywhere(ground));
    const cease = [{ type: 'ceaseAlarm', params: { alarm } }];
    for (let position = 0; position < ground.size; position += 1) {
      ground.chart.take(ground.stateAt(position), ground.chart.tables.eventNumber({ type: on }));
      expect(effective(ground.chart.landed(), cease)).not.toBe('[]');
    }
    const without = Array.from({ length: ground.size }, (_, position) => ground.stateAt(position)).filter(
      state => effective(state, cease) === '[]',
    );
    expect(without.length).toBeGreaterThan(0);
  }
});
