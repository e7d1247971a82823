import type { Command } from '../../src/domain/commands.ts';
import type { Fact, RemoteRole } from '../../src/domain/facts.ts';
import type { ByteLink, Clock, FactSink } from '../../src/ports.ts';
import { answering } from './answers.ts';
import { type Caller, caller, type Stage, type Waiting } from './caller.ts';
import type { KeyFile } from './keyFile.ts';
import { codeText, newWindow, type Window } from './pairingWindow.ts';
import type { PumpView } from './pumpView.ts';
import { rejections } from './rejections.ts';

export type StationOptions = {
  readonly clock: Clock;
  readonly sink: FactSink;
  readonly keys: KeyFile;
  readonly pump: PumpView;
  /** Shows a code at the pump; nobody else may see it, and the journal does not. */
  readonly showCode: (code: string, role: RemoteRole) => void;
};

/** The pump's end of every remote link. */
export type Station = {
  /** Somebody has connected. Nothing is believed of who it is. */
  readonly connect: (link: ByteLink) => void;
  /** To be told of every step, once its commands were obeyed. */
  readonly observe: (step: { readonly fact: Fact; readonly commands: readonly Command[] }) => void;
  readonly close: () => Promise<void>;
};

/** More links than this at once, and the oldest that has proved nothing goes. */
const MOST_LINKS = 4;

/**
 * Serves remote links: pairs while the window is open, opens sessions, takes commands that are genuine,
 * fresh and allowed, and turns them into facts. Whatever else arrives is rejected and on record.
 */
export const station = ({ clock, sink, keys, pump, showCode }: StationOptions): Station => {
  const callers: Caller[] = [];
  const awaited = new Map<Fact, Waiting>();
  const reject = rejections(clock, sink);
  let window: Window | null = null;

  const leave = (gone: Caller): void => {
    const index = callers.indexOf(gone);
    if (index >= 0) callers.splice(index, 1);
    for (const [fact, { by }] of awaited) if (by === gone) awaited.delete(fact);
  };
  const dropAll = (which: (stage: Stage) => boolean): void => {
    for (const each of callers.filter(({ stage }) => which(stage()))) each.drop();
  };
  const isOf = (principal: string) => (stage: Stage) =>
    stage.kind === 'open' && stage.session.principal === principal;

  const obey = (command: Command): void => {
    if (command.type === 'openPairing') {
      window = newWindow(command.role);
      showCode(codeText(window.code), command.role);
    }
    if (command.type === 'closePairing') {
      window = null;
      dropAll(({ kind }) => kind === 'pairing');
    }
  };

  return {
    connect: link => {
      if (callers.length >= MOST_LINKS) {
        reject('flooded', null);
        callers.find(({ stage }) => stage().kind !== 'open')?.drop();
      }
      if (callers.length >= MOST_LINKS) {
        link.close().catch(() => {});
        return;
      }
      callers.push(
        caller({
          link,
          clock,
          sink,
          keys,
          pump,
          reject,
          // One attempt at a time, or one code could be tried by many.
          window: () => (callers.some(({ stage }) => stage().kind === 'pairing') ? null : window),
          supersede: principal => dropAll(isOf(principal)),
          ask: (fact, waiting) => {
            awaited.set(fact, waiting);
            sink(fact);
          },
          leave,
        }),
      );
    },
    observe: ({ fact, commands }) => {
      const waiting = awaited.get(fact);
      awaited.delete(fact);
      for (const command of commands) obey(command);
      if (waiting !== undefined) waiting.by.say(waiting.to, answering(fact, commands));
      if (fact.type !== 'remote.unpaired') return;
      keys.forget(fact.principal);
      dropAll(isOf(fact.principal));
    },
    close: async () => {
      dropAll(() => true);
    },
  };
};
