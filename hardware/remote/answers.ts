import type { Command } from '../../src/domain/commands.ts';
import type { Fact } from '../../src/domain/facts.ts';
import { TIMING } from '../../src/domain/limits.ts';
import type { Answer } from './messages.ts';

/** The id of a bolus from afar: the remote that asks for it, then the remote's own name for it. */
export const bolusIdOf = (principal: string, bolus: string): string => `${principal}-${bolus}`;
export const bolusNameIn = (id: string): string => id.slice(id.indexOf('-') + 1);

/** What a step that took a fact of a remote means for that remote. It says what is, not what was wished. */
export const answering = (fact: Fact, commands: readonly Command[]): Answer => {
  for (const command of commands) {
    if (command.type === 'refuse') return { type: 'refused', reasons: [...command.reasons] };
    if (command.type === 'permitRemote') return { type: 'permitted', forMs: TIMING.remotePermission };
    if (command.type === 'askConfirmation')
      return { type: 'asks', bolus: bolusNameIn(command.bolus), amountUu: command.amountUu };
  }
  const mustBeAnswered = fact.type === 'remote.permissionRequested' || fact.type === 'bolus.requested';
  return mustBeAnswered
    ? { type: 'refused', reasons: ['The pump is not able to take this now.'] }
    : { type: 'accepted' };
};
