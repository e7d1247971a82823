import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { EXIT } from '../../src/cli/exits.ts';
import { req } from '../support/req.ts';
import { inFolder, isletHere, spawnIslet } from './islet.ts';

test(
  'SR-110 SR-112 a running pump is paired with, asked, given a bolus and suspended from another process',
  req('SR-110', 'SR-112'),
  () =>
    inFolder(async folder => {
      const pump = spawnIslet(
        ['start', '--no-open', '--port', '0', '--patient', '--json', '--remote', '0', '--pair', 'controller'],
        folder,
      );
      const told = async (pattern: RegExp): Promise<string> => {
        while (pump.child.exitCode === null) {
          const found = pattern.exec(pump.err())?.[1];
          if (found !== undefined) return found;
          await new Promise(done => setTimeout(done, 20));
        }
        throw new Error(`islet ended too early: ${pump.err()}`);
      };
      const at = ['--at', await told(/port (\d+) of this machine/)];
      const code = await told(/Pairing code for a controller: (\d{6})/);
      const remote = (...args: readonly string[]) => isletHere(['remote', ...args, ...at], folder);

      expect((await remote('status')).code).toBe(EXIT.badInput);
      expect((await remote('pair', '--code', '12')).code).toBe(EXIT.badInput);
      const paired = await remote('pair', '--code', code);
      expect(paired.err).toContain('Paired as');
      expect(paired.code).toBe(EXIT.ok);
      expect((await remote('pair', '--code', code)).code).toBe(EXIT.badInput);

      // A person resumes at the pump, or it has done so itself because it is new and simulated.
      const status = async () => JSON.parse((await remote('status', '--json')).out).status;
      while (!(await status()).delivering) await new Promise(done => setTimeout(done, 20));
      expect((await remote('bolus', '0.1', '--yes')).err).toContain('done');
      while ((await status()).lastBolus === null) await new Promise(done => setTimeout(done, 20));
      expect((await status()).lastBolus).toMatchObject({ deliveredUu: 100_000, reason: 'completed' });
      expect((await remote('bolus', '99', '--yes')).code).toBe(EXIT.failed);
      expect((await remote('suspend')).code).toBe(EXIT.ok);
      expect(await status()).toMatchObject({ delivering: false });
      const refused = await remote('bolus', '0.1', '--yes');
      expect(refused.code).toBe(EXIT.failed);
      expect(refused.err).toContain('delivery is stopped');
      expect((await remote('unpair')).code).toBe(EXIT.ok);
      expect((await remote('status')).code).toBe(EXIT.badInput);

      const journal = join(folder, JSON.parse(pump.out()).journal);
      const keys = join(dirname(journal), 'remote-keys.json');
      expect(existsSync(keys)).toBe(true);
      if (process.platform !== 'win32') expect(statSync(keys).mode & 0o777).toBe(0o600);
      expect(readFileSync(journal, 'utf8')).not.toContain(code);
      pump.child.kill('SIGINT');
      expect((await pump.ended).code).toBe(EXIT.interrupted);
      // Nobody listens any more.
      expect((await remote('pair', '--code', code)).code).toBe(EXIT.device);
    }),
);

test(
  'SR-110 a pairing role without a port for remotes is refused before anything is begun',
  req('SR-110'),
  () =>
    inFolder(async folder => {
      const { code, err } = await isletHere(['start', '--pair', 'caregiver'], folder);
      expect(code).toBe(EXIT.badInput);
      expect(err).toContain('needs --remote');
      expect(existsSync(join(folder, 'runs'))).toBe(false);
    }),
);
