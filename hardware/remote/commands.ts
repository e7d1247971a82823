import type { Fact } from '../../src/domain/facts.ts';
import type { MonoMs } from '../../src/domain/units.ts';
import { bolusIdOf } from './answers.ts';
import { type Challenge, isAllowed, isFresh } from './authorise.ts';
import type { RemoteCommand } from './messages.ts';
import type { PumpView } from './pumpView.ts';
import type { Reason } from './rejections.ts';

type Created = { readonly bolus: string; readonly at: MonoMs } | null;

/** Who commands, and what the pump knows of it. */
export type Circumstance = {
  readonly principal: string;
  readonly challenge: Challenge | null;
  readonly created: Created;
  readonly now: MonoMs;
  readonly pump: PumpView;
};

/** The fact that a command is, or why it is none; and what is to be remembered of it. */
export type Carried = { readonly created: Created } & (
  | { readonly ok: true; readonly fact: Fact }
  | { readonly ok: false; readonly reason: Reason; readonly says: string }
);

/** Turns a genuine command into a fact, if its sender may give it and it is fresh. Decides nothing else. */
export const carryOut = (command: RemoteCommand, circumstance: Circumstance): Carried => {
  const { principal, challenge, created, now, pump } = circumstance;
  const role = pump.roleOf(principal);
  if (role === null || !isAllowed(role, command))
    return { created, ok: false, reason: 'forbidden', says: `This remote may not ${command.type}.` };
  if (!isFresh(command, challenge, now) || challenge === null)
    return { created, ok: false, reason: 'expired', says: 'The command is too old, or was given before.' };
  const fact = (is: Fact): Carried => ({ created, ok: true, fact: is });
  switch (command.type) {
    case 'suspend':
      return fact({ type: 'suspend.requested', origin: 'remote' });
    case 'unpair':
      return fact({ type: 'remote.unpaired', principal });
    case 'permit': {
      const bolus = bolusIdOf(principal, command.bolus);
      return {
        ...fact({ type: 'remote.permissionRequested', principal, bolus }),
        created: { bolus, at: challenge.at },
      };
    }
    case 'bolus': {
      const bolus = bolusIdOf(principal, command.bolus);
      // It was decided on when its permission was asked for, if not before: the earlier, the stricter (SR-032).
      const createdMonoMs = created?.bolus === bolus ? created.at : challenge.at;
      const { amountUu } = command;
      return {
        ...fact({ type: 'bolus.requested', bolus, amountUu, origin: 'remote', createdMonoMs }),
        created: null,
      };
    }
    case 'confirm': {
      const bolus = bolusIdOf(principal, command.bolus);
      const waiting = pump.waiting();
      if (waiting?.bolus !== bolus || waiting.amountUu !== command.amountUu)
        return {
          created,
          ok: false,
          reason: 'mismatched',
          says: 'No bolus of this amount waits for this remote.',
        };
      return fact({ type: 'bolus.confirmed', bolus });
    }
  }
};
