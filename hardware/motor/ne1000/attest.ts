import { shown } from '../../link/shown.ts';
import type { NeExchange } from './exchange.ts';
import { AFTER_PULSE, NE_PROFILE, type NeExpectation } from './profile.ts';
import { ready } from './program.ts';

/** Asks for every value of the profile; says all that differ. The alarm of its rest is acknowledged. */
export const attestation = async (pump: NeExchange): Promise<readonly string[]> => {
  await ready(pump);
  const messages: string[] = [];
  const compare = async (expectation: NeExpectation): Promise<void> => {
    const { data } = await pump.ask(expectation.asked);
    if (!expectation.pattern.test(data)) messages.push(inWords(expectation, data));
  };
  for (const expectation of NE_PROFILE) await compare(expectation);
  await pump.ask('PHN2');
  await compare(AFTER_PULSE);
  await pump.ask('PHN1');
  return messages;
};

const inWords = ({ name, expected, why, remedy }: NeExpectation, found: string): string =>
  `motor: ${name} is ${shown(found)}, expected "${expected}", because ${why}. ${remedy}.`;
