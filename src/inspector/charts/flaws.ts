import type { Box, Drawing, DrawnLabel } from './drawing.ts';
import type { Chart } from './model.ts';

/**
 * What in a drawing with all its words lies over something else or outside the picture, in words; none
 * when it can be read. A state may hold the states inside it, and the labels of transitions that leave or
 * reach one of them.
 */
export const flawsOf = (chart: Chart, drawing: Drawing): readonly string[] => {
  const { states, labels, marks, width, height } = drawing;
  const frame: Box = { x: 0, y: 0, width, height };
  const ends = new Map(chart.transitions.map(({ id, source, targets }) => [id, [source, ...targets]]));
  const holds = (state: string, { transitions, inside }: DrawnLabel): boolean =>
    state === inside ||
    transitions.every(transition => (ends.get(transition) ?? []).some(end => end.startsWith(`${state}.`)));
  const named = ({ transitions }: DrawnLabel): string => transitions.join(' and ');
  return [
    ...pairs(states)
      .filter(([one, other]) => overlap(one, other) && !nested(one, other) && !nested(other, one))
      .map(([one, other]) => `${one.id} lies over ${other.id}`),
    ...pairs(labels)
      .filter(([one, other]) => overlap(one, other))
      .map(([one, other]) => `the words of ${named(one)} lie over those of ${named(other)}`),
    ...labels.flatMap(label =>
      [
        ...states.filter(state => !(holds(state.id, label) && within(label, state))),
        ...marks
          .filter(mark => !(label.inside === `${mark.kind}:${mark.of}` && within(label, mark)))
          .map(({ of, kind, ...mark }) => ({ id: `${kind} of ${of}`, ...mark })),
      ]
        .filter(thing => overlap(label, thing))
        .map(({ id }) => `the words of ${named(label)} lie over ${id}`),
    ),
    ...[...states, ...marks]
      .filter(thing => !within(thing, frame))
      .map(thing => `${'id' in thing ? thing.id : thing.of} leaves the picture`),
    ...labels
      .filter(label => !within(label, frame))
      .map(label => `the words of ${named(label)} leave the picture`),
  ];
};

const nested = (inner: Box & { readonly id: string }, outer: Box & { readonly id: string }): boolean =>
  inner.id.startsWith(`${outer.id}.`) && within(inner, outer);

const overlap = (one: Box, other: Box): boolean =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height;

const within = (inner: Box, outer: Box): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

const pairs = <Thing>(things: readonly Thing[]): readonly (readonly [Thing, Thing])[] =>
  things.flatMap((one, index) => things.slice(index + 1).map(other => [one, other] as const));
