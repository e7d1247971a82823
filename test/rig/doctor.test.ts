import { afterEach, expect, test } from 'vitest';
import { serveHttp } from '../../hardware/link/http/served.ts';
import { attestRig } from '../../hardware/rig/doctor.ts';
import { realBench } from './realBench.ts';

let bench: Awaited<ReturnType<typeof realBench>> | null = null;
afterEach(async () => {
  await bench?.close();
  bench = null;
});

test('every port is opened and every device says who it is, in real time over pseudo-terminals; nothing moves', async () => {
  bench = await realBench();
  const findings = await attestRig(bench.profile, bench.clock);
  expect(findings.filter(({ trouble }) => trouble !== null)).toEqual([]);
  expect(findings.map(({ part }) => part.split(' ')[0])).toEqual([
    ...Array.from({ length: 5 }, () => 'port'),
    'devices',
    'balance',
    'glucose',
  ]);
  expect(bench.model.counts()).toBe(0);
});

test('another balance behind the right name, and a motor driver that is set up otherwise, are named with a remedy', async () => {
  bench = await realBench();
  bench.motor.fault({ kind: 'setting', offset: 9, value: 5_000 });
  bench.scale.fault({ kind: 'otherSerial', serial: 'B999' });
  const wrong = (await attestRig(bench.profile, bench.clock)).flatMap(({ trouble }) => trouble ?? []);
  expect(wrong).toEqual([
    expect.stringMatching(/command timeout is 5000, expected 1000.*Provision/),
    expect.stringMatching(/"B999", expected "B123456789".*Connect/),
  ]);
});

test('a button that is down though nobody presses it, and a TCP port that is taken, are named with a remedy', async () => {
  bench = await realBench();
  const taken = await serveHttp(() => ({ does: 'hangs' }));
  const profile = { ...bench.profile, cgm: { kind: 'nightscout', tcpPort: taken.port } } as const;
  bench.bay.contact(2, true);
  const wrong = (await attestRig(profile, bench.clock)).flatMap(({ trouble }) => trouble ?? []);
  await taken.close();
  expect(wrong).toEqual([
    expect.stringMatching(/buttonInput = 2: the button is down.*relay 4/),
    expect.stringMatching(/cgm\.tcpPort = \d+: nothing can be served there .*Take another/),
  ]);
});

test('a port that is not there is named, and nothing else is asked of the pump', async () => {
  bench = await realBench();
  const { profile, clock } = bench;
  const devices = { ...profile.devices, encoder: { ...profile.devices.encoder, port: '/dev/pts/99999' } };
  const findings = await attestRig({ ...profile, devices }, clock);
  expect(findings.flatMap(({ trouble }) => trouble ?? [])).toEqual([
    expect.stringMatching(/99999.*Check the cable and the path/),
    expect.stringMatching(/not all of their ports are open/),
  ]);
});
