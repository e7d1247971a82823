import { match } from 'ts-pattern';
import type { ByteLink, Clock } from '../../../src/ports.ts';
import { BALANCES } from '../../balance/makes.ts';
import type { BalanceSimulator } from '../../balance/simulator.ts';
import { qsbSimulator } from '../../encoder/qsb/simulator.ts';
import { openScaleSimulator } from '../../force/openscale/simulator.ts';
import { type NumatoSimulator, numatoSimulator } from '../../io/numato/simulator.ts';
import { ascii, lineSplitter } from '../../link/lines.ts';
import { type Mechanism, mechanism } from '../../mechanics/model.ts';
import { newMechanics } from '../../mechanics/state.ts';
import { neSimulator } from '../../motor/ne1000/simulator.ts';
import { type TicSimulator, ticSimulator } from '../../motor/tic/simulator.ts';
import { relayBoard } from '../../supervisor/relay/board.ts';
import { bitOf } from '../../supervisor/relay/codec.ts';
import type { DeviceName, RigProfile } from '../profile/schema.ts';
import { decodeOrder, type Order, WIRED } from './stimuli.ts';

/** Of the noise of simulated sensors. */
export const SEED = 1;
/** Insulin in the cartridge of a simulated bench, and in each new one, µU. */
export const CARTRIDGE_UU = 200_000_000;

const UNIT_UU = 1_000_000;

export type Surrounding = {
  readonly clock: Clock;
  readonly model: Mechanism;
  readonly profile: RigProfile;
  /** Imposes conditions on the motor driver; a make that has none of them ignores it. */
  readonly motor: Pick<TicSimulator, 'fault'> | null;
  readonly bay: NumatoSimulator;
  /** The devices' ends. */
  readonly ends: { readonly relays: ByteLink; readonly hands: ByteLink; readonly balance: ByteLink };
  readonly seed: number;
};

/** What stands around the four devices of a pump on a simulated bench. */
export type Surroundings = {
  readonly balance: BalanceSimulator;
  /** Presses the e-stop, or lets it go. */
  readonly eStop: (pressed: boolean) => void;
};

/**
 * Relay board, hands, e-stop and balance around a pump, wired as specs/rig.md wires them: the e-stop opens the kill switch of the driver
 * and an input of the digital I/O board; a relay lies in the supply of the driver, one works the pinch valve, one
 * lies in the wire of the bay's switch, one across the button of the pump.
 */
export const surround = ({ clock, model, profile, motor, bay, ends, seed }: Surrounding): Surroundings => {
  const { kind, ownSerial } = profile.devices.balance;
  const { eStopInput, buttonInput } = profile.devices.bay;
  const eStop = (pressed: boolean): void => {
    if (eStopInput !== undefined) bay.contact(eStopInput, !pressed);
    motor?.fault({ kind: 'conditions', killSwitch: pressed });
  };
  if (eStopInput !== undefined) bay.contact(eStopInput, true);

  relayBoard(ends.relays, states => {
    const isOn = (what: keyof typeof WIRED): boolean => (states & bitOf(WIRED[what])) !== 0;
    motor?.fault({ kind: 'conditions', lowVin: isOn('cutSupply') });
    model.inject({ cut: isOn('cutSupply'), occlusion: isOn('pinch') });
    bay.bayWire(!isOn('openBay'));
    if (buttonInput !== undefined) bay.contact(buttonInput, isOn('press'));
  });

  const carryOut = (order: Order): void =>
    match(order)
      .with({ order: 'stall' }, ({ on }) => model.inject({ stall: on }))
      .with({ order: 'slip' }, ({ percent }) => model.inject({ slipPercent: percent }))
      .with({ order: 'loosen' }, () => model.inject({ loose: true }))
      .with({ order: 'creep' }, ({ counts }) => model.inject({ creepCounts: counts }))
      .with({ order: 'renew' }, () => model.inject({ renewedUu: CARTRIDGE_UU }))
      .with({ order: 'remove' }, () => model.inject({ cartridgeOut: true }))
      .with({ order: 'insert' }, ({ units }) => model.inject({ cartridgeUu: units * UNIT_UU }))
      .with({ order: 'eStop' }, ({ pressed }) => eStop(pressed))
      .exhaustive();
  ends.hands.onBytes(
    lineSplitter(line => {
      const order = decodeOrder(line);
      if (order !== undefined) carryOut(order);
      ends.hands.write(ascii(order === undefined ? `no order: ${line.slice(0, 40)}\n` : 'ok\n'));
    }),
  );

  return {
    balance: BALANCES[kind].simulate({
      link: ends.balance,
      clock,
      mechanism: model,
      seed,
      serial: ownSerial,
      celsius: profile.liquid.celsius,
    }),
    eStop,
  };
};

/** The devices' ends of the lines of a rig. */
export type Ends = Readonly<Record<DeviceName, ByteLink>>;

/** Everything behind the lines of a rig, whatever the make of its motor. */
export type Behind = {
  readonly model: Mechanism;
  readonly around: Surroundings;
  readonly motor: { readonly misset: () => void };
};

/** A new pump's devices on these ends, and what stands around them. */
export const simulate = (clock: Clock, profile: RigProfile, ends: Ends): Behind => {
  const model = mechanism({ clock, start: newMechanics(CARTRIDGE_UU, clock.now()) });
  const driver = { link: ends.motor, clock, mechanism: model };
  const { motor, conditions } = match(profile.devices.motor.kind)
    .with('tic', () => {
      const motor = ticSimulator(driver);
      return { motor, conditions: motor };
    })
    .with('ne1000', () => ({ motor: neSimulator(driver), conditions: null }))
    .exhaustive();
  qsbSimulator({ link: ends.encoder, mechanism: model });
  openScaleSimulator({ link: ends.force, clock, mechanism: model, seed: SEED });
  const bay = numatoSimulator({ link: ends.bay, mechanism: model });
  const around = surround({ clock, model, profile, motor: conditions, bay, ends, seed: SEED });
  return { model, around, motor };
};
