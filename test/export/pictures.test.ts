import { expect, test } from 'vitest';
import { describe } from '../../src/verify/export/describe.ts';
import { type Document, statesIn } from '../../src/verify/export/document.ts';
import { dotOf } from '../../src/verify/export/dot.ts';
import { mermaidOf, nameOf } from '../../src/verify/export/mermaid.ts';
import { scxmlOf } from '../../src/verify/export/scxml.ts';
import { smcatOf } from '../../src/verify/export/smcat.ts';
import { subjectNames, subjectOf } from '../../src/verify/export/subjects.ts';
import { actionsWords, transitionWords } from '../../src/verify/export/words.ts';
import { readByGraphviz } from '../support/readers/graphviz.ts';
import { readByMermaid } from '../support/readers/mermaid.ts';
import { guardOf, type Picture, pictureOf, type Spelling } from '../support/readers/picture.ts';
import { readBySmcat } from '../support/readers/smcat.ts';

/**
 * Each format is read by the people who made it: the same states, nested in the same way, that begin in the
 * same ones, and the same transitions by event, guard and actions.
 */

const id = (name: string): string => name;

const DIVIDED: Spelling = {
  name: id,
  arrow: (_, each) => [each.event, guardOf(each), actionsWords(each.actions)].join(' | '),
};

/** Mermaid keeps the label as one text. */
const LABELLED: Spelling = {
  name: nameOf,
  arrow: (_, each) => {
    const how = each.target === undefined ? ' (stays)' : each.reenter ? ' (enters again)' : '';
    return `${transitionWords(each)}${how}`;
  },
};

type Reader = {
  readonly format: string;
  readonly spelling: Spelling;
  readonly print: (document: Document) => string;
  readonly read: (text: string) => Promise<Picture>;
};

const READERS: readonly Reader[] = [
  { format: 'dot', spelling: DIVIDED, print: dotOf, read: readByGraphviz },
  { format: 'smcat', spelling: DIVIDED, print: smcatOf, read: text => readBySmcat(text, 'smcat') },
  { format: 'mermaid', spelling: LABELLED, print: mermaidOf, read: readByMermaid },
];

/** All machines, and one alarm of each kind that the pictures could differ in: they do not. */
const names = subjectNames.filter(name => !name.startsWith('alarm:')).concat('alarm:motorStall');

const documentOf = (name: string): Document => {
  const subject = subjectOf(name);
  if (subject === null) throw new Error(`no chart ${name}`);
  return describe(subject);
};

const documents = names.map(name => [name, documentOf(name)] as const);

for (const { format, spelling, print, read } of READERS)
  test(`SR-046 every chart as ${format} is read by others as what it is`, { timeout: 60_000 }, async () => {
    let arrows = 0;
    for (const [name, document] of documents) {
      const picture = await read(print(document));
      expect(picture, name).toEqual(pictureOf(document, spelling));
      arrows += picture.arrows.length;
    }
    expect(arrows).toBeGreaterThan(500);
  });

test('SR-046 every chart as SCXML is read by state-machine-cat as what it is', {
  timeout: 60_000,
}, async () => {
  let arrows = 0;
  for (const [name, document] of documents) {
    const { states, initial, arrows: read } = await readBySmcat(scxmlOf(document), 'scxml');
    const picture = pictureOf(document, { name: id, arrow: (_, { event }) => event });
    expect(states, name).toEqual(picture.states);
    // The document itself begins in the outermost state.
    expect(initial, name).toEqual([`: ${document.root.id}`, ...picture.initial].sort());
    expect(read.map(arrow => arrow.split(' | ')[0]).sort(), name).toEqual(picture.arrows);
    arrows += read.length;
  }
  expect(arrows).toBeGreaterThan(500);
});

test('a text that leaves something out, or leads elsewhere, is told from the right one', async () => {
  const document = documentOf('lock');
  const spoilt = (from: RegExp, to: string): Document => {
    const text = JSON.stringify(document).replace(from, to);
    expect(text).not.toBe(JSON.stringify(document));
    return JSON.parse(text);
  };
  const wrong = [
    spoilt(/"target":"lock.screen.unlocked"/, '"target":"lock.screen.locked"'),
    spoilt(/"initial":"lock.entry.none"/, '"initial":"lock.entry.open"'),
    spoilt(/"event":"entry.opened"/, '"event":"entry.closed"'),
    spoilt(/"guard":\{"guard":"isUnlocked"\},/, ''),
  ];
  for (const { spelling, print, read } of READERS)
    for (const each of wrong) expect(await read(print(each))).not.toEqual(pictureOf(document, spelling));
});

test('what a picture has no place for is said in it: what guards ask, what is remembered, how long delays are', () => {
  const document = documentOf('pump');
  for (const { format, print } of READERS) {
    const text = print(document);
    expect(text, format).toContain('guard motorIsFree: (motorIsStill or in pump.motor.uncertain)');
    expect(text, format).toContain('remembers owner: nobody (nobody, basal, bolus, extended, prime)');
    expect(text, format).toContain('action stopTherapy: raises alarm.stopRaised');
    expect(text, format).toContain('delay pulse: 400 ms');
    const described = statesIn(document.root).filter(({ description }) => description !== undefined);
    expect(described.length).toBeGreaterThan(10);
    for (const { description = '' } of described) expect(text, format).toContain(description);
  }
});
