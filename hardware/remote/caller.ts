import { randomBytes } from 'node:crypto';
import type { Fact } from '../../src/domain/facts.ts';
import { TIMING } from '../../src/domain/limits.ts';
import type { MonoMs } from '../../src/domain/units.ts';
import type { ByteLink, Clock, FactSink } from '../../src/ports.ts';
import { fullAllowance, spend } from './allowance.ts';
import type { Challenge } from './authorise.ts';
import { hex } from './bytes.ts';
import { carryOut } from './commands.ts';
import { newKeyPair } from './crypto.ts';
import { encodeFrame, type Frame, frameReader } from './frame.ts';
import { type Answering, accept, answer } from './handshake.ts';
import type { KeyFile } from './keyFile.ts';
import { type Answer, decodeMessage, encodeMessage, type Reply, requestSchema } from './messages.ts';
import { type Pairing, pair, pairAsPump } from './pairing.ts';
import { newStart, type Window } from './pairingWindow.ts';
import type { PumpView } from './pumpView.ts';
import type { Reason } from './rejections.ts';
import { openFrame, type Session, sealFrame } from './session.ts';

/** How far somebody who has connected has come. */
export type Stage =
  | { readonly kind: 'stranger' }
  | { readonly kind: 'pairing'; readonly pairing: Pairing; readonly window: Window }
  | { readonly kind: 'answering'; readonly answering: Answering }
  | {
      readonly kind: 'open';
      readonly session: Session;
      readonly challenge: Challenge | null;
      /** The bolus for which a permission was asked, and when that request was made at the earliest. */
      readonly created: { readonly bolus: string; readonly at: MonoMs } | null;
    };

/** Somebody who has connected, seen from the pump. */
export type Caller = {
  readonly stage: () => Stage;
  readonly say: (to: number, answer: Answer) => void;
  /** Ends the link. Harmless when it has ended. */
  readonly drop: () => void;
};

/** Who waits for the step that takes a fact, and to which of its messages that step is the answer. */
export type Waiting = { readonly by: Caller; readonly to: number };

export type CallerOptions = {
  readonly link: ByteLink;
  readonly clock: Clock;
  readonly sink: FactSink;
  readonly keys: KeyFile;
  readonly pump: PumpView;
  readonly reject: (reason: Reason, principal: string | null) => void;
  /** The pairing window, if it is open and nobody else is at it. */
  readonly window: () => Window | null;
  /** Ends the other session of this remote: it has one at a time. */
  readonly supersede: (principal: string) => void;
  /** Submits a fact, and has the step that takes it answered. */
  readonly ask: (fact: Fact, waiting: Waiting) => void;
  readonly leave: (caller: Caller) => void;
};

/** So many bad messages, and a link is given up. */
const MOST_REJECTED = 32;
/** That a remote was heard is told at most once a minute: half an hour of silence is what counts. */
const HEARD_EVERY_MS = 60_000;

