import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { EXIT } from '../../src/cli/exits.ts';
import { MACHINES } from '../../src/cli/machines.ts';
import { chartsFor } from '../../src/inspector/charts/files.ts';
import { svgOf } from '../../src/inspector/charts/svg.ts';
import { elementFrom } from '../../src/verify/export/readXml.ts';
import { subjectNames } from '../../src/verify/export/subjects.ts';
import { inFolder, isletHere as islet } from './islet.ts';

test('a chart comes in every format, and those that hold everything can be printed anew', async () => {
  await inFolder(async folder => {
    const pictures = { mermaid: 'stateDiagram-v2', smcat: '"lock" [type=parallel', dot: 'digraph "lock"' };
    for (const [format, has] of Object.entries(pictures)) {
      const { code, out } = await islet(['chart', 'lock', '--format', format], folder);
      expect(code).toBe(EXIT.ok);
      expect(out).toContain(has);
    }
    for (const format of ['scxml', 'json']) {
      const file = `lock.${format}`;
      const { code, out, err } = await islet(['chart', 'lock', '--format', format, '--out', file], folder);
      expect(code).toBe(EXIT.ok);
      expect([out, err]).toEqual(['', `${file}: written.\n`]);
      const again = await islet(['chart', file, '--format', format], folder);
      expect(again.out).toBe(readFileSync(join(folder, file), 'utf8'));
    }
  });
});

test('the drawing of the page is a picture of its own, whole or of one region', async () => {
  await inFolder(async folder => {
    const whole = await islet(['chart', 'lock', '--format', 'svg'], folder);
    expect(whole.code).toBe(EXIT.ok);
    const one = await islet(['chart', 'lock', '--region', 'entry', '--format', 'svg'], folder);
    const texts = (svg: string): readonly string[] =>
      [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text = '']) => text);
    for (const { out } of [whole, one]) expect(elementFrom(out).name).toBe('svg');
    for (const word of ['screen', 'locked', 'entry', 'open']) expect(texts(whole.out)).toContain(word);
    expect(texts(whole.out).join('\n')).toMatch(/screen\.touched/);
    expect(texts(one.out)).toContain('open');
    expect(texts(one.out)).not.toContain('screen');
  });
});

test('every machine of the list comes in every format, and none is empty', async () => {
  const MARK = {
    svg: /^<svg .*class="state".*<\/svg>$/s,
    mermaid: /stateDiagram-v2\n/,
    smcat: /\[type=parallel/,
    dot: /digraph ".*\}$/s,
    scxml: /<scxml .*<\/scxml>$/s,
    json: /^\{.*\}$/s,
  } as const;
  let printed = 0;
  for (const name of subjectNames)
    for (const [format, mark] of Object.entries(MARK)) {
      // The drawing of the plant is not kept, and takes seconds: `npm run test:deep` makes it. All alarms share one.
      if (format === 'svg' && (name === 'plant' || (name.startsWith('alarm:') && name !== 'alarm:occlusion')))
        continue;
      const { code, out } = await islet(['chart', name, '--format', format], '.');
      expect(code, `${name} ${format}`).toBe(EXIT.ok);
      expect(mark.test(out.trimEnd()), `${name} ${format}`).toBe(true);
      printed += 1;
    }
  expect(printed).toBeGreaterThan(subjectNames.length * 5);
});

test('an svg has every state and transition of its machine, or says what it leaves out', async () => {
  let compared = 0;
  for (const [name, { chart, layout }] of Object.entries(await chartsFor(MACHINES))) {
    const svg = svgOf({ hash: '', chart, layout }, null);
    const drawn = new Set(
      [...svg.matchAll(/ data-(?:state|taken)="([^"]*)"/g)].flatMap(([, ids = '']) =>
        // A new line in an attribute is a space: each id begins with the name of its machine.
        ids.split(` ${name}|`).map(id => id.replace(`${name}|`, '')),
      ),
    );
    const regions = layout.regions.map(({ id }) => id);
    for (const { id } of [...chart.states, ...chart.transitions]) {
      const isSaid = svg.includes(`not drawn: ${id}:`) || regions.includes(id);
      expect(drawn.has(id) || isSaid, id).toBe(true);
      compared += 1;
    }
  }
  expect(compared).toBeGreaterThan(500);
});

test('the list names every machine with its size', async () => {
  const { code, out } = await inFolder(folder => islet(['chart', '--list', '--json'], folder));
  expect(code).toBe(EXIT.ok);
  const { version, machines } = JSON.parse(out);
  expect(version).toBe(1);
  expect(machines).toContainEqual({ name: 'lock', regions: 2, states: 7, transitions: 13, events: 9 });
  expect(machines.length).toBeGreaterThan(40);
});

test('a picture may show one region, with what it names and nothing else', async () => {
  const { code, out } = await inFolder(folder => islet(['chart', 'pump', '--region', 'occlusion'], folder));
  expect(code).toBe(EXIT.ok);
  expect(out).toContain('state "occlusion" as pump_occlusion');
  expect(out).not.toContain('gateIsOpen');
});

const REFUSED: readonly (readonly [args: readonly string[], says: string])[] = [
  [[], 'which machine?'],
  [['pumb'], 'did you mean "pump"?'],
  [['pump', '--region', 'engine'], 'no such region; it has life, supply'],
  [['pump', '--region', 'motor', '--format', 'scxml'], 'leave --region out'],
  [['pump', '--format', 'png'], 'mermaid, smcat, dot, scxml, json'],
  [['broken.scxml', '--format', 'svg'], 'line 1'],
  [['lock.json', '--format', 'svg'], 'take --format dot'],
  [['lock', '--region', 'engine', '--format', 'svg'], 'it has screen, entry'],
  [['absent.scxml'], 'there is no such file'],
  [['broken.scxml'], 'line 1'],
  [['other.json'], 'this is no chart'],
  [['strange.scxml'], 'cannot read <invoke>'],
  [['elsewhere.json'], 'names the state "lock.nowhere", which is not there'],
];

test.each(REFUSED)('chart %j is refused with what to do', async (args, says) => {
  await inFolder(async folder => {
    const lock = (await islet(['chart', 'lock', '--format', 'scxml'], folder)).out;
    const json = (await islet(['chart', 'lock', '--format', 'json'], folder)).out;
    const files = {
      'broken.scxml': '<scxml><state></scxml>',
      'lock.json': json,
      'other.json': '{"islet":"journal"}',
      'strange.scxml': lock.replace('<onentry>', '<invoke/><onentry>'),
      'elsewhere.json': json.replace('"target": "lock.screen.locked"', '"target": "lock.nowhere"'),
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const { code, out, err } = await islet(['chart', ...args], folder);
    expect(code).toBe(EXIT.badInput);
    expect(out).toBe('');
    expect(err).toContain(says);
  });
});
