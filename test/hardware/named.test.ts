import { mkdirSync, mkdtempSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { balance } from '../../hardware/balance/adapter.ts';
import { BALANCES } from '../../hardware/balance/makes.ts';
import { type RealClock, realClock } from '../../hardware/clock/real.ts';
import { openNamed } from '../../hardware/link/named.ts';
import { farPty, keptPty, loadPty } from '../../hardware/link/pty.ts';
import { closedWhole, PortError } from '../../hardware/link/serial.ts';
import { mechanism } from '../../hardware/mechanics/model.ts';
import { newMechanics } from '../../hardware/mechanics/state.ts';
import { ticMotor } from '../../hardware/motor/tic/adapter.ts';
import { TIC_BAUD } from '../../hardware/motor/tic/profile.ts';
import { ticSimulator } from '../../hardware/motor/tic/simulator.ts';
import type { Fact } from '../../src/domain/facts.ts';
import type { ByteLink } from '../../src/ports.ts';

const openPty = await loadPty();
const withPty = test.skipIf(!openPty);

let folder = '';
let clock: RealClock;
let toClose: (() => Promise<void>)[] = [];
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'islet-ports-')), 'serial');
  mkdirSync(join(folder, 'by-id'), { recursive: true });
  clock = realClock();
  toClose = [];
});
afterEach(async () => {
  for (const close of toClose) await close();
  clock.close();
  rmSync(join(folder, '..'), { recursive: true });
});

/** The end of a cable into which a simulated device is plugged. */
const cable = () => {
  if (!openPty) throw new Error('there are no pseudo-terminals here');
  const far = farPty(openPty);
  toClose.push(far.link.close);
  return far;
};
/** As udev does it when a device is plugged in. */
const named = (name: string, device: string): string => {
  const path = join(folder, 'by-id', name);
  rmSync(path, { force: true });
  symlinkSync(device, path);
  return path;
};
const model = () => mechanism({ clock, start: newMechanics(200_000_000, clock.now()) });
const opened = async (port: Parameters<typeof openNamed>[0]) => {
  const link = await openNamed(port);
  toClose.push(link.close);
  return link;
};
const soon = (ms: number) => new Promise(done => setTimeout(done, ms));

withPty('a port that is open by one name is refused by every other name of the same device', async () => {
  const { path } = cable();
  const one = named('usb-Islet_One-if00', path);
  const other = named('usb-Islet_Other-if00', path);
  await opened({ path: one, baudRate: 9_600 });
  for (const taken of [one, other, path])
    await expect(openNamed({ path: taken, baudRate: 9_600 })).rejects.toThrow(
      `${taken}: Error Resource temporarily unavailable Cannot lock port. Another program holds this port: close it.`,
    );
});

withPty(
  'a port whose device goes on speaking is free as soon as it is closed',
  async () => {
    if (openPty === undefined) return;
    // The kernel frees it when the last read under way is over, which is after the descriptor is closed.
    const talkers = Array.from({ length: 8 }, () => keptPty(openPty));
    for (const { link } of talkers) toClose.push(link.close);
    let isOver = false;
    const talk = async (): Promise<void> => {
      while (!isOver) {
        for (const { link } of talkers) link.write(new Uint8Array(200));
        await soon(1);
      }
    };
    const talking = talk();
    let opens = 0;
    try {
      for (let round = 0; round < 300; round += 1) {
        const links: ByteLink[] = [];
        for (const { path } of talkers) links.push(await opened({ path, baudRate: 115_200 }));
        for (const link of links) link.onBytes(() => {});
        opens += links.length;
        await soon(round % 4);
        for (const link of links) await link.close();
      }
    } finally {
      isOver = true;
      await talking;
    }
    expect(opens).toBe(2_400);
  },
  60_000,
);

test('a device is closed when its last read is over, however that ends', async () => {
  for (const end of ['resolve', 'reject'] as const) {
    const reading = Promise.withResolvers<{ buffer: Buffer; bytesRead: number }>();
    const told: string[] = [];
    const device = {
      read: () => reading.promise,
      close: async () => void told.push('descriptor closed'),
    };
    closedWhole(device);
    const read = device.read().catch(() => {});
    const closing = device.close().then(() => void told.push('closed'));
    await soon(5);
    expect(told).toEqual(['descriptor closed']);
    if (end === 'resolve') reading.resolve({ buffer: Buffer.of(1), bytesRead: 1 });
    else reading.reject(new Error('Canceled'));
    await closing;
    await read;
    expect(told).toEqual(['descriptor closed', 'closed']);
  }
});

test('a name that leads nowhere is refused with those that are there, one left over from an unplugged device as well', async () => {
  named('usb-Islet_Balance-if00', '/dev/null');
  const gone = named('usb-Islet_Gone-if00', '/dev/islet-no-such-device');
  for (const path of [gone, join(folder, 'by-id', 'usb-Islet_Typo-if00')]) {
    const opening = openNamed({ path, baudRate: 9_600 });
    await expect(opening).rejects.toThrow(PortError);
    await expect(opening).rejects.toThrow(`${path}: no device of this name is plugged in`);
    await expect(opening).rejects.toThrow('There are: usb-Islet_Balance-if00');
  }
  unlinkSync(join(folder, 'by-id', 'usb-Islet_Balance-if00'));
  unlinkSync(gone);
  await expect(openNamed({ path: gone, baudRate: 9_600 })).rejects.toThrow('by-id is empty');
});

