import type { Requirement } from './requirement.ts';

/** SR-037 to SR-047: suspending, resuming, and the modes of the pump's life. */
export const suspension = [
  {
    id: 'SR-037',
    text: 'A request to suspend shall be accepted in every state in which the pump operates and shall be effective within 400 ms.',
    hazards: ['H-OVER'],
    verified: ['explored', 'test'],
  },
  {
    id: 'SR-038',
    text: 'Delivery shall resume only when a person asks for it; the exceptions are the end of a predictive suspension and the clean, short, verified restart.',
    hazards: ['H-OVER'],
    verified: ['explored', 'scenario'],
  },
  {
    id: 'SR-039',
    text: 'A request to resume shall be refused while any condition that stops delivery is present.',
    hazards: ['H-OVER'],
    verified: ['explored'],
  },
  {
    id: 'SR-040',
    text: 'Acknowledging an alarm shall never change delivery.',
    hazards: ['H-USE'],
    verified: ['explored', 'property'],
  },
  {
    id: 'SR-041',
    text: 'A suspension by the user that lasts 15 min shall raise a reminder, repeated every 15 min, of MEDIUM priority from 60 min and of HIGH priority from 120 min.',
    hazards: ['H-NOFLOW'],
    verified: ['scenario', 'test'],
  },
  {
    id: 'SR-042',
    text: 'A suspension for a chosen time shall remind when its time is over and shall never resume by itself.',
    hazards: ['H-OVER'],
    verified: ['test'],
  },
  {
    id: 'SR-043',
    text: 'A temporary basal shall continue after a suspension only until the end time it had from the start.',
    hazards: ['H-WRONG'],
    verified: ['property', 'scenario'],
  },
  {
    id: 'SR-044',
    text: 'Auto-off, disabled by default, shall warn for 15 min before it stops delivery; any interaction shall start its time again.',
    hazards: ['H-NOFLOW', 'H-OVER'],
    verified: ['explored', 'test'],
  },
  {
    id: 'SR-045',
    text: 'Fail-safe shall be left only by switching the pump off.',
    hazards: ['H-SW'],
    verified: ['explored'],
  },
  {
    id: 'SR-046',
    text: 'Every state shall have a decided response to every event; no event shall be ignored by accident.',
    hazards: ['H-SW'],
    rationale: 'The matrix of events and states is generated, and each blank cell in it is a decision.',
    verified: ['explored', 'inspection'],
  },
  {
    id: 'SR-047',
    text: 'The pump shall always be in exactly one of off, self-test, recovering, operating and fail-safe; no reachable state shall be a deadlock, and from every operating state suspension and fail-safe shall each be at most two events away.',
    hazards: ['H-SW'],
    verified: ['explored'],
  },
] as const satisfies readonly Requirement[];
