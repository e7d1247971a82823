import ts from 'typescript';
import { at, type Finding, type Rule, within } from './rule.ts';
import { nodesOf, type Source, treeOf } from './source.ts';

/** In an `on`: an event, or all events of one source. */
const ANSWERED = /^[a-z][a-zA-Z0-9]*\.([a-z][a-zA-Z0-9]*|\*)$/;
const DOTTED = /^[a-z][a-zA-Z0-9]*\.[a-z][a-zA-Z0-9]*$/;
const CAMEL = /^[a-z][a-zA-Z0-9]*$/;

const nameOf = (node: ts.PropertyName): string | undefined =>
  ts.isIdentifier(node) || ts.isStringLiteral(node) || ts.isNumericLiteral(node) ? node.text : undefined;

const keysOf = (node: ts.Expression): readonly ts.PropertyName[] =>
  ts.isObjectLiteralExpression(node)
    ? node.properties.flatMap(property =>
        ts.isPropertyAssignment(property) || ts.isShorthandPropertyAssignment(property)
          ? [property.name]
          : [],
      )
    : [];

/** Names given in a value: a text, a list of texts, or objects that carry a type. */
const namesIn = (node: ts.Expression): readonly ts.StringLiteral[] => {
  if (ts.isStringLiteral(node)) return [node];
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap(namesIn);
  return [];
};

const HIDING = new Set(['invoke', 'always', 'history']);
const HIDING_CALLS = new Set(['spawnChild', 'sendTo', 'spawn']);
const NAMING = new Set(['guard', 'actions', 'entry', 'exit']);

/** Whether a property is a state, whatever its name: a plant may well be `on`. */
const isState = ({ parent }: ts.PropertyAssignment): boolean =>
  ts.isPropertyAssignment(parent.parent) && nameOf(parent.parent.name) === 'states';

/** What is wrong with one property of a chart, by the meaning of its key. */
const misnamed = (source: Source, property: ts.PropertyAssignment): readonly Finding[] => {
  const { name, initializer } = property;
  const key = nameOf(name) ?? '';
  if (isState(property)) return [];
  const keys = (pattern: RegExp, what: string) =>
    keysOf(initializer)
      .filter(each => !pattern.test(nameOf(each) ?? ''))
      .map(each => at(source, each, `${each.getText()} is not ${what}`));
  if (key === 'on') return keys(ANSWERED, 'an event `source.pastTense`');
  if (key === 'states') return keys(CAMEL, 'a state in camelCase');
  if (key === 'after') return keys(CAMEL, 'a named delay');
  if (NAMING.has(key) && ts.isArrowFunction(initializer)) return [at(source, name, `${key} is not named`)];
  if (!NAMING.has(key)) return [];
  return namesIn(initializer)
    .filter(each => !CAMEL.test(each.text))
    .map(each => at(source, each, `${each.text} is not in camelCase`));
};

const checkNode = (source: Source, node: ts.Node): readonly Finding[] => {
  if (ts.isCallExpression(node)) {
    const called = node.expression.getText().split('.').at(-1) ?? '';
    if (HIDING_CALLS.has(called)) return [at(source, node, `${called} hides state from transition()`)];
    const [literal] = node.arguments;
    if (called === 'createStateConfig' && literal && ts.isObjectLiteralExpression(literal))
      return [at(source, node, 'needs `satisfies Region`, or a misspelt guard compiles')];
  }
  if (!ts.isPropertyAssignment(node)) return [];
  const key = nameOf(node.name) ?? '';
  if (HIDING.has(key) && !isState(node))
    return [at(source, node, `${key} hides state from transition() or from the eye`)];
  return misnamed(source, node);
};

const chart = (text: string): Source => ({ path: 'machines/pump/a.ts', text });

export const chartRule: Rule = {
  name: 'charts are written in five shapes, and hide nothing',
  covers: ({ path }) => path.startsWith('machines/') && path.endsWith('.ts'),
  check: source => nodesOf(treeOf(source)).flatMap(node => checkNode(source, node)),
  bad: [
    `const a = { on: { BOLUS_REQUESTED: 'b' } };`,
    `const a = { on: { 'bolus.Requested': 'b' } };`,
    `const a = { on: { '*': 'b' } };`,
    `const a = { states: { Still: {} } };`,
    `const a = { states: { 'not-still': {} } };`,
    `const a = { after: { 1000: 'b' } };`,
    `const a = { guard: 'gate-is-open' };`,
    `const a = { actions: ['moveMotor', 'Count pulse'] };`,
    `const a = { guard: () => true };`,
    `const a = { invoke: { src: 'b' } };`,
    `const a = { always: 'b' };`,
    `const a = { history: 'deep' };`,
    `const a = sendTo('b', 'c');`,
    `const a = pump.createStateConfig({ initial: 'b' });`,
  ].map(chart),
  good: [
    `const a = { on: { 'bolus.requested': [{ guard: 'isDeliverable', actions: ['countPulse', { type: 'x' }] }] } };`,
    `const a = { states: { still: {} }, after: { pulse: 'still' }, entry: 'moveMotor', on: { 'fault.*': 'b' } };`,
    `const a = { states: { on: { initial: 'b', states: {} }, after: { 'x-y': 1 }, always: {} } };`,
    `const a = pump.createStateConfig({ initial: 'b' } satisfies Region);`,
  ].map(chart),
};

const VOCABULARIES: Readonly<Record<string, RegExp>> = {
  'src/domain/facts.ts': DOTTED,
  'src/domain/derived.ts': DOTTED,
  'src/domain/commands.ts': CAMEL,
};

/** The text of `type: 'x'` in a type, or of `fact('x', …)`. */
const spelling = (node: ts.Node): ts.StringLiteral | undefined => {
  if (
    ts.isPropertySignature(node) &&
    nameOf(node.name) === 'type' &&
    node.type &&
    ts.isLiteralTypeNode(node.type)
  )
    return ts.isStringLiteral(node.type.literal) ? node.type.literal : undefined;
  if (!ts.isCallExpression(node) || node.expression.getText() !== 'fact') return undefined;
  const [first] = node.arguments;
  return first && ts.isStringLiteral(first) ? first : undefined;
};

/** A fact says `source.pastTense`, a command is a verb and a noun in camelCase. */
export const vocabularyRule: Rule = {
  name: 'facts are dotted, commands are in camelCase',
  covers: ({ path }) => within(path, Object.keys(VOCABULARIES)),
  check: source => {
    const pattern = VOCABULARIES[source.path] ?? DOTTED;
    return nodesOf(treeOf(source)).flatMap(node => {
      const found = spelling(node);
      return !found || pattern.test(found.text) ? [] : [at(source, found, `${found.text} is misspelt`)];
    });
  },
  bad: [
    { path: 'src/domain/facts.ts', text: `const a = fact('motorMoved', {});` },
    { path: 'src/domain/derived.ts', text: `type A = { readonly type: 'PULSE.DUE' };` },
    { path: 'src/domain/commands.ts', text: `type A = { readonly type: 'motor.move' };` },
  ],
  good: [
    { path: 'src/domain/facts.ts', text: `const a = fact('motor.moved', {});` },
    { path: 'src/domain/commands.ts', text: `type A = { readonly type: 'moveMotor' };` },
  ],
};
