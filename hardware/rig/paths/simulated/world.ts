import { match, P } from 'ts-pattern';
import type { Event } from '../../../../src/verify/automaton.ts';
import { OPERATION } from '../../../motor/tic/protocol.ts';
import type { SimulatedPump } from '../../simulatedPump.ts';
import { broken, type Cause, type Situation, spoilt, verdictOf } from '../acts.ts';
import { JAM } from '../benchSystem.ts';
import { creepTo, forceOffset, freeOffset } from '../payloads.ts';
import type { World } from '../world.ts';

const DEAF = { kind: 'noReply', replies: Number.POSITIVE_INFINITY } as const;
/** Just short of the deadline of the motor's adapter, so that nothing fails and everything is slow. */
const SLOW_MS = 75;
/** What is put in: so full that the plunger meets it soon. What the user says of it is another matter. */
const BRIM_UU = 290_000_000;

/** Simulated devices, which go wrong from within. */
export const simulatedWorld = (pump: () => SimulatedPump, isOn: () => boolean): World => {
  const devices = () => pump().world;
  const press = (forceMn: number): void => devices().simulators.force.fault({ kind: 'offset', forceMn });
  const pressed = (situation: Situation, feeling: Parameters<typeof forceOffset>[1]): void =>
    press(forceOffset(situation, feeling, devices().model.forceMn()));
  const killed = (): Cause =>
    broken(() => devices().simulators.motor.fault({ kind: 'conditions', killSwitch: true }));

  const creep = (situation: Situation, finding: 'motor.strayed' | 'delivery.exceeded'): void => {
    const { model, inject } = devices();
    const before = displacedIn(devices());
    inject({
      creepCounts: creepTo(situation, finding, { counts: model.counts(), forceMn: model.forceMn() }),
    });
    situation.oracle.crept(displacedIn(devices()) - before);
  };

  const cause = (event: Event, situation: Situation): Cause | null =>
    match(event.type)
      .returnType<Cause | null>()
      .with('motor.failed', 'rewind.failed', 'seating.failed', killed)
      .with('timer.pulseElapsed', () =>
        broken(() => devices().links.motor.fault('toHost', { kind: 'delay', ms: SLOW_MS })),
      )
      .with('motor.arrived', () =>
        broken(() => {
          if (verdictOf(situation.ahead) === 'pulse.unverified') devices().inject({ stall: true });
        }),
      )
      .with('timer.verificationElapsed', () =>
        spoilt(() => devices().simulators.encoder.fault({ kind: 'noReply' })),
      )
      .with('timer.haltElapsed', () => spoilt(() => devices().simulators.motor.fault(DEAF)))
      .with('motor.strayed', 'delivery.exceeded', type => ({
        // At rest, only after the encoder has said where rest is.
        when: type === 'delivery.exceeded' ? 'atOnce' : 'settled',
        takesTime: false,
        act: () => creep(situation, type),
      }))
      .with(
        P.union('occlusion.suspected', 'occlusion.detected', 'occlusion.relieved', 'force.lost'),
        feeling => spoilt(() => pressed(situation, feeling)),
      )
      .with('seat.doubted', () => spoilt(() => press(freeOffset(situation))))
      .with('cartridge.removed', () => broken(() => devices().inject({ cartridgeOut: true })))
      .with('cartridge.inserted', () => broken(() => devices().inject({ cartridgeUu: BRIM_UU })))
      .otherwise(() => null);

  return {
    seesAtOnce: true,
    lack: ({ type }) => (type === JAM ? 'the simulated devices have no button that is held' : null),
    cause,
    heal: situation => {
      const { simulators, links, inject } = devices();
      inject({ stall: false });
      simulators.motor.heal();
      simulators.encoder.heal();
      links.motor.heal();
      // In a blocked line the force stays, neither gone nor higher.
      if (situation.bench.isReady()) pressed(situation, null);
    },
    look: () => {
      if (!isOn() && pump().clock.running()) return null;
      const { operation, velocity } = devices().simulators.motor.status();
      return {
        // Starting up or normal: the only states in which a Tic turns its motor.
        mayMove: operation === OPERATION.startingUp || operation === OPERATION.normal || velocity !== 0,
        microsteps: displacedIn(devices()),
        tolerance: 0,
      };
    },
  };
};

const displacedIn = ({ model }: SimulatedPump['world']): number => {
  const { turned, idle } = model.state();
  return (turned - idle) / 100;
};