/** Serves one link until it ends. */
export const caller = (options: CallerOptions): Caller => {
  const { link, clock, sink, keys, pump, window, supersede, leave } = options;
  let stage: Stage = { kind: 'stranger' };
  let allowance = fullAllowance(clock.now());
  let rejected = 0;
  let heardAt: MonoMs | null = null;
  let isGone = false;

  const send = (frame: Frame | null): void => {
    if (frame !== null && !isGone) link.write(encodeFrame(frame));
  };
  const tell = (reply: Reply): void => {
    if (stage.kind !== 'open') return;
    const { session, frame } = sealFrame(stage.session, encodeMessage(reply));
    stage = { ...stage, session };
    send(frame);
  };
  const end = (): void => {
    if (isGone) return;
    isGone = true;
    const was = stage;
    stage = { kind: 'stranger' };
    leave(self);
    if (was.kind === 'pairing') sink({ type: 'pairing.failed', reason: 'lost' });
    link.close().catch(() => {});
  };
  const reject = (reason: Reason, principal: string | null = null): void => {
    options.reject(reason, principal);
    rejected += 1;
    // What a stranger may send is one thing only; there is no second try on the same link.
    if (stage.kind !== 'open' || rejected >= MOST_REJECTED) end();
  };

  const meet = (frame: Frame): void => {
    if (frame.kind === 'pairHello') {
      const open = window();
      if (open === null) reject('unpaired');
      else goOnPairing({ kind: 'pairing', pairing: pairAsPump(newStart(open.code)), window: open }, frame);
      return;
    }
    const find = (principal: string) => (pump.roleOf(principal) === null ? null : keys.find(principal));
    const answered = answer(frame, find, newKeyPair());
    if (answered.ok) {
      stage = { kind: 'answering', answering: answered.answering };
      send(answered.send);
    } else reject(answered.reason === 'rolledBack' ? 'forged' : answered.reason);
  };

  const goOnPairing = (at: Extract<Stage, { kind: 'pairing' }>, frame: Frame): void => {
    const stepped = pair(at.pairing, frame);
    if (stepped.outcome === 'failed') {
      // One attempt for each code: the window closes with it.
      stage = { kind: 'stranger' };
      sink({ type: 'pairing.failed', reason: 'wrongCode' });
      reject('wrongCode');
      return;
    }
    stage = { ...at, pairing: stepped.pairing };
    if (stepped.outcome !== 'going') {
      const { principal, key } = stepped.outcome;
      // The key is durable before anybody is said to be paired.
      keys.keep({ principal, key, session: 0 });
      stage = { kind: 'stranger' };
      sink({ type: 'remote.paired', principal, role: at.window.role });
    }
    send(stepped.send);
  };

  const open = (answering: Answering, frame: Frame): void => {
    const accepted = accept(answering, frame);
    const { principal, number } = answering.session;
    const kept = keys.find(principal);
    const role = pump.roleOf(principal);
    if (!accepted.ok || kept === null || role === null || number <= kept.session) {
      reject('forged');
      return;
    }
    // The number is durable before the session is open: after any restart the next one is higher.
    keys.keep({ ...kept, session: number });
    supersede(principal);
    stage = { kind: 'open', session: accepted.session, challenge: null, created: null };
    hear(principal);
    tell({ type: 'opened', role });
  };

  const hear = (principal: string): void => {
    if (heardAt !== null && clock.now() - heardAt < HEARD_EVERY_MS) return;
    heardAt = clock.now();
    sink({ type: 'remote.heard', principal });
  };

  const listen = (at: Extract<Stage, { kind: 'open' }>, frame: Frame): void => {
    const { principal } = at.session;
    const opened = openFrame(at.session, frame);
    if (!opened.ok) {
      reject(opened.reason, opened.reason === 'replayed' ? principal : null);
      return;
    }
    stage = { ...at, session: opened.session };
    hear(principal);
    const request = decodeMessage(requestSchema, opened.plain);
    if (request === null) {
      reject('malformed', principal);
      self.say(opened.counter, { type: 'refused', reasons: ['This is no message that the pump knows.'] });
    } else if (request.type === 'ask') {
      const challenge = hex(randomBytes(16));
      stage = { ...stage, challenge: { challenge, at: clock.now() } };
      self.say(opened.counter, { type: 'challenge', challenge, forMs: TIMING.challenge });
    } else if (request.type === 'readStatus') {
      self.say(opened.counter, { type: 'status', status: pump.status() });
    } else {
      const { challenge, created } = at;
      const carried = carryOut(request, { principal, challenge, created, now: clock.now(), pump });
      // A challenge is answered once, well or badly.
      stage = { ...stage, challenge: null, created: carried.created };
      if (carried.ok) {
        options.ask(carried.fact, { by: self, to: opened.counter });
      } else {
        reject(carried.reason, principal);
        self.say(opened.counter, { type: 'refused', reasons: [carried.says] });
      }
    }
  };

  const take = (frame: Frame): void => {
    if (isGone) return;
    const next = spend(allowance, clock.now());
    if (next === null) {
      reject('flooded', stage.kind === 'open' ? stage.session.principal : null);
      return;
    }
    allowance = next;
    try {
      if (stage.kind === 'stranger') meet(frame);
      else if (stage.kind === 'pairing') goOnPairing(stage, frame);
      else if (stage.kind === 'answering') open(stage.answering, frame);
      else listen(stage, frame);
    } catch {
      // Keys that cannot be kept end a link. They must not end therapy (SR-112).
      options.reject('failed', null);
      end();
    }
  };

  const self: Caller = {
    stage: () => stage,
    say: (to, said) => tell({ ...said, to } as Reply),
    drop: end,
  };
  link.onLost(end);
  link.onBytes(
    frameReader(take, () => {
      reject('malformed');
      end();
    }),
  );
  return self;
};
