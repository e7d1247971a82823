import type { Command } from '../domain/commands.ts';
import type { Envelope, Fact } from '../domain/facts.ts';

/** Facts whose steps must survive a loss of power before anything is done about them. */
const DURABLE: ReadonlySet<Fact['type']> = new Set([
  'settings.changed',
  'clock.set',
  'zone.changed',
  'suspend.requested',
  'resume.requested',
  'change.requested',
  'cartridge.removed',
  'cartridge.replaced',
  'alarm.acknowledged',
  'power.applied',
  'power.failing',
  'power.lost',
  'journal.read',
  'journal.setAside',
  'fault.latched',
  'bolus.confirmed',
  'bolus.confirmedAgain',
] as const satisfies readonly Fact['type'][]);

/** Whether this step must be on disk before anything is done about it. */
export const mustBeDurable = ({
  envelope,
  commands,
}: {
  envelope: Envelope;
  commands: readonly Command[];
}): boolean =>
  DURABLE.has(envelope.fact.type) ||
  commands.some(
    ({ type }) =>
      type === 'recordIntent' ||
      type === 'recordOutcome' ||
      type === 'annunciate' ||
      type === 'recordSettings',
  );
