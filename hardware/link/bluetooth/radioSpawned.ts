import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { after, milliseconds } from '../../../src/domain/units.ts';
import { realClock } from '../../clock/real.ts';
import { inheritingNothing } from '../inherited.ts';
import { GattTrouble } from './gatt.ts';
import type { RadioLine } from './radioApart.ts';
import { type Told, toldSchema } from './radioMessages.ts';

const CODE = new URL('./radioProcess.ts', import.meta.url);
/** It has to take leave of a device, and a second for that. */
const LEAVE = milliseconds(2_000);
const LOAD = milliseconds(20_000);

/** What a process with the radio is told of its surroundings: no secret of a service, as any device in reach speaks to it. */
export const radioEnvironment = (all: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(all).filter(([name]) => !name.startsWith('ISLET_')));

/** Begins a process that has the radio. It ends with this one, however that ends, and does not keep it alive. */
export const spawnRadio = (): RadioLine => {
  // noble prints warnings of its own, which are none of a person's or of whoever reads JSON.
  const child = inheritingNothing(['ignore', 'ignore', 'ignore', 'ipc'], stdio =>
    fork(fileURLToPath(CODE), [], {
      serialization: 'advanced',
      env: radioEnvironment(process.env),
      stdio,
      // A Ctrl-C of the terminal is for the pump.
      detached: process.platform !== 'win32',
    }),
  );
  child.unref();
  child.channel?.unref();
  let isGone = false;
  const tellers: (() => void)[] = [];
  const gone = (): void => {
    isGone = true;
    for (const tell of tellers.splice(0)) tell();
  };
  child.once('exit', gone);
  child.once('error', gone);
  return {
    send: asked => {
      // What cannot be sent goes to a process that has ended, and that is told.
      if (child.connected) child.send(asked, () => {});
    },
    onTold: take =>
      void child.on('message', (said: unknown) => {
        const told = toldSchema.safeParse(said);
        if (told.success) take(told.data);
      }),
    onGone: tell => {
      if (isGone) tell();
      else tellers.push(tell);
    },
    end: () => {
      if (isGone) return;
      if (child.connected) child.send({ ask: 'end' }, () => {});
      const clock = realClock();
      clock.wakeAt(after(clock.now(), LEAVE), () => child.kill('SIGKILL'));
      child.once('exit', () => clock.close());
    },
  };
};

/** Whether the driver loads here. Rejects with a GattTrouble that says why not, and what brings it. */
export const radioLoads = async (spawn: () => RadioLine = spawnRadio): Promise<void> => {
  const line = spawn();
  const clock = realClock();
  const told = await new Promise<Told>(resolve => {
    const failed = (reason: string) => () => resolve({ tell: 'failed', reason });
    line.onTold(resolve);
    line.onGone(failed('the Bluetooth driver ended its process while it was loaded'));
    clock.wakeAt(after(clock.now(), LOAD), failed(`the Bluetooth driver does not load within ${LOAD} ms`));
    line.send({ ask: 'load' });
  });
  clock.close();
  line.end();
  if (told.tell === 'failed') throw new GattTrouble(told.reason);
};
