import { expect, test } from 'vitest';
import { EXIT } from '../../src/cli/exits.ts';
import { inFolder, isletHere as islet } from './islet.ts';

test('the doctor finds nothing that keeps Islet from running here', async () => {
  await inFolder(async folder => {
    const { code, out } = await islet(['doctor', '--json'], folder);
    const { findings } = JSON.parse(out);
    expect(findings.map((finding: { what: string }) => finding.what)).toEqual([
      'Node',
      'pseudo-terminals',
      'serial ports',
      'Bluetooth driver',
      'chromium',
      'socat',
      'spin',
      'rumur',
      'gcc',
      'yosys',
      'berkeley-abc',
      'redis-server',
      'disk sync',
    ]);
    expect(code).toBe(EXIT.ok);
  });
});
