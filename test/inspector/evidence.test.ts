import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { expect, test } from 'vitest';
import { aboutHere } from '../../src/cli/about.ts';
import { chartsIdentity, MACHINES } from '../../src/cli/machines.ts';
import { CHARTS_FILE, chartsFor } from '../../src/inspector/charts/files.ts';
import { regionElement } from '../../src/inspector/charts/shapes.ts';
import {
  coverageOf,
  evidenceLines,
  evidenceOf,
  fileNameOf,
  type Looked,
  viewOf,
  viewText,
} from '../../src/inspector/page/evidence.ts';
import { plainColour, type Seen, stillPicture } from '../../src/inspector/page/still-picture.ts';
import type { Element } from '../../src/verify/export/xml.ts';

const about = await aboutHere();
const status = { kind: 'live', journal: 'runs/2026-01-02/journal.jsonl', run: 'ab12', seed: 7 } as const;
const at = { monoMs: 49_560, wallMs: Date.UTC(2026, 0, 2, 3, 4, 5, 6) };
const LINK = 'http://127.0.0.1:47538/#run=2026-01-02&t=49560&req=SR-012';
const evidence = evidenceOf(about, status, at, LINK);

const looked: Looked = {
  evidence,
  lookingBack: true,
  window: { fromMs: 0, toMs: 60_000 },
  chart: {
    view: 'all:pump',
    camera: { x: 0, y: 1.5, zoom: 0.5 },
    active: new Set(['pump|pump.motor.still', 'pump|pump.bolus.none']),
    selected: 'pump|pump.motor.still',
  },
  requirement: 'SR-012',
  coverage: null,
  properties: { counts: { failed: 0, held: 2 }, violations: [] },
  frame: null,
};

test('what runs here is named: the commit of its own checkout alone, and the charts as a journal names them', async () => {
  expect(about.model).toBe(chartsIdentity());
  expect(about).toMatchObject({
    islet: expect.stringMatching(/^\d+\.\d+\.\d+/),
    xstate: expect.stringMatching(/^5\.\d+\.\d+/),
    node: process.versions.node,
  });
  if (about.commit === null) expect(about.missing.commit).toMatch(/./);
  else expect(about.commit).toMatch(/^[0-9a-f]{40}( \(changed\))?$/);
  // A folder within a checkout is not that checkout.
  const inside = await aboutHere(import.meta.dirname);
  expect(inside.commit).toBeNull();
  expect(inside.missing.commit).toMatch(/not run from a checkout/);
});

test('evidence has a value or a reason for each thing that is asked of it', () => {
  for (const whole of [
    evidence,
    evidenceOf(null, status, at, LINK),
    evidenceOf(about, { kind: 'replay', journal: 'specs/scenarios/bolus.txt' }, at, LINK),
  ]) {
    const fields = Object.entries(whole).filter(([name]) => name !== 'missing');
    expect(fields.map(([name]) => name)).toEqual([
      'islet',
      'commit',
      'model',
      'node',
      'xstate',
      'seed',
      'kind',
      'journal',
      'run',
      'runId',
      'at',
      'link',
    ]);
    for (const [name, value] of fields)
      if (value === null) expect(whole.missing[name] ?? whole.missing.islet, name).toMatch(/\w+ \w+/);
    expect(evidenceLines(whole).join(' ')).not.toMatch(/null|undefined/);
  }
  expect(evidence.at).toEqual({ ...at, utc: '2026-01-02T03:04:05.006Z' });
  expect(evidenceLines(evidence).join(' ')).toContain('seed 7');
});

test('names of files tell run and instant, whatever a journal is called', () => {
  expect(fileNameOf(evidence, 'chart.svg')).toBe('islet-2026-01-02-49560ms-chart.svg');
  fc.assert(
    fc.property(fc.string(), fc.nat(), (run, monoMs) => {
      expect(fileNameOf({ run, at: { ...evidence.at, monoMs } }, 'view.json')).toMatch(
        new RegExp(`^islet-[\\w.-]+-${monoMs}ms-view\\.json$`),
      );
    }),
  );
});

