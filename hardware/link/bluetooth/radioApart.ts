import { match } from 'ts-pattern';
import { after, milliseconds } from '../../../src/domain/units.ts';
import type { Clock } from '../../../src/ports.ts';
import { type GattClient, GattTrouble, type Uuid } from './gatt.ts';
import type { ControllerPort, Stage } from './noble.ts';
import type { Asked, Told } from './radioMessages.ts';

/** A process that has the radio, as long as it lives. */
export type RadioLine = {
  readonly send: (asked: Asked) => void;
  readonly onTold: (take: (told: Told) => void) => void;
  readonly onGone: (tell: () => void) => void;
  /** Asks it to hang up and end, and sees to it that it does. */
  readonly end: () => void;
};

export type Sought = {
  readonly service: Uuid;
  /** Of one device; null takes the first that offers the service. */
  readonly id: string | null;
  /** Null for the radio of this computer. */
  readonly port: ControllerPort | null;
};

/** So long each stage may last. A search goes on while there is nothing; the others are a matter of a second. */
const PATIENCE: Readonly<Record<Stage | 'begin', number>> = {
  begin: 10_000,
  power: 10_000,
  search: 30_000,
  link: 15_000,
  services: 15_000,
};

const radioWords = (port: ControllerPort | null): string =>
  port === null
    ? 'the Bluetooth radio of this computer is off, or it has none'
    : `${port.path}: no Bluetooth controller answers there at ${port.baudRate} baud (HCI, eight bits, no flow control)`;

/** What a stage that has lasted too long means. */
const overdue = (stage: Stage | 'begin', deviceId: string, { service, id, port }: Sought): string =>
  match(stage)
    .with('begin', () => 'the process that has the radio does not begin')
    .with('power', () => radioWords(port))
    .with('search', () => `no device ${id === null ? '' : `${id} `}that offers ${service} is in reach`)
    .with('link', () => `${deviceId} is heard, and does not let itself be connected`)
    .with('services', () => `${deviceId} is connected, and does not say what it offers`)
    .exhaustive();

/**
 * Connects in a process of its own, which ends with the connection, or with the attempt when `signal` ends that. Rejects with a
 * GattTrouble; each stage has a deadline.
 */
export const connectApart = (
  line: RadioLine,
  sought: Sought,
  clock: Clock,
  signal?: AbortSignal,
): Promise<GattClient> =>
  new Promise((resolve, reject) => {
    const open = new Map<
      number,
      { answer: (value: Uint8Array | null) => void; refuse: (why: Error) => void }
    >();
    const takers = new Map<Uuid, ((value: Uint8Array) => void)[]>();
    const tellers: ((reason: string) => void)[] = [];
    let state: 'connecting' | 'connected' | 'lost' | 'closed' = 'connecting';
    let lost = '';
    let asked = 0;
    let cancel = (): void => {};

    const fail = (trouble: GattTrouble): void => {
      cancel();
      const before = state;
      if (before === 'lost' || before === 'closed') return;
      state = 'lost';
      lost = trouble.message;
      line.end();
      for (const { refuse } of open.values()) refuse(trouble);
      open.clear();
      if (before === 'connecting') reject(trouble);
      else for (const tell of tellers.splice(0)) tell(lost);
    };
    const enter = (stage: Stage | 'begin', deviceId: string): void => {
      cancel();
      cancel = clock.wakeAt(after(clock.now(), milliseconds(PATIENCE[stage])), () =>
        fail(new GattTrouble(overdue(stage, deviceId, sought))),
      );
    };
    const settled = (number: number) => {
      const found = open.get(number);
      open.delete(number);
      return found;
    };

    const exchange = (ask: (number: number) => Asked): Promise<Uint8Array | null> =>
      new Promise((answer, refuse) => {
        if (state !== 'connected') {
          refuse(new GattTrouble(lost === '' ? 'the device is not connected' : lost));
          return;
        }
        asked += 1;
        open.set(asked, { answer, refuse });
        line.send(ask(asked));
      });
    const client: GattClient = {
      read: async uuid => (await exchange(number => ({ ask: 'read', number, uuid }))) ?? Uint8Array.of(),
      write: async (uuid, value) => {
        await exchange(number => ({ ask: 'write', number, uuid, value }));
      },
      subscribe: async (uuid, take) => {
        takers.set(uuid, [...(takers.get(uuid) ?? []), take]);
        await exchange(number => ({ ask: 'subscribe', number, uuid }));
      },
      onLost: tell => {
        if (state === 'lost') tell(lost);
        else tellers.push(tell);
      },
      close: async () => {
        if (state === 'closed') return;
        const isUp = state === 'connected';
        state = 'closed';
        if (isUp) line.end();
        for (const { refuse } of open.values()) refuse(new GattTrouble('the device is not connected'));
        open.clear();
      },
    };

    // Once connected it is for whoever has the connection to close it.
    const giveUp = (): void => {
      if (state === 'connecting') fail(new GattTrouble('the search was given up'));
    };
    signal?.addEventListener('abort', giveUp, { once: true });
    line.onGone(() => fail(new GattTrouble('the process that has the radio has ended')));
    line.onTold(told => {
      match(told)
        .with({ tell: 'loaded' }, () => {})
        .with({ tell: 'stage' }, ({ stage, deviceId }) => enter(stage, deviceId ?? 'the device'))
        .with({ tell: 'connected' }, () => {
          cancel();
          if (state !== 'connecting') return;
          state = 'connected';
          resolve(client);
        })
        .with({ tell: 'failed' }, { tell: 'lost' }, ({ reason }) => fail(new GattTrouble(reason)))
        .with({ tell: 'answer' }, ({ number, value }) => settled(number)?.answer(value))
        .with({ tell: 'refused' }, ({ number, reason, att }) =>
          settled(number)?.refuse(new GattTrouble(reason, att)),
        )
        .with({ tell: 'value' }, ({ uuid, value }) => {
          if (state !== 'connected') return;
          for (const take of takers.get(uuid) ?? []) take(value);
        })
        .exhaustive();
    });
    enter('begin', '');
    const { service, id, port } = sought;
    line.send({ ask: 'connect', service, id, port });
    if (signal?.aborted === true) giveUp();
  });
