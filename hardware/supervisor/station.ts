import { match } from 'ts-pattern';
import { after, milliseconds, monoMs } from '../../src/domain/units.ts';
import type { ByteLink, Clock } from '../../src/ports.ts';
import { qsbEncoder } from '../encoder/qsb/adapter.ts';
import { numatoBay } from '../io/numato/adapter.ts';
import { ascii, lineSplitter } from '../link/lines.ts';
import { type Act, type Configuration, deadlineOf, decide, type Heard, newWatch } from './core.ts';
import { decodeMain, encodeSupervisor, type FromSupervisor } from './lines.ts';
import { relays } from './relay/adapter.ts';

export type StationOptions = {
  readonly clock: Clock;
  /** An encoder of its own on the same screw. */
  readonly encoder: ByteLink;
  /** A switch of its own in the bay. */
  readonly bay: ByteLink;
  readonly relay: ByteLink;
  /** The line to the main channel. */
  readonly main: ByteLink;
  /** Reads the settings in force anew. */
  readonly configuration: () => Configuration | null;
  /** Told when nothing is left to do: the main channel has left, or is lost, and the board has answered. */
  readonly over?: (how: 'left' | 'lost') => void;
};

export type Station = {
  /** Motor cut, buzzer silent, everything closed. */
  readonly close: () => Promise<void>;
};

const SECOND = milliseconds(1_000);

/**
 * The second channel at work: hands what it hears to the pure core, and does what that says, in order. The
 * motor is cut until the main channel has started it and both are configured alike.
 */
export const station = async ({
  clock,
  encoder,
  bay,
  relay,
  main,
  configuration,
  over = () => {},
}: StationOptions): Promise<Station> => {
  let watch = newWatch;
  let cancel = (): void => {};
  /** The deadline that is waited for, and how to wait no longer. */
  let awaited: number | null = null;
  let forget = (): void => {};
  const now = (): number => clock.now();
  const hear = (heard: Heard): void => {
    const [next, acts] = decide(watch, heard);
    watch = next;
    for (const act of acts) perform(act);
    waitUntil(deadlineOf(watch));
  };
  const waitUntil = (deadline: number | null): void => {
    if (deadline === awaited) return;
    forget();
    awaited = deadline;
    forget = () => {};
    if (deadline !== null)
      forget = clock.wakeAt(monoMs(deadline), () => {
        awaited = null;
        hear({ type: 'deadline.passed', at: now() });
      });
  };

  const board = relays({ link: relay, clock, failed: reason => hear({ type: 'relay.failed', reason }) });
  const qsb = qsbEncoder({
    link: encoder,
    clock,
    sink: fact => {
      if (fact.type === 'encoder.counted') hear({ ...fact, at: now() });
      if (fact.type === 'encoder.failed') hear(fact);
    },
  });
  const io = numatoBay({
    link: bay,
    clock,
    sink: fact => hear({ type: 'bay.told', isOpen: fact.type === 'cartridge.removed', at: now() }),
  });
  // What the adapter makes of a lost switch is an open bay; here that would be a licence to move.
  bay.onLost(reason => hear({ type: 'bay.failed', reason: `bay: the link is lost (${reason})` }));
  const say = (said: FromSupervisor): void => main.write(ascii(encodeSupervisor(said)));

  const perform = (act: Act): void =>
    match(act)
      .with({ type: 'supply' }, () => board.supply(true))
      .with({ type: 'cut' }, () => board.supply(false))
      .with({ type: 'buzz' }, () => board.buzz(true))
      .with({ type: 'hush' }, () => board.buzz(false))
      .with({ type: 'readEncoder' }, qsb.read)
      .with({ type: 'agree' }, { type: 'beat' }, { type: 'tooLong' }, { type: 'veto' }, say)
      .exhaustive();

  const end = (how: 'left' | 'lost'): void => {
    hear({ type: how === 'left' ? 'main.left' : 'main.lost' });
    board.settled().then(() => over(how));
  };

  main.onBytes(
    lineSplitter(line => {
      const said = decodeMain(line);
      if (said === undefined) return;
      match(said)
        .with({ type: 'start' }, ({ hash }) =>
          hear({ type: 'main.started', hash, ours: configuration(), at: now() }),
        )
        .with({ type: 'state' }, ({ motion }) => hear({ type: 'main.told', motion, at: now() }))
        .with({ type: 'bye' }, () => end('left'))
        .exhaustive();
    }),
  );
  main.onLost(() => end('lost'));

  const pass = (): void => {
    cancel = clock.wakeAt(after(clock.now(), SECOND), () => {
      pass();
      hear({ type: 'second.passed', at: now() });
    });
  };

  board.supply(false);
  // A buzzer that still sounds from before was for the person who has started the pump again.
  board.buzz(false);
  const unfit = await qsb.attest();
  if (unfit === undefined) qsb.read();
  else hear({ type: 'encoder.failed', reason: unfit });
  const unseen = await io.attest();
  if (unseen !== undefined) hear({ type: 'bay.failed', reason: unseen });
  pass();
  say({ type: 'ready' });

  return {
    close: async () => {
      cancel();
      // With it no deadline is left.
      hear({ type: 'main.left' });
      await qsb.close();
      await io.close();
      await board.close();
      await main.close();
    },
  };
};
