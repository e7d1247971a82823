import { mode } from '../../../machines/pump/mode.ts';
import { pumpMachine } from '../../../machines/pump/pump.ts';
import type { Command } from '../../../src/domain/commands.ts';
import type { Observed } from '../../../src/runtime/run.ts';
import type { PumpState } from '../../../src/runtime/state.ts';
import { step } from '../../../src/runtime/step.ts';

/**
 * The pump that ships, beside one with another chart: it takes the same facts at the same times. Says what leaves
 * the one and not the other, at the devices, the journal or a person, and where the words for what the pump is
 * doing differ; null while it is the same. Each life begins where the pump that is driven begins it.
 */
export const beside = (): ((step: Observed) => string | null) => {
  let shipped: PumpState | null = null;
  let last: PumpState | null = null;
  return ({ before, envelope, commands, state }) => {
    const from: PumpState = shipped !== null && before === last ? shipped : ofShipped(before);
    const stepped = step(from, envelope);
    shipped = stepped.state;
    last = state;
    if (JSON.stringify(commands) !== JSON.stringify(stepped.commands))
      return `it asks for [${wordsOf(commands, stepped.commands)}], the pump that ships for [${wordsOf(stepped.commands, commands)}]`;
    const [own, wanted] = [state, stepped.state].map(({ pump }) =>
      mode({ isIn: id => has(pump, id) }).join(', '),
    );
    return own === wanted ? null : `it says that it is ${own}, the pump that ships ${wanted}`;
  };
};

const ofShipped = (state: PumpState): PumpState => ({
  ...state,
  pump: pumpMachine.resolveState({ value: state.pump.value, context: state.pump.context }),
});

const has = ({ _nodes }: PumpState['pump'], id: string): boolean => _nodes.some(node => node.id === id);

/** Commands that are not among the others; where only their order differs, all. */
const wordsOf = (commands: readonly Command[], others: readonly Command[]): string => {
  const texts = others.map(other => JSON.stringify(other));
  const own = commands.map(command => JSON.stringify(command));
  const only = own.filter(text => !texts.includes(text));
  return (only.length > 0 || own.length !== texts.length ? only : own).join(', ').slice(0, 200);
};
