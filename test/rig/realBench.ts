import { spawnSync } from 'node:child_process';
import { mtSimulator } from '../../hardware/balance/mtsics/simulator.ts';
import { realClock } from '../../hardware/clock/real.ts';
import { qsbSimulator } from '../../hardware/encoder/qsb/simulator.ts';
import { openScaleSimulator } from '../../hardware/force/openscale/simulator.ts';
import { numatoSimulator } from '../../hardware/io/numato/simulator.ts';
import { farPty, loadPty } from '../../hardware/link/pty.ts';
import { mechanism } from '../../hardware/mechanics/model.ts';
import { newMechanics } from '../../hardware/mechanics/state.ts';
import { ticSimulator } from '../../hardware/motor/tic/simulator.ts';
import { type RigProfile, rigProfileSchema } from '../../hardware/rig/profile/schema.ts';
import { SIMULATED_RIG } from '../../hardware/rig/profile/simulated.ts';

/** Simulators that wait on pseudo-terminals in real time, as devices wait on a bench, and a profile with their paths. */
export const realBench = async () => {
  const open = await loadPty();
  if (open === undefined) throw new Error('this platform has no binding for pseudo-terminals');
  const clock = realClock();
  const model = mechanism({ clock, start: newMechanics(200_000_000, clock.now()) });
  const make = () => {
    const pty = farPty(open);
    // The load cell speaks before anybody has opened the line: a terminal as it comes would echo that.
    spawnSync('stty', ['-F', pty.path, 'raw', '-echo']);
    return pty;
  };
  const ptys = { motor: make(), encoder: make(), force: make(), bay: make(), balance: make() };
  const motor = ticSimulator({ link: ptys.motor.link, clock, mechanism: model });
  qsbSimulator({ link: ptys.encoder.link, mechanism: model });
  openScaleSimulator({ link: ptys.force.link, clock, mechanism: model, seed: 1 });
  const bay = numatoSimulator({ link: ptys.bay.link, mechanism: model });
  const scale = mtSimulator({ link: ptys.balance.link, clock, mechanism: model, seed: 1 });
  const { devices } = SIMULATED_RIG;
  const at = (name: keyof typeof ptys) => ({ port: ptys[name].path, serial: undefined });
  const profile: RigProfile = rigProfileSchema.parse({
    ...SIMULATED_RIG,
    devices: {
      motor: { ...devices.motor, ...at('motor') },
      encoder: { ...devices.encoder, ...at('encoder') },
      force: { ...devices.force, ...at('force') },
      bay: { ...devices.bay, ...at('bay') },
      balance: { ...devices.balance, ...at('balance') },
      relays: undefined,
    },
  });
  return {
    profile,
    clock,
    model,
    motor,
    bay,
    scale,
    close: async () => {
      clock.close();
      for (const { link } of Object.values(ptys)) await link.close();
    },
  };
};
