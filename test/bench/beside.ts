import { type AnyStateMachine, StateMachine } from 'xstate';
import { pumpMachine } from '../../machines/pump/pump.ts';

/** The pump and small machines that run beside it, as one chart: its states are nearly the product of theirs. */
export const pumpBeside = (...others: readonly AnyStateMachine[]): AnyStateMachine => {
  const all = [pumpMachine, ...others];
  const merged = (of: (machine: AnyStateMachine) => object | undefined): object =>
    Object.assign({}, ...all.map(machine => of(machine) ?? {}));
  const implementations = {
    actions: merged(machine => machine.implementations.actions),
    guards: merged(machine => machine.implementations.guards),
    delays: merged(machine => machine.implementations.delays),
    actors: {},
  };
  const states = merged(machine => machine.config.states);
  return new StateMachine(
    { ...pumpMachine.config, states } as AnyStateMachine['config'],
    implementations as never,
  );
};
