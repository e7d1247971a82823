import type { SessionKind } from '../../../src/domain/detect/session.ts';
import { after, milliseconds } from '../../../src/domain/units.ts';
import type { Clock, FactSink } from '../../../src/ports.ts';
import { type GattClient, GattTrouble } from '../../link/bluetooth/gatt.ts';
import type { GlucoseSource, TellTrouble } from '../source.ts';
import { says } from './annunciation.ts';
import { sessionOf } from './believed.ts';
import { type Conversation, converse, type Introduction } from './conversation.ts';
import { type Heard, hasGap, hear } from './heard.ts';
import { type Ambiguous, isAmbiguous, learnedOrder, readBothWays, readIn } from './octetOrder.ts';
import type { Status } from './session.ts';
import { utcTime } from './startTime.ts';

export type BluetoothCgmOptions = {
  readonly name: string;
  /** Connects anew; rejects with a reason where the sensor cannot be reached, and when `signal` says that nobody wants it any more. */
  readonly connect: (signal: AbortSignal) => Promise<GattClient>;
  readonly clock: Clock;
  readonly sink: FactSink;
  readonly trouble: TellTrouble;
};

const MINUTE_MS = 60_000;
/** A link that is lost is sought again after one second, then two, then four, up to a minute. */
const RETRY_MS = { first: 1_000, most: 60_000 } as const;
/** A sensor that says nothing for so many intervals is asked whether it is still there. */
const PATIENCE = 1.5;
/** Of a sensor that is met for the first time so much is asked for: what is older is not of now. */
const FIRST_MIN = 12;

const message = (failure: unknown): string => (failure instanceof Error ? failure.message : String(failure));

/**
 * A glucose sensor that speaks the Bluetooth CGM Service. What was missed while the link was down is asked for and told in
 * order; nothing is told twice, from the future, or as a number when the sensor says that it is none.
 */
