import { expect, test } from 'vitest';
import { askWithin } from '../../hardware/cgm/network/service.ts';
import { NETWORK_FAULTS } from '../../hardware/cgm/network/simulated/faults.ts';
import { SERVICE_MAKES } from '../../hardware/cgm/network/simulated/makes.ts';
import { realClock } from '../../hardware/clock/real.ts';
import { nodeExchange } from '../../hardware/link/http/node.ts';
import { cgmAddress, cgmKeys, serviceFor } from '../../src/cli/start/cgm.ts';
import { inFolder, isletHere, spawnIslet } from '../cli/islet.ts';

test.each(Object.entries(SERVICE_MAKES))(
  'islet sim %s says how it is read, and is read so',
  { timeout: 60_000 },
  (name, { typed, besides }) =>
    inFolder(async folder => {
      const served = spawnIslet(['sim', name], folder);
      while (!/Ctrl-C/.test(served.err()) && served.child.exitCode === null)
        await new Promise(resolve => setTimeout(resolve, 20));
      const port = Number(new URL(served.out().trim()).port);
      expect(served.err()).toContain(`npx islet start ${typed(port)}`);
      const clock = realClock();
      const keys = cgmKeys(null, { ISLET_CGM_SECRET: 'simulated', ...besides });
      const address = cgmAddress(typed(port).replace('--cgm ', ''));
      const { readings } = await serviceFor(address, keys).service(askWithin(nodeExchange, clock)).latest();
      expect(readings.length).toBeGreaterThan(0);
      clock.close();
      served.child.kill('SIGINT');
      expect((await served.ended).code).toBe(130);
    }),
);

test('services are listed with their faults, and have no other', () =>
  inFolder(async folder => {
    const listed = await isletHere(['sim'], folder);
    for (const name of [...Object.keys(SERVICE_MAKES), ...NETWORK_FAULTS]) expect(listed.out).toContain(name);
    const refused = await isletHere(['sim', 'share', '--fault', 'none'], folder);
    expect([refused.code, refused.err]).toEqual([2, expect.stringMatching(/none is no fault of a service/)]);
  }));
