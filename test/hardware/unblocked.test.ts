import { expect, test } from 'vitest';
import { keptPty, loadPty } from '../../hardware/link/pty.ts';
import { openSerial } from '../../hardware/link/serial.ts';

const openPty = await loadPty();

test.skipIf(!openPty)(
  'a device that says more than there is room for waits, not its process: who reads in that process has it all in the end',
  async () => {
    if (openPty === undefined) return;
    const { link, path } = keptPty(openPty);
    const host = await openSerial({ path, baudRate: 115_200 });
    const said = Uint8Array.from({ length: 400_000 }, (_, index) => index % 251);
    const heard: Uint8Array[] = [];
    const all = new Promise<void>(done =>
      host.onBytes(bytes => {
        heard.push(bytes);
        if (heard.reduce((sum, { length }) => sum + length, 0) >= said.length) done();
      }),
    );
    // As a device speaks, message by message; a pseudo-terminal has room for some 70 000 bytes.
    for (let from = 0; from < said.length; from += 200) link.write(said.subarray(from, from + 200));
    await all;
    expect(Buffer.concat(heard).equals(said)).toBe(true);
    await host.close();
    await link.close();
  },
);

test.skipIf(!openPty)(
  'a device that nobody reads loses its line once four million bytes wait, and goes on',
  async () => {
    if (openPty === undefined) return;
    const { link, path } = keptPty(openPty);
    // Whoever opens it makes it a line of bytes; nobody reads on while nothing else has its turn.
    const host = await openSerial({ path, baudRate: 115_200 });
    const lost: string[] = [];
    link.onLost(reason => lost.push(reason));
    for (let round = 0; round < 50; round += 1) link.write(new Uint8Array(100_000));
    expect(lost).toEqual(['nobody has read the last 4000000 bytes']);
    await link.close();
    await host.close();
  },
);