export const bluetoothCgm = ({ name, connect, clock, sink, trouble }: BluetoothCgmOptions): GlucoseSource => {
  let state: 'new' | 'running' | 'stopped' = 'new';
  let gatt: GattClient | null = null;
  let giveUp = (): void => {};
  let cancelWake = (): void => {};
  let retryMs: number = RETRY_MS.first;
  let told: string | null = null;

  /** Of the session that is under way; kept while the link is down. */
  let started: string | null = null;
  let heard: Heard = { zeroMs: 0, last: null };
  let order: ReturnType<typeof learnedOrder> = null;
  let session: SessionKind = 'none';
  let hasMeasured = false;
  let newsAt = clock.now();

  const say = (next: string | null): void => {
    if (next === told) return;
    told = next;
    trouble(next === null ? null : `${name}: ${next}`);
  };
  const wake = (ms: number, then: () => void): void => {
    cancelWake();
    cancelWake = clock.wakeAt(after(clock.now(), milliseconds(Math.round(ms))), then);
  };

  const report = (kind: SessionKind, endsInMs: number): void => {
    if (kind === session) return;
    session = kind;
    sink({
      type: 'cgm.reported',
      session: kind,
      ...(kind === 'active' ? { endsInMs: Math.max(0, endsInMs) } : {}),
    });
  };

  /** Another session counts from its own zero: nothing of the one before is compared with it. */
  const meet = (who: Introduction, status: Status): void => {
    const isOther = started !== null && (who.started !== started || status.offsetMin < (heard.last ?? 0));
    if (started === null || isOther) {
      report('none', 0);
      hasMeasured = false;
    }
    heard = {
      zeroMs: clock.now() - status.offsetMin * MINUTE_MS,
      last: started === null || isOther ? null : heard.last,
    };
    started = who.started;
    newsAt = clock.now();
  };

  const note = (status: Status, { runMin }: Introduction): void =>
    report(sessionOf(status, { runMin, wasActive: hasMeasured }), (runMin - status.offsetMin) * MINUTE_MS);

  /** One connection, from its beginning until it is lost. Rejects with the reason. */
  const attend = async (link: GattClient): Promise<never> => {
    const arrived: Ambiguous[] = [];
    let damage: string | null = null;
    let lost: string | null = null;
    let ring = (): void => {};
    let crc = false;
    const called = (): Promise<void> =>
      new Promise(resolve => {
        ring = resolve;
      });
    link.onLost(reason => {
      lost = reason;
      ring();
    });
    const take = (bytes: Uint8Array): void => {
      const read = readBothWays(bytes, crc);
      if (read.ok) arrived.push(...read.value);
      else damage = read.problem;
      ring();
    };

    const talk = await converse(link, clock, take);
    let who = await talk.introduce();
    crc = who.crc;
    let status = await talk.status();
    if (says(status.annunciation, 'timeSyncRequired')) {
      await talk.setTime(utcTime(clock.wall()));
      who = await talk.introduce();
      status = await talk.status();
    }
    meet(who, status);
    note(status, who);
    retryMs = RETRY_MS.first;
    await fetchMissed(talk, status);
    say(null);

    for (;;) {
      if (lost !== null) throw new GattTrouble(lost);
      const isQuiet = arrived.length === 0;
      const offsets = arrived.map(({ measurement }) => measurement.offsetMin);
      if (damage !== null || hasGap(heard.last, offsets, who.intervalMin)) {
        const found = damage;
        damage = null;
        await fetchMissed(talk, await talk.status());
        // Asked for again and damaged again: that is no accident of the air.
        if (found !== null && damage !== null) throw new GattTrouble(`measurements are damaged: ${found}`);
      }
      if (!isQuiet || arrived.length > 0) {
        await tellAll(arrived.splice(0), talk, who);
        continue;
      }
      const next = called();
      wake(PATIENCE * who.intervalMin * MINUTE_MS, () => ring());
      const before = clock.now();
      await next;
      cancelWake();
      const isOverdue = clock.now() - before >= PATIENCE * who.intervalMin * MINUTE_MS;
      if (lost === null && arrived.length === 0 && damage === null && isOverdue) {
        status = await talk.status();
        note(status, who);
        await fetchMissed(talk, status);
        if (arrived.length === 0)
          say('is connected and measures nothing. Look at the sensor; it may have ended.');
      }
    }
  };

  const fetchMissed = async (talk: Conversation, { offsetMin }: Status): Promise<void> => {
    const from = heard.last === null ? Math.max(0, offsetMin - FIRST_MIN) : heard.last + 1;
    if (from > offsetMin) return;
    const answer = await talk.askFrom(from);
    if (answer.answer === 'result' && answer.result !== 'success' && answer.result !== 'noRecords')
      say(`gives no past measurements: ${answer.result}. Those that were missed stay missing.`);
  };

  const tellAll = async (
    batch: readonly Ambiguous[],
    talk: Conversation,
    who: Introduction,
  ): Promise<void> => {
    for (const each of batch.toSorted((a, b) => a.measurement.offsetMin - b.measurement.offsetMin)) {
      if (order === null && isAmbiguous(each)) order = learnedOrder(each, await talk.status());
      const measurement = readIn(each, order);
      const found = hear(heard, measurement, clock.now());
      if (found.what === 'known') {
        if (clock.now() - newsAt >= PATIENCE * who.intervalMin * MINUTE_MS)
          say('repeats measurements of long ago. Look at the sensor; it may have to be replaced.');
        continue;
      }
      if (found.what === 'future') {
        say(
          `dates a measurement ${Math.ceil(found.aheadMs / MINUTE_MS)} min ahead. It was refused; set the time of the sensor.`,
        );
        continue;
      }
      heard = { ...heard, last: found.offsetMin };
      newsAt = clock.now();
      if (found.what === 'none') {
        say(`no glucose: ${found.why}.`);
        note({ offsetMin: found.offsetMin, annunciation: measurement.annunciation }, who);
        continue;
      }
      hasMeasured = true;
      note({ offsetMin: found.offsetMin, annunciation: measurement.annunciation }, who);
      say(null);
      const { mgPerDl, offsetMin: sequence, ageMs } = found;
      sink({ type: 'cgm.measured', mgPerDl, sequence, ageMs });
    }
  };

  const run = async (): Promise<void> => {
    if (state !== 'running') return;
    try {
      const attempt = new AbortController();
      giveUp = () => attempt.abort();
      gatt = await connect(attempt.signal);
      // It may have been stopped while the link came up.
      if (isStopped()) await gatt.close();
      else await attend(gatt);
    } catch (failure) {
      if (isStopped()) return;
      say(`${message(failure)}. Trying again; bring the sensor nearer if this goes on.`);
    }
    const old = gatt;
    gatt = null;
    await old?.close().catch(() => {});
    if (isStopped()) return;
    wake(retryMs, () => void run());
    retryMs = Math.min(RETRY_MS.most, retryMs * 2);
  };
  const isStopped = (): boolean => state === 'stopped';

  return {
    name,
    start: () => {
      if (state !== 'new') return;
      state = 'running';
      void run();
    },
    stop: () => {
      state = 'stopped';
      cancelWake();
      giveUp();
      void gatt?.close().catch(() => {});
    },
  };
};
