import type { Fact } from '../../src/domain/facts.ts';
import { after, milliseconds } from '../../src/domain/units.ts';
import type { ByteLink } from '../../src/ports.ts';
import { balance } from '../balance/adapter.ts';
import { BALANCES } from '../balance/makes.ts';
import type { RealClock } from '../clock/real.ts';
import { connectDevices } from '../devices.ts';
import { openNamed } from '../link/named.ts';
import { PortError } from '../link/serial.ts';
import { encodeRelay, MODULE } from '../supervisor/relay/codec.ts';
import { glucoseOnRig } from './bench/glucose.ts';
import { baudsOf } from './bench/rigLines.ts';
import { WIRED } from './bench/stimuli.ts';
import { MOTORS } from './profile/motors.ts';
import { type DeviceName, devicesIn, type RigProfile } from './profile/schema.ts';
import { RigTrouble } from './run/phases.ts';

/** What was found of one part of a rig; `trouble` names the field, the value and the remedy. */
export type Finding = { readonly part: string; readonly trouble: string | null };

/** An adapter answers within its own deadlines; a self-test without end is a defect of ours. */
const SELF_TEST = milliseconds(60_000);
/** A relay board answers at once. */
const RELAYS_ANSWER = milliseconds(500);

/**
 * Opens every port of a profile for this process alone, asks every device who it is and how it is set, and closes them
 * again. Nothing moves: the motor driver is told to halt and to let go. Never throws for what a port or a device does.
 */
export const attestRig = async (profile: RigProfile, clock: RealClock): Promise<readonly Finding[]> => {
  const bauds = baudsOf(profile);
  const links = new Map<DeviceName, ByteLink>();
  const findings: Finding[] = [];
  for (const [name, { port, serial }] of devicesIn(profile)) {
    try {
      links.set(name, await openNamed({ path: port, baudRate: bauds[name], serial }));
      findings.push({ part: `port of ${name} (${port})`, trouble: null });
    } catch (failure) {
      if (!(failure instanceof PortError)) throw failure;
      findings.push({ part: `port of ${name} (${port})`, trouble: failure.message });
    }
  }
  const [motor, encoder, force, bay, scale, relays] = (
    ['motor', 'encoder', 'force', 'bay', 'balance', 'relays'] as const
  ).map(name => links.get(name));
  if (motor && encoder && force && bay)
    findings.push(await selfTested({ motor, encoder, force, bay }, profile, clock));
  else {
    findings.push({ part: 'devices of the pump', trouble: 'not asked: not all of their ports are open' });
    for (const link of [motor, encoder, force, bay]) await link?.close();
  }
  if (scale) findings.push(await weighed(scale, profile, clock));
  if (relays) findings.push(await switched(relays, clock));
  await links.get('hands')?.close();
  if (profile.cgm !== undefined) findings.push(await served(profile.cgm.tcpPort, clock));
  return findings;
};

const selfTested = async (
  links: Record<'motor' | 'encoder' | 'force' | 'bay', ByteLink>,
  profile: RigProfile,
  clock: RealClock,
): Promise<Finding> => {
  let tell: (fact: Fact | null) => void = () => {};
  const { buttonInput } = profile.devices.bay;
  let isDown = false;
  const devices = connectDevices({
    ...links,
    drive: MOTORS[profile.devices.motor.kind].drive,
    ...(buttonInput === undefined ? {} : { button: buttonInput }),
    clock,
    sink: fact => {
      if (fact.type === 'button.pressed') isDown = true;
      if (fact.type === 'selfTest.passed' || fact.type === 'selfTest.failed') tell(fact);
    },
    sounder: { test: () => {} },
    power: { shutDown: () => {} },
    checks: [],
  });
  const fact = await new Promise<Fact | null>(done => {
    tell = done;
    clock.wakeAt(after(clock.now(), SELF_TEST), () => done(null));
    devices.selfTest.run();
  });
  await devices.close();
  const trouble =
    fact === null
      ? `no end of the self-test within ${SELF_TEST} ms`
      : fact.type === 'selfTest.failed'
        ? `${fact.item}: ${fact.reason}`
        : isDown
          ? `devices.bay.buttonInput = ${buttonInput}: the button is down, and nobody should press it. Look at its wire and at relay ${WIRED.press}.`
          : null;
  return { part: 'devices of the pump', trouble };
};

const weighed = async (link: ByteLink, { devices }: RigProfile, clock: RealClock): Promise<Finding> => {
  const { kind, ownSerial } = devices.balance;
  const port = balance({ link, clock, dialect: BALANCES[kind].dialect, profile: { serial: ownSerial } });
  const { serial, troubles } = await port.attest();
  await port.close();
  return { part: `balance ${serial ?? 'without a name'}`, trouble: troubles[0]?.message ?? null };
};

/** Whether values of a sensor can be served, and read there as the pump reads them. */
const served = async (tcpPort: number, clock: RealClock): Promise<Finding> => {
  const part = 'glucose service';
  try {
    const service = await glucoseOnRig(clock, tcpPort);
    const values = await service.asked().finally(service.close);
    return { part, trouble: values.length === 0 ? null : 'it has values that nobody has sent' };
  } catch (failure) {
    if (failure instanceof RigTrouble) return { part, trouble: failure.message };
    throw failure;
  }
};

/** Whether it is a relay board; nothing is switched. */
const switched = async (link: ByteLink, clock: RealClock): Promise<Finding> => {
  const module = await new Promise<number | null>(done => {
    clock.wakeAt(after(clock.now(), RELAYS_ANSWER), () => done(null));
    link.onBytes(bytes => done(bytes[0] ?? null));
    link.write(encodeRelay({ kind: 'version' }));
  });
  await link.close();
  const trouble =
    module === MODULE
      ? null
      : `relays: module ${module ?? 'without an answer'}, expected ${MODULE}. Check cable and type of the relay board.`;
  return { part: 'relays', trouble };
};