test('the same view is the same text, in whatever order its parts were made, and reads back whole', () => {
  const { chart } = looked;
  const shuffled: Looked = {
    ...Object.fromEntries(Object.entries(looked).reverse()),
    ...looked,
    chart: { ...chart, active: new Set([...chart.active].reverse()) },
  };
  expect(viewText(viewOf(shuffled))).toBe(viewText(viewOf(looked)));
  const read = JSON.parse(viewText(viewOf(looked)));
  expect(read).toEqual({ ...viewOf(looked) });
  expect(read.chart.active).toEqual(['pump|pump.bolus.none', 'pump|pump.motor.still']);
  const names = Object.keys(read);
  expect(names).toEqual([...names].sort());
});

test('coverage tells what was never met, and nothing of what nobody measured', () => {
  const times: Readonly<Record<string, number>> = { 'pump|c': 0, 'pump|a': 3, 'pump|b': 0 };
  expect(coverageOf('a run', ['pump|c', 'pump|a', 'pump|b', 'pump|z'], key => times[key])).toEqual({
    of: 'a run',
    met: 1,
    neverMet: ['pump|b', 'pump|c'],
  });
});

const STYLE = {
  fill: 'rgb(1, 2, 3)',
  stroke: 'none',
  display: 'inline',
  visibility: 'visible',
  opacity: '1',
};

/** A drawing as a browser would tell it, with these changes of style by class. */
const seen = (
  { name, attributes, children }: Element,
  styleOf: (kind: string) => Readonly<Record<string, string>>,
): Seen => ({
  name,
  attributes: Object.fromEntries(
    Object.entries(attributes).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  ),
  style: { ...STYLE, ...styleOf(attributes.class ?? '') },
  children: children.flatMap((child): Seen['children'] =>
    'comment' in child ? [] : 'text' in child ? [child] : [seen(child, styleOf)],
  ),
});

test('each region is XML by itself, with its active state, how it looks, and what it is evidence of', async () => {
  const charts = await chartsFor(MACHINES, CHARTS_FILE);
  let pictures = 0;
  for (const { chart, layout } of Object.values(charts))
    for (const region of layout.regions) {
      const [first] = region.full.states;
      if (first === undefined) continue;
      const active = `${chart.id}|${first.id}`;
      const drawn = regionElement(
        { machine: chart.id, region, scale: 'full', title: '<&"\u00e9' },
        { x: 0, y: 0 },
      );
      const drawing: Seen = {
        name: 'svg',
        attributes: { class: 'canvas', tabindex: '0', 'aria-label': 'no' },
        style: STYLE,
        children: [
          seen(drawn, kind =>
            kind === 'frame'
              ? { stroke: 'color(srgb 0 0.5 1)' }
              : kind === 'ready-mark'
                ? { display: 'none' }
                : kind === 'action'
                  ? { visibility: 'hidden' }
                  : {},
          ),
        ],
      };
      const svg = stillPicture({
        drawing,
        width: 300,
        height: 200,
        ground: 'rgb(255, 255, 255)',
        ink: 'rgb(0, 0, 0)',
        title: 'Islet: <all>',
        evidence,
      });
      expect(XMLValidator.validate(svg), chart.id).toBe(true);
      expect(svg).toContain(`data-state="${active}"`);
      expect(svg).toContain('stroke="rgb(0, 128, 255)"');
      // What is not seen is not there, and nothing points out of the file.
      expect(svg).not.toMatch(/ready-mark|class="action"|tabindex|aria-|var\(|<style|href=|url\((?!#)/);
      const read = new XMLParser({ ignoreAttributes: false }).parse(svg);
      expect(JSON.parse(read.svg.metadata)).toEqual(evidence);
      expect(read.svg.text).toHaveLength(evidenceLines(evidence).length);
      pictures += 1;
    }
  expect(pictures).toBeGreaterThan(20);
});

test('mixed colours are told as older programs read them', () => {
  expect(plainColour('color(srgb 1 0.2 0 / 0.35)')).toBe('rgba(255, 51, 0, 0.35)');
  expect(plainColour('color(srgb 1.0 0 7.5e-05)')).toBe('rgb(255, 0, 0)');
  expect(plainColour('rgb(1, 2, 3)')).toBe('rgb(1, 2, 3)');
});
