import { balance } from '../../../hardware/balance/adapter.ts';
import { BALANCES, type BalanceName } from '../../../hardware/balance/makes.ts';
import type { LockStepClock } from '../../../hardware/clock/lockstep.ts';
import { qsbEncoder } from '../../../hardware/encoder/qsb/adapter.ts';
import { QSB_BAUD } from '../../../hardware/encoder/qsb/codec.ts';
import { qsbSimulator } from '../../../hardware/encoder/qsb/simulator.ts';
import { openScaleForce } from '../../../hardware/force/openscale/adapter.ts';
import { OPENSCALE_BAUD } from '../../../hardware/force/openscale/codec.ts';
import { openScaleSimulator } from '../../../hardware/force/openscale/simulator.ts';
import { numatoBay } from '../../../hardware/io/numato/adapter.ts';
import { NUMATO_BAUD } from '../../../hardware/io/numato/codec.ts';
import { numatoSimulator } from '../../../hardware/io/numato/simulator.ts';
import type { Mechanism } from '../../../hardware/mechanics/model.ts';
import type { MakeMotor, MotorDriver } from '../../../hardware/motor/driver.ts';
import { ne1000Motor } from '../../../hardware/motor/ne1000/adapter.ts';
import { NE_BAUD } from '../../../hardware/motor/ne1000/protocol.ts';
import { neSimulator } from '../../../hardware/motor/ne1000/simulator.ts';
import { ticMotor } from '../../../hardware/motor/tic/adapter.ts';
import { TIC_BAUD } from '../../../hardware/motor/tic/profile.ts';
import { ticSimulator } from '../../../hardware/motor/tic/simulator.ts';
import { microstepsOf } from '../../../src/domain/drive.ts';
import type { Fact } from '../../../src/domain/facts.ts';
import { milliseconds } from '../../../src/domain/units.ts';
import type { ByteLink } from '../../../src/ports.ts';
import type { Ground, Kind, Stand, Told } from './stands.ts';

/** Waited for at the most; what has said nothing by then is silent, and that is a defect. */
const LONGEST_MS = 60_000;
const MEANWHILE_MS = 60;

/** Runs what was asked to its end, in driven time. */
const toItsEnd = async <Result>(
  wait: (ms: number) => Promise<void>,
  asked: Promise<Result>,
  meanwhile?: () => void,
): Promise<Result> => {
  let isDone = false;
  const ended = asked.finally(() => {
    isDone = true;
  });
  ended.catch(() => {});
  await wait(MEANWHILE_MS);
  meanwhile?.();
  for (let waited = 0; !isDone; waited += 50) {
    if (waited > LONGEST_MS) throw new Error(`nothing was said for ${LONGEST_MS} ms`);
    await wait(50);
  }
  return ended;
};

const attested = (messages: readonly string[]): Told => ({
  isRight: messages.length === 0,
  named: messages[0] ?? null,
});

const motor = <Fault>(
  make: MakeMotor,
  simulate: (parts: { link: ByteLink; clock: LockStepClock; mechanism: Mechanism }) => Stand<Fault>['sim'],
): Kind<Fault>['build'] => {
  return ({ clock, model, host, device, wait }) => {
    const sim = simulate({ link: device, clock, mechanism: model });
    let answer: (fact: Fact) => void = () => {};
    let pulses = 0;
    const driver: MotorDriver = make({ link: host, clock, sink: fact => answer(fact) });
    return {
      sim,
      asked: () => pulses,
      use: async meanwhile => {
        pulses += 1;
        const pulse = pulses;
        const before = model.state().turned;
        const fact = await toItsEnd(
          wait,
          new Promise<Fact>(done => {
            answer = done;
            driver.move({ pulse, channel: 'basal', bolus: null });
          }),
          meanwhile,
        );
        const made = (model.state().turned - before) / 100;
        const isRight = fact.type === 'motor.arrived' && Math.abs(made - microstepsOf(pulse)) <= 1;
        return { isRight, named: fact.type === 'motor.failed' ? fact.reason : null };
      },
      attest: async () => {
        const found = await toItsEnd(wait, driver.attest());
        return attested(found.ok ? [] : found.messages);
      },
      close: () => driver.close(),
    };
  };
};

const SCALE_TOLERANCE_MN = 300;
const BALANCE_TOLERANCE_UG = 200;
const BEAKER_UG = 25_000_000;
const SETTLE = milliseconds(10_000);

