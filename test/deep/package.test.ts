import { execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const COMPILER = join(ROOT, 'node_modules/@typescript/native/bin/tsc');
const manifestSchema = z.looseObject({ dependencies: z.record(z.string(), z.string()) });

/** The sample of the README, as it stands there. */
const sample =
  /<!-- sample -->\n```js\n([\s\S]*?)```/.exec(readFileSync(join(ROOT, 'README.md'), 'utf8'))?.[1] ?? '';

describe('the package, in a project that has nothing else', () => {
  const folder = mkdtempSync(join(tmpdir(), 'islet-package-'));
  const project = join(folder, 'project');
  const installed = join(project, 'node_modules/islet');
  let listed: readonly string[] = [];

  /** As npm installs it, without what is optional: no other Node, no native bindings. Its dependencies are those of the checkout. */
  beforeAll(() => {
    const env = { ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH}` };
    execFileSync('npm', ['pack', '--pack-destination', folder], { cwd: ROOT, env, stdio: 'pipe' });
    const tarball = readdirSync(folder).find(name => name.endsWith('.tgz')) ?? '';
    listed = execFileSync('tar', ['-tzf', join(folder, tarball)], { encoding: 'utf8' })
      .trim()
      .split('\n');
    mkdirSync(installed, { recursive: true });
    execFileSync('tar', ['-xzf', join(folder, tarball), '-C', installed, '--strip-components=1']);
    const { dependencies } = manifestSchema.parse(
      JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')),
    );
    for (const name of Object.keys(dependencies)) {
      if (name === 'vite') continue;
      const link = join(project, 'node_modules', name);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(join(ROOT, 'node_modules', name), link);
    }
    writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(project, 'sample.js'), sample);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('holds JavaScript, declarations, the page and what they read, and no TypeScript', () => {
    expect(listed.length).toBeGreaterThan(800);
    expect(listed.filter(name => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'))).toEqual([]);
    for (const name of [
      'LICENSE',
      'README.md',
      'dist/lib/dist/page/index.html',
      'dist/lib/specs/generated/charts.json',
    ])
      expect(listed).toContain(`package/${name}`);
    expect(listed.filter(name => /package\/(test|reports|runs|node_modules)\//.test(name))).toEqual([]);
  });

  test('runs the sample of the README on plain JavaScript, and its page is there, live', async () => {
    expect(sample).toContain("from 'islet'");
    const child = spawn(process.execPath, ['--no-experimental-strip-types', 'sample.js'], { cwd: project });
    const said = { out: '', err: '' };
    child.stdout.on('data', (bytes: Buffer) => {
      said.out += bytes.toString();
    });
    const address = await new Promise<string>((resolve, reject) => {
      child.stderr.on('data', (bytes: Buffer) => {
        said.err += bytes.toString();
        const found = /Islet: (http:\S+)/.exec(said.err)?.[1];
        if (found !== undefined) resolve(found);
      });
      child.on('close', () => reject(new Error(`the sample ended: ${said.err}`)));
    });
    const page = await fetch(address);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<div id="page">');
    const { origin, searchParams } = new URL(address);
    const headers = {
      'Content-Type': 'application/json',
      Authorization: `Bearer ${searchParams.get('token')}`,
    };
    const disturbed = await fetch(`${origin}/api/requests`, {
      method: 'POST',
      headers,
      body: '{"type":"inject","what":"occlusion","on":true}',
    });
    expect(await disturbed.json()).toEqual({ accepted: true });
    while (!/µU left/.test(said.out)) await new Promise(resolve => setTimeout(resolve, 100));
    const ended = new Promise(resolve => child.on('close', resolve));
    child.kill('SIGINT');
    await ended;
  });

  test('is typed for whoever imports it', () => {
    writeFileSync(join(project, 'typed.ts'), sample);
    writeFileSync(
      join(project, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          module: 'nodenext',
          strict: true,
          noEmit: true,
          skipLibCheck: false,
          types: ['node'],
          typeRoots: [join(ROOT, 'node_modules/@types')],
          lib: ['es2024', 'dom'],
        },
        files: ['typed.ts'],
      }),
    );
    const check = () =>
      execFileSync(process.execPath, [COMPILER, '-p', project], { encoding: 'utf8', stdio: 'pipe' });
    expect(check()).toBe('');
    writeFileSync(join(project, 'typed.ts'), sample.replace("'resume.requested'", "'resume.demanded'"));
    expect(check).toThrow();
  });

  test('has the command, which finds its program', () => {
    const command = join(installed, 'src/cli/bin.mjs');
    const islet = (...args: readonly string[]) =>
      execFileSync(process.execPath, ['--no-experimental-strip-types', command, ...args], {
        cwd: project,
        encoding: 'utf8',
      });
    expect(islet('--version')).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(islet('send', '--list')).toContain('bolus.requested: Request a bolus');
    expect(existsSync(join(installed, 'src/cli/main.ts'))).toBe(false);
  });
});
