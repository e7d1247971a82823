import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { realClock } from '../../hardware/clock/real.ts';
import { openSerial } from '../../hardware/link/serial.ts';
import { mechanism } from '../../hardware/mechanics/model.ts';
import { newMechanics } from '../../hardware/mechanics/state.ts';
import { ticMotor } from '../../hardware/motor/tic/adapter.ts';
import { TIC_BAUD } from '../../hardware/motor/tic/profile.ts';
import { ticSimulator } from '../../hardware/motor/tic/simulator.ts';
import { countsIn } from '../../src/domain/drive.ts';
import type { Fact } from '../../src/domain/facts.ts';
import { programOf } from '../support/system.ts';

const socat = programOf('socat');

/** Two serial ports joined by another program, as a cable joins two computers. */
const cable = async (
  folder: string,
): Promise<{ paths: readonly [string, string]; program: ChildProcess }> => {
  const paths = [join(folder, 'host'), join(folder, 'device')] as const;
  const ends = paths.map(path => `pty,raw,echo=0,link=${path}`);
  const program = spawn(socat ?? 'socat', ['-d', '-d', ...ends], { stdio: ['ignore', 'ignore', 'pipe'] });
  await new Promise<void>((ready, failed) => {
    program.stderr?.on('data', text => String(text).includes('starting data transfer') && ready());
    program.on('error', failed);
    program.on('exit', code => failed(new Error(`socat ended with ${code}`)));
  });
  return { paths, program };
};

test.skipIf(socat === undefined)(
  'SR-005 in real time, over serial ports that another program holds, a pulse moves once and a dead cable is told',
  { timeout: 30_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'islet-socat-'));
    const { paths, program } = await cable(folder);
    const clock = realClock();
    const facts: Fact[] = [];
    const heard = async (type: Fact['type']): Promise<Fact> => {
      for (let turn = 0; turn < 500; turn += 1) {
        const fact = facts.find(each => each.type === type);
        if (fact !== undefined) return fact;
        await new Promise(resolve => setTimeout(resolve, 10));
      }
      throw new Error(`no ${type}; heard ${facts.map(each => each.type).join(', ') || 'nothing'}`);
    };
    const model = mechanism({ clock, start: newMechanics(200_000_000) });
    const device = await openSerial({ path: paths[1], baudRate: TIC_BAUD });
    ticSimulator({ link: device, clock, mechanism: model });
    const host = await openSerial({ path: paths[0], baudRate: TIC_BAUD });
    const motor = ticMotor({ link: host, clock, sink: fact => facts.push(fact) });
    try {
      expect(await motor.attest()).toEqual({ ok: true });
      motor.move({ pulse: 1, channel: 'basal', bolus: null });
      expect(await heard('motor.arrived')).toEqual({ type: 'motor.arrived', pulse: 1 });
      expect(Math.abs(model.counts() - countsIn(1))).toBeLessThanOrEqual(1);
      const moved = model.counts();
      program.removeAllListeners('exit');
      program.kill('SIGKILL');
      motor.move({ pulse: 2, channel: 'basal', bolus: null });
      expect(await heard('motor.failed')).toMatchObject({ pulse: 2 });
      expect(model.counts()).toBe(moved);
    } finally {
      program.removeAllListeners('exit');
      program.kill('SIGKILL');
      await motor.close();
      await device.close();
      clock.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
