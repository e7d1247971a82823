import type { BootWatch } from './boots.ts';
import type { Exchange } from './exchange.ts';
import { type Expectation, TIC_PROFILE, unsigned } from './profile.ts';

/** Reads every value of the profile; says all that differ. */
export const attestation = async (tic: Exchange, boots: BootWatch): Promise<readonly string[]> => {
  await boots.check(tic);
  const messages: string[] = [];
  for (const expectation of TIC_PROFILE) {
    const found = await foundIn(tic, expectation);
    if (found !== expectation.value) messages.push(inWords(expectation, found));
  }
  return messages;
};

const foundIn = async (tic: Exchange, { from, offset, size }: Expectation): Promise<number> =>
  unsigned(await tic.read(from === 'setting' ? 'getSetting' : 'getVariable', offset, size));

const inWords = ({ name, value, why }: Expectation, found: number): string =>
  `motor: ${name} is ${found}, expected ${value}, because ${why}. Provision the driver over USB with this pump's profile.`;
