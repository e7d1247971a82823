import { afterEach, expect, test } from 'vitest';
import { farPty, loadPty } from '../../hardware/link/pty.ts';
import { listen } from '../../hardware/link/socket.ts';
import { benchOnPorts } from '../../hardware/rig/bench/bench.ts';
import type { RigProfile } from '../../hardware/rig/profile/schema.ts';
import { SIMULATED_RIG } from '../../hardware/rig/profile/simulated.ts';
import { RigTrouble } from '../../hardware/rig/run/phases.ts';
import { milliseconds } from '../../src/domain/units.ts';

const openPty = await loadPty();
const toClose: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of toClose.splice(0)) await close();
});

/** A profile whose lines lead to pseudo-terminals on which nobody is. */
const onTerminals = (tcpPort: number): RigProfile => {
  if (openPty === undefined) throw new Error('there are no pseudo-terminals here');
  const at = () => {
    const { path, link } = farPty(openPty);
    toClose.push(link.close);
    return { port: path, serial: undefined };
  };
  const { motor, encoder, force, bay, balance } = SIMULATED_RIG.devices;
  return {
    ...SIMULATED_RIG,
    devices: {
      motor: { ...motor, ...at() },
      encoder: { ...encoder, ...at() },
      force: { ...force, ...at() },
      bay: { ...bay, ...at() },
      balance: { ...balance, ...at() },
    },
    time: { tcpPort },
  };
};

test.skipIf(openPty === undefined)(
  'a bench whose time cannot be led is refused by name, and its channel and its ports are closed',
  { timeout: 60_000 },
  async () => {
    const closed = Promise.withResolvers<string>();
    // Somebody who listens, and never says a word.
    const silent = await listen(0, channel => channel.onLost(closed.resolve));
    toClose.push(silent.close);
    const profile = onTerminals(silent.port);
    const opening = benchOnPorts(profile, milliseconds(200))();
    await expect(opening).rejects.toThrow(RigTrouble);
    await expect(opening).rejects.toThrow(
      `time.tcpPort = ${silent.port}: whoever is there does not let time be led`,
    );
    // The other side is told: it waits for the next.
    expect(await closed.promise).toBe('the other side has hung up');
    // A port that was left open would be locked.
    await expect(benchOnPorts({ ...profile, time: { tcpPort: 1 } })()).rejects.toThrow(
      'nobody lets time be led there',
    );
  },
);