/** What the kernel tells of a terminal on USB: its interface, and above it the device with its number. */
const tellUsb = (device: string, serial: string): string => {
  const sysfs = join(folder, 'class');
  const usb = join(folder, 'devices', `usb-${serial}`);
  mkdirSync(join(usb, '1-2:1.0', 'tty'), { recursive: true });
  writeFileSync(join(usb, 'idVendor'), '0403\n');
  writeFileSync(join(usb, 'serial'), `${serial}\n`);
  mkdirSync(join(sysfs, basename(device)), { recursive: true });
  symlinkSync(join(usb, '1-2:1.0', 'tty'), join(sysfs, basename(device), 'device'));
  return sysfs;
};

withPty(
  'another USB device behind the right name is refused before a byte is sent, and the right one is not',
  async () => {
    const [right, wrong] = [cable(), cable()];
    const heard: number[] = [];
    wrong.link.onBytes(bytes => heard.push(...bytes));
    const sysfs = tellUsb(right.path, 'A50285BI');
    tellUsb(wrong.path, 'A90000ZZ');
    const port = { path: '', baudRate: 9_600, serial: 'A50285BI', sysfs };
    const name = named('pci-0000:00:14.0-usb-0:2:1.0-port0', wrong.path);
    await expect(openNamed({ ...port, path: name })).rejects.toThrow(
      `${name}: the serial number behind this name is "A90000ZZ", expected "A50285BI". Connect the device of the profile`,
    );
    // What was sent before would come before this.
    const marked = new Promise<void>(done => wrong.link.onBytes(() => done()));
    (await opened({ path: wrong.path, baudRate: 9_600 })).write(Uint8Array.of(0x55));
    await marked;
    expect(heard).toEqual([0x55]);
    named(basename(name), right.path);
    await opened({ ...port, path: name });
    // One that is not on USB tells no number.
    await opened({ ...port, path: cable().path });
  },
);

/** A balance of this number behind the name of the balance. */
const plugInBalance = (serial: string): { readonly path: string; readonly unplug: () => Promise<void> } => {
  const { link, path } = cable();
  const scale = BALANCES.mettler.simulate({ link, clock, mechanism: model(), seed: 1 });
  scale.fault({ kind: 'otherSerial', serial });
  return { path: named('usb-Islet_Balance-if00', path), unplug: link.close };
};
const attested = async (path: string) => {
  const { dialect } = BALANCES.mettler;
  const link = await opened({ path, baudRate: dialect.baudRate });
  const scale = balance({ link, clock, dialect, profile: { serial: 'B123456789' } });
  return { link, who: await scale.attest() };
};

withPty(
  'after a replug the same balance is taken again by its name, and another one behind that name is refused',
  async () => {
    const first = plugInBalance('B123456789');
    const { link, who } = await attested(first.path);
    expect(who).toMatchObject({ serial: 'B123456789', troubles: [] });
    const lost: string[] = [];
    link.onLost(reason => lost.push(reason));
    await first.unplug();
    // A port that is gone is noticed at a write, however long that takes here.
    while (lost.length === 0) {
      link.write(Uint8Array.of(0x40));
      await soon(5);
    }
    expect(lost).toEqual([expect.stringContaining(first.path)]);

    // The kernel has given it another number; its name is the same.
    const again = plugInBalance('B123456789');
    expect((await attested(again.path)).who).toMatchObject({ serial: 'B123456789', troubles: [] });
    await again.unplug();

    const other = plugInBalance('B999');
    expect((await attested(other.path)).who.troubles).toEqual([
      expect.objectContaining({ message: expect.stringMatching(/"B999", expected "B123456789"/) }),
    ]);
  },
);

withPty(
  'a motor that is unplugged in a pulse fails it by name; by the same name a driver set up otherwise is refused',
  async () => {
    const plugIn = (onOrder: (unplug: () => Promise<void>) => void = () => {}) => {
      const { link, path } = cable();
      const isOrdered = () =>
        tic.obeyed().some(each => each.kind === 'wide' && each.name === 'setTargetPosition');
      const listened: ByteLink = {
        ...link,
        onBytes: take =>
          link.onBytes(bytes => {
            take(bytes);
            if (isOrdered()) onOrder(link.close);
          }),
      };
      const tic = ticSimulator({ link: listened, clock, mechanism: model() });
      return { tic, path: named('usb-Islet_Motor-if00', path) };
    };
    const connect = async (path: string) => {
      let heard: (fact: Fact) => void = () => {};
      const fact = new Promise<Fact>(done => {
        heard = done;
      });
      const motor = ticMotor({
        link: await opened({ path, baudRate: TIC_BAUD }),
        clock,
        sink: told => heard(told),
      });
      return { motor, fact };
    };
    const first = plugIn(unplug => void unplug());
    const { motor, fact } = await connect(first.path);
    expect(await motor.attest()).toEqual({ ok: true });
    motor.move({ pulse: 1, channel: 'basal', bolus: null });
    expect(await fact).toMatchObject({
      type: 'motor.failed',
      pulse: 1,
      reason: expect.stringContaining(`the link is lost (${first.path}`),
    });

    const same = plugIn();
    const { motor: again } = await connect(same.path);
    expect(await again.attest()).toEqual({ ok: true });
    await again.close();
    const other = plugIn();
    other.tic.fault({ kind: 'setting', offset: 9, value: 5_000 });
    const { motor: stranger } = await connect(other.path);
    expect(await stranger.attest()).toEqual({
      ok: false,
      messages: [expect.stringContaining('command timeout is 5000, expected 1000')],
    });
  },
);
