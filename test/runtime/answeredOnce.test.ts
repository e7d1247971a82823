import { describe, expect, test } from 'vitest';
import { type AnyStateMachine, createMachine, getInitialSnapshot } from 'xstate';
import { type Ask, answeredOnce, KEPT_MOST } from '../../src/runtime/answers.ts';
import { askXState } from '../../src/runtime/charts.ts';

/** A lamp that burns dim or bright, until it is broken. */
const lamp = (): AnyStateMachine =>
  createMachine({
    initial: 'off',
    states: {
      off: { on: { pressed: { target: 'on', actions: 'light' } } },
      on: { on: { pressed: 'off', turned: { actions: 'dim' } } },
      broken: { type: 'final' },
    },
    on: { dropped: '.broken' },
  });

/** A machine that is asked by way of the memory, and how often it had to answer itself. */
const asking = (most?: number) => {
  let asked = 0;
  const counted: Ask<ReturnType<typeof askXState>> = (...question) => {
    asked += 1;
    return askXState(...question);
  };
  return { answer: answeredOnce(counted, most), asked: () => asked };
};

const pressed = { type: 'pressed' } as const;
const turned = (how: string) => ({ type: 'turned', how });

describe('a question to a chart', () => {
  test('is put once, and answered as the machine itself does', () => {
    const { answer, asked } = asking();
    const machine = lamp();
    const off = getInitialSnapshot(machine);
    const first = answer(machine, off, pressed);
    expect(first.next.value).toBe('on');
    expect(first.effects).toEqual([{ type: 'asked', action: 'light', params: {} }]);
    expect(answer(machine, off, { ...pressed })).toBe(first);
    expect(asked()).toBe(1);
  });

  test('is another one with another event, another detail of it, or in another state', () => {
    const { answer, asked } = asking();
    const machine = lamp();
    const off = getInitialSnapshot(machine);
    const on = answer(machine, off, pressed).next;
    const events = [pressed, turned('left'), turned('right'), { type: 'turned' }];
    for (const event of events) answer(machine, on, event);
    expect(asked()).toBe(1 + events.length);
    for (const event of events) answer(machine, on, { ...event });
    expect(asked()).toBe(1 + events.length);
    expect(answer(machine, off, turned('left')).effects).toEqual([]);
    expect(answer(machine, on, turned('left')).effects).toHaveLength(1);
  });

  test('is known again in a state that is reached again, or that was read from a record', () => {
    const { answer, asked } = asking();
    const machine = lamp();
    const off = getInitialSnapshot(machine);
    const on = answer(machine, off, pressed).next;
    expect(answer(machine, on, pressed).next).toBe(off);
    expect(asked()).toBe(2);
    const restored = machine.resolveState({ value: 'on', context: {} });
    expect(answer(machine, restored, pressed)).toBe(answer(machine, on, pressed));
    expect(answer(machine, getInitialSnapshot(machine), pressed).next).toBe(on);
    expect(asked()).toBe(2);
  });

  test('is put again when it ended the machine, and when it threw', () => {
    const { answer, asked } = asking();
    const machine = lamp();
    const off = getInitialSnapshot(machine);
    for (const times of [1, 2]) {
      const broken = answer(machine, off, { type: 'dropped' });
      expect([broken.next.status, broken.next.value]).toEqual(['done', 'broken']);
      expect(asked()).toBe(times);
    }
    let threw = 0;
    const failing = answeredOnce((): never => {
      threw += 1;
      throw new Error('no answer');
    });
    for (const times of [1, 2]) {
      expect(() => failing(machine, off, pressed)).toThrow('no answer');
      expect(threw).toBe(times);
    }
  });

  test('is forgotten with all others of its machine, and of no other, when so many are kept', () => {
    const { answer, asked } = asking(2);
    const [machine, other] = [lamp(), lamp()];
    const off = getInitialSnapshot(machine);
    const once = () => answer(machine, off, pressed);
    answer(other, getInitialSnapshot(other), pressed);
    once();
    once();
    expect(asked()).toBe(2);
    // The second of this machine: with it the memory is full.
    answer(machine, off, turned('left'));
    answer(other, getInitialSnapshot(other), pressed);
    expect(asked()).toBe(3);
    once();
    once();
    expect(asked()).toBe(4);
    expect(KEPT_MOST).toBeGreaterThan(2);
  });
});