const balanceOf = (
  name: BalanceName,
): Kind<Parameters<ReturnType<(typeof BALANCES)[BalanceName]['simulate']>['fault']>[0]> => {
  const { dialect, simulate, serial } = BALANCES[name];
  return {
    baudRate: dialect.baudRate,
    build: ({ clock, model, host, device, wait }) => {
      const sim = simulate({ clock, mechanism: model, seed: 1, link: device });
      const port = balance({ link: host, clock, dialect, profile: { serial } });
      let isTared = false;
      return {
        sim,
        use: async meanwhile => {
          const found = await toItsEnd(wait, port.settled(SETTLE), meanwhile);
          if (!found.ok) {
            isTared &&= found.trouble.fault !== 'tareLost';
            return { isRight: false, named: found.trouble.message };
          }
          return {
            isRight: Math.abs(found.weighing.massUg - (isTared ? 0 : BEAKER_UG)) <= BALANCE_TOLERANCE_UG,
            named: null,
          };
        },
        attest: async () => {
          // Tared, and weighed again: what only repeats itself cannot follow.
          const { troubles } = await toItsEnd(wait, port.attest());
          const tared = await toItsEnd(wait, port.tare(SETTLE));
          isTared ||= tared.ok;
          return attested([
            ...troubles.map(({ message }) => message),
            ...(tared.ok ? [] : [tared.trouble.message]),
          ]);
        },
        close: port.close,
      };
    },
  };
};

/** Every device that `islet sim` has, by its name there. */
export const KINDS = {
  tic: {
    baudRate: TIC_BAUD,
    build: motor(ticMotor, ticSimulator),
  },
  ne1000: {
    baudRate: NE_BAUD,
    build: motor(ne1000Motor, neSimulator),
  },
  qsb: {
    baudRate: QSB_BAUD,
    build: ({ clock, model, host, device, wait }: Ground) => {
      const sim = qsbSimulator({ link: device, mechanism: model });
      let answer: (fact: Fact) => void = () => {};
      const encoder = qsbEncoder({ link: host, clock, sink: fact => answer(fact) });
      return {
        sim,
        use: async (meanwhile?: () => void) => {
          model.turn(160, clock.now());
          const fact = await toItsEnd(
            wait,
            new Promise<Fact>(done => {
              answer = done;
              encoder.read();
            }),
            meanwhile,
          );
          return {
            isRight: fact.type === 'encoder.counted' && fact.counts === model.counts(),
            named: fact.type === 'encoder.failed' ? fact.reason : null,
          };
        },
        attest: async () => attested([(await toItsEnd(wait, encoder.attest())) ?? []].flat()),
        close: encoder.close,
      };
    },
  },
  openscale: {
    baudRate: OPENSCALE_BAUD,
    build: ({ clock, model, host, device, wait }: Ground) => {
      const sim = openScaleSimulator({ link: device, clock, mechanism: model, seed: 1 });
      const scale = openScaleForce({ link: host, clock, sink: () => {} });
      return {
        sim,
        use: async (meanwhile?: () => void) => {
          const found = await toItsEnd(wait, scale.sense(), meanwhile);
          if (typeof found === 'string') return { isRight: false, named: found };
          return { isRight: Math.abs(found - model.forceMn()) <= SCALE_TOLERANCE_MN, named: null };
        },
        attest: async () => attested([(await toItsEnd(wait, scale.attest())) ?? []].flat()),
        close: scale.close,
      };
    },
  },
  numato: {
    baudRate: NUMATO_BAUD,
    build: ({ clock, model, host, device, wait }: Ground) => {
      const sim = numatoSimulator({ link: device, mechanism: model });
      const said: Fact['type'][] = [];
      const bay = numatoBay({ link: host, clock, sink: fact => void said.push(fact.type) });
      const ask = async (meanwhile?: () => void): Promise<Told> => {
        said.length = 0;
        const wrong = await toItsEnd(wait, bay.attest(), meanwhile);
        if (wrong !== undefined) return { isRight: false, named: wrong };
        const last = said.at(-1);
        // The link that is lost opens the bay.
        return { isRight: last === 'cartridge.inserted', named: last === 'cartridge.removed' ? last : null };
      };
      return { sim, use: ask, attest: () => ask(), close: bay.close };
    },
  },
  mettler: balanceOf('mettler'),
  sartorius: balanceOf('sartorius'),
  ohaus: balanceOf('ohaus'),
} as const;
export type KindName = keyof typeof KINDS;
