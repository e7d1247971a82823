import { expect } from 'vitest';
import type { RemoteSession } from '../../hardware/remote/client.ts';
import type { Frame } from '../../hardware/remote/frame.ts';
import type { Request } from '../../hardware/remote/messages.ts';
import { corePump } from '../support/corePump.ts';
import { type RemoteStand, type StandPump, settled, type Wire } from './stand.ts';

export const started = async () => {
  const pump = await corePump();
  await pump.give({ type: 'resume.requested' });
  return pump;
};

export const LUNCH = { bolus: 'lunch', amountUu: 500_000 } as const;
export const permit = (session: RemoteSession, bolus: string = LUNCH.bolus) =>
  session.command(challenge => ({ type: 'permit', challenge, bolus }));
export const ask = (session: RemoteSession, bolus: string = LUNCH.bolus) =>
  session.command(challenge => ({ type: 'bolus', challenge, bolus, amountUu: LUNCH.amountUu }));
export const confirm = (session: RemoteSession, amountUu: number = LUNCH.amountUu) =>
  session.command(challenge => ({ type: 'confirm', challenge, bolus: LUNCH.bolus, amountUu }));

/** Lets a command go no further than the wire: the frame that carried it, never delivered. */
export const caught = async (
  session: RemoteSession,
  wire: Wire,
  make: (challenge: string) => Request,
): Promise<Frame> => {
  const asked = await session.ask({ type: 'ask' });
  if (asked.type !== 'challenge') throw new Error('the pump gave no challenge');
  let held: Frame | null = null;
  wire.meddle = frame => {
    held = frame;
    return [];
  };
  // Its answer never comes.
  session.ask(make(asked.challenge)).catch(() => {});
  while (held === null) await new Promise(done => setImmediate(done));
  wire.meddle = frame => [frame];
  return held;
};

/** Attacks, and looks at what is on record and at what is counted: nothing may have changed. */
export const harmless = async (
  pump: StandPump,
  stand: RemoteStand,
  attack: () => Promise<void>,
): Promise<readonly string[]> => {
  const before = stand.counted();
  const recorded = stand.rejected().length;
  await attack();
  await settled(pump);
  // Rejections that follow one another within a second are told together.
  await pump.wait(1_100);
  expect(stand.counted()).toBe(before);
  return stand.rejected().slice(recorded);
};
