import { lockStepClock } from '../../hardware/clock/lockstep.ts';
import { memoryPair } from '../../hardware/link/memory.ts';
import { mechanism } from '../../hardware/mechanics/model.ts';
import { newMechanics } from '../../hardware/mechanics/state.ts';
import { encode, OUR_FRAMING, openReply, type TicCommand } from '../../hardware/motor/tic/codec.ts';
import { VARIABLE } from '../../hardware/motor/tic/protocol.ts';
import { ticSimulator } from '../../hardware/motor/tic/simulator.ts';
import { sizeOf, type VariableName, valueIn } from '../../hardware/motor/tic/variables.ts';
import { after, milliseconds } from '../../src/domain/units.ts';
import { quick, read, wide } from './ticVectors.ts';

/** A simulated Tic alone on a cable: whoever reads its manual could have written these bytes. */
export const alone = async (
  crc: boolean,
  use: (tic: ReturnType<typeof tools>) => Promise<void>,
): Promise<void> => {
  const made = tools(crc);
  try {
    await use(made);
  } finally {
    await made.close();
  }
};

const tools = (crc: boolean) => {
  const clock = lockStepClock();
  const pair = memoryPair();
  clock.register({ idle: pair.idle });
  const model = mechanism({ clock, start: newMechanics(200_000_000) });
  const sim = ticSimulator({ link: pair.device, clock, mechanism: model, crc });
  const heard: number[] = [];
  pair.host.onBytes(arrived => heard.push(...arrived));
  const put = async (packet: Uint8Array): Promise<Uint8Array> => {
    heard.length = 0;
    pair.host.write(packet);
    await clock.settle();
    return Uint8Array.from(heard);
  };
  const tell = (...commands: readonly TicCommand[]): Promise<Uint8Array> =>
    put(Buffer.concat(commands.map(command => encode(command, { ...OUR_FRAMING, crc }))));
  return {
    sim,
    model,
    put,
    tell,
    wait: (ms: number): Promise<void> => clock.advanceTo(after(clock.now(), milliseconds(ms))),
    /** A variable as its bytes say it. */
    variable: async (name: VariableName): Promise<number> => {
      const reply = await tell(read('getVariable', VARIABLE[name], sizeOf(name)));
      const payload = openReply(reply, crc);
      if (payload?.length !== sizeOf(name)) throw new Error(`${name}: ${reply}`);
      return valueIn(name, payload);
    },
    released: () => tell(wide('haltAndSetPosition', 0), quick('energize'), quick('exitSafeStart')),
    close: async () => {
      await pair.close();
      clock.close();
    },
  };
};
