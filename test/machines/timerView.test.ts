import { expect, test } from 'vitest';
import { type AnyMachineSnapshot, type AnyStateMachine, transition } from 'xstate';
import { alarmMachine } from '../../machines/alarm/alarm.ts';
import { pumpMachine } from '../../machines/pump/pump.ts';
import { SMALL_MACHINES } from '../../src/runtime/machines.ts';
import { alphabetOf } from '../../src/verify/alphabet.ts';
import { type Event, keyOf } from '../../src/verify/automaton.ts';
import { chartOf } from '../../src/verify/chart.ts';
import { explore } from '../../src/verify/explore.ts';
import { openSystem } from '../../src/verify/system.ts';
import { alarmSorts } from '../../src/verify/systems.ts';
import { timerView } from '../../src/verify/timerView.ts';
import { breadth } from '../support/breadth.ts';

/** XState's own name of the event that ends each delay that runs, by the fact that stands for it in the view. */
const runningIn = (machine: AnyStateMachine, snapshot: AnyMachineSnapshot): ReadonlyMap<string, string> =>
  new Map(
    snapshot._nodes
      .flatMap(({ id }) => machine.getStateNodeById(id).after)
      .map(({ delay, eventType }) => [`timer.${String(delay)}Elapsed`, eventType]),
  );

const plain = (actions: readonly { readonly type: string; readonly params?: unknown }[]) =>
  actions
    // Starting and cancelling timers is the one thing that the view leaves out.
    .filter(({ type }) => !type.startsWith('xstate.'))
    .map(({ type, params }) => [type, JSON.stringify(params ?? {})]);

const charts: readonly (readonly [string, AnyStateMachine, unknown])[] = [
  ['pump', pumpMachine, undefined],
  ...Object.entries(SMALL_MACHINES).map(([name, machine]) => [name, machine, undefined] as const),
  ...alarmSorts.map(sort => [`alarm ${JSON.stringify(sort)}`, alarmMachine, sort] as const),
];

/** Of a larger chart so many states are compared, spread evenly over all that can be reached. */
const COMPARED = breadth(150, 400);

for (const [name, machine, input] of charts) {
  test(`the timer view of the ${name} and the running chart take equal steps`, {
    timeout: 240_000,
  }, () => {
    const view = timerView(machine);
    const viewed = chartOf(view, input);
    const events = alphabetOf(view);
    const { states } = explore(openSystem(viewed, events));
    const stride = Math.ceil(states.length / COMPARED);
    let compared = 0;
    let fired = 0;
    for (let state = 0; state < states.length; state += stride) {
      const { value, context } = viewed.snapshot(state);
      const running = machine.resolveState({ value, context });
      const timers = runningIn(machine, running);
      for (const event of events) {
        const edge = viewed.answer(state, event);
        const type = event.type.startsWith('timer.') ? timers.get(event.type) : event.type;
        if (type === undefined) {
          expect(edge, `${event.type} fires without a running delay`).toBeNull();
          continue;
        }
        if (edge === null) continue;
        const real: Event = { ...event, type };
        const [next, actions] = transition(machine, running, real);
        if (keyOf(next) !== viewed.key(edge.target))
          throw new Error(`${event.type} leads elsewhere from ${viewed.key(state)}`);
        const asked = edge.asked.map(({ type: action, params }) => [action, JSON.stringify(params)]);
        if (JSON.stringify(plain(actions)) !== JSON.stringify(asked)) {
          throw new Error(`${event.type} asks for something else in ${viewed.key(state)}`);
        }
        compared += 1;
        if (type !== event.type) fired += 1;
      }
    }
    expect(compared).toBeGreaterThan(1);
    expect(fired > 0).toBe(Object.keys(machine.implementations.delays ?? {}).length > 0);
  });
}
