import { type IStateMachine, render } from 'state-machine-cat';
import { type Picture, sorted } from './picture.ts';

/** What state-machine-cat reads in its own language, or in SCXML. Throws what it refuses. */
export const readBySmcat = async (text: string, inputType: 'smcat' | 'scxml'): Promise<Picture> => {
  const read: unknown = await render(text, { inputType, outputType: 'json' });
  const machine = (typeof read === 'string' ? JSON.parse(read) : read) as IStateMachine;
  const states: string[] = [];
  const initial: string[] = [];
  const arrows: string[] = [];
  const walk = ({ states: here, transitions = [] }: IStateMachine, around: string): void => {
    const isInitial = (name: string): boolean =>
      here.some(state => state.name === name && state.type === 'initial');
    for (const { name, type, statemachine } of here) {
      if (type === 'initial') continue;
      states.push(`${around}> ${name}`);
      if (statemachine !== undefined) walk(statemachine, `${name} `);
    }
    for (const { from, to, event = '', cond = '', action = '' } of transitions)
      if (isInitial(from)) initial.push(`${around.trim()}: ${to}`);
      else arrows.push(`${from} -> ${to}: ${[event, cond, action].join(' | ')}`);
  };
  walk(machine, '');
  return sorted({ states, initial, arrows });
};
