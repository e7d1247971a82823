import type { Cgm } from '../../../hardware/cgm/sensor.ts';
import type { Fact } from '../../domain/facts.ts';
import { proposalOf } from '../../domain/ledger/ledger.ts';
import { wallMs } from '../../domain/units.ts';
import type { PageRequest, Programmed, Status, SubmitAnswer, WornBy } from '../../inspector/protocol.ts';
import type { Clock } from '../../ports.ts';
import type { Runtime } from '../../runtime/run.ts';
import type { PumpState } from '../../runtime/state.ts';
import { paceOf } from './pace.ts';
import { factFor, isLockedOut, type PersonRequest } from './requests.ts';
import type { World } from './world.ts';

export type LiveOptions = {
  /** Called when the status is another; it throws nothing. */
  readonly tellStatus: () => void;
  readonly runtime: Runtime;
  readonly world: { readonly clock: Clock } & Pick<World, 'simulated'>;
  /** Null where the sensor is real, or another program has it. */
  readonly cgm: Cgm | null;
  readonly boot: string;
  readonly journal: string;
  readonly trace: string;
  /** Who wears the pump; null with a recording. */
  readonly wearer: WornBy | null;
  /** Null where nothing is simulated by chance. */
  readonly seed: number | null;
  readonly speed: number;
  /** Whether anybody can reach this pump from afar. */
  readonly isReachable: boolean;
  /** A real sensor cannot be hurried. */
  readonly isTimeReal?: boolean;
};

/** A running pump as its page deals with it. */
export type Live = {
  readonly status: () => Status;
  /** Carries out a request, or says why not. `fact`, if it becomes one, is the very object that its step takes. */
  readonly submit: (request: PageRequest) => SubmitAnswer;
  /** To be called after each step. */
  readonly keepPace: () => void;
};

const programmedIn = ({ ledger }: PumpState): Programmed => ({
  version: ledger.programming.version,
  settings: ledger.settings,
  proposal: ledger.programming.waiting === null ? null : proposalOf(ledger),
});

const ACCEPTED: SubmitAnswer = { accepted: true };
const refused = (reason: string): SubmitAnswer => ({ accepted: false, reason });

/** What a running pump says of itself, and what it takes: requests as facts, or as changes of the simulated world. */
export const liveSource = ({
  tellStatus,
  runtime,
  world,
  cgm,
  boot,
  journal,
  trace,
  wearer,
  seed,
  speed,
  isReachable,
  isTimeReal = false,
}: LiveOptions): Live => {
  const { simulated } = world;
  let asked = speed;
  let pace = paceOf(runtime.state(), asked);
  let boluses = 0;

  const status = (): Status => ({
    kind: 'live',
    journal,
    trace,
    ...(wearer === null ? {} : { worn: wearer }),
    ...(seed === null ? {} : { seed }),
    speed: {
      asked,
      allowed: pace.factor,
      achieved: simulated === null ? 1 : simulated.achieved(),
      slowed: pace.slowed,
    },
    clock: { monoMs: world.clock.now(), wallMs: world.clock.wall() },
    injected: simulated === null ? null : simulated.faults.now(),
    unavailable: simulated === null ? [] : simulated.faults.unavailable,
    world: simulated === null ? null : simulated.around.now(),
    programmed: programmedIn(runtime.state()),
    proof: null,
  });

  let told = runtime.state().ledger.programming;
  const keepPace = (): void => {
    const { programming } = runtime.state().ledger;
    if (programming !== told) {
      told = programming;
      tellStatus();
    }
    const next = paceOf(runtime.state(), asked);
    if (next.factor === pace.factor && next.slowed === pace.slowed) return;
    pace = next;
    simulated?.setSpeed(pace.factor);
    tellStatus();
  };

  const inject = ({ what, on }: Extract<PageRequest, { type: 'inject' }>): SubmitAnswer => {
    if (simulated === null) return refused('The devices are real: nothing is injected into them.');
    const why = simulated.faults.set(what, on);
    tellStatus();
    return why === null ? ACCEPTED : refused(why);
  };

  const changeWorld = ({ change }: Extract<PageRequest, { type: 'world' }>): SubmitAnswer => {
    if (simulated === null) return refused('The surroundings are real: nothing is injected into them.');
    if (change.what === 'sensor' && cgm === null)
      return refused(
        isTimeReal
          ? 'The glucose sensor is real: nothing is injected into it.'
          : 'The glucose sensor is in the hands of the program that runs this pump.',
      );
    if (change.what === 'sensor') cgm?.turn(change.turn);
    else simulated.around.change(change);
    tellStatus();
    return ACCEPTED;
  };

  const touchButton = (down: boolean): SubmitAnswer => {
    if (simulated === null) return refused('This pump has no button for a quick bolus.');
    if (down) simulated.around.button.press();
    else simulated.around.button.release();
    return ACCEPTED;
  };

  /** What a simulated pump's person could do only with hands, or why it cannot be done. */
  const prepared = (request: PersonRequest): string | null => {
    if (request.type === 'pairing.opened' && !isReachable)
      return 'No remote can reach this pump: start it with --remote and a port.';
    if (request.type !== 'clock.set' || request.wallMs === undefined) return null;
    if (simulated === null) return 'The clock is that of this computer: set it there, then confirm it here.';
    simulated.setWall(wallMs(request.wallMs));
    return null;
  };

  const handle = (units: number | null): SubmitAnswer => {
    if (simulated === null) return refused('The bay is real: take the cartridge out, or put one in.');
    simulated.handle(units === null ? { cartridgeOut: true } : { cartridgeUu: units * 1_000_000 });
    return ACCEPTED;
  };

  /** The simulated person does as confirmed: the set is off before the plunger goes back, and the site is in. */
  const wear = ({ type }: Fact): void => {
    if (type === 'set.disconnected') simulated?.handle({ onBody: false });
    if (type === 'fill.requested' || type === 'fill.skipped') simulated?.handle({ onBody: true });
  };

  const setSpeed = (factor: number): SubmitAnswer => {
    if (simulated === null && factor !== 1) return refused('With real devices time is real.');
    if (isTimeReal && factor !== 1) return refused('The glucose sensor is real: so is time.');
    asked = factor;
    keepPace();
    tellStatus();
    return ACCEPTED;
  };

  const newBolus = (): string => {
    boluses += 1;
    return `${boot}-${boluses}`;
  };

  return {
    status,
    submit: request => {
      if (request.type === 'inject') return inject(request);
      if (request.type === 'bay') return handle(request.units);
      if (request.type === 'world') return changeWorld(request);
      if (request.type === 'button') return touchButton(request.down);
      if (request.type === 'speed') return setSpeed(request.factor);
      if (request.type === 'run') return refused('Another run is for whoever has begun this one.');
      if (isLockedOut(request, runtime.state())) {
        // In hurried time the screen would lock again before a finger could move: the page's own token unlocks it.
        if (simulated === null || asked === 1)
          return refused('The screen is locked: unlock it first. Suspend and Acknowledge work from here.');
        runtime.submit({ type: 'screen.unlocked' });
      }
      const obstacle = prepared(request);
      if (obstacle !== null) return refused(obstacle);
      const answer = factFor(request, runtime.state(), newBolus);
      if ('reason' in answer) return refused(answer.reason);
      if (!runtime.state().machines.lock.hasTag('locked')) runtime.submit({ type: 'screen.touched' });
      wear(answer.fact);
      runtime.submit(answer.fact);
      return { accepted: true, fact: answer.fact };
    },
    keepPace,
  };
};
