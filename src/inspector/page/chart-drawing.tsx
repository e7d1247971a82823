import { memo } from 'preact/compat';
import type { Drawing, DrawnLabel, DrawnRegion } from '../charts/drawing.ts';
import { inWords } from '../charts/model.ts';
import { type Cover, markedBy, titleOf } from './chart-cover.tsx';

/**
 * One region as SVG. It is painted once; what is active or glows is set by class afterwards, so a
 * highlight neither moves nor repaints anything.
 */
export const RegionDrawing = memo(function RegionDrawing({
  machine,
  region,
  scale,
  x,
  y,
  title,
  cover,
}: {
  readonly machine: string;
  readonly region: DrawnRegion;
  readonly scale: 'full' | 'compact';
  readonly x: number;
  readonly y: number;
  readonly title: string;
  readonly cover: Cover;
}) {
  const drawing = region[scale];
  const key = (id: string): string => `${machine}|${id}`;
  return (
    <g class={`region ${scale}`} transform={`translate(${x} ${y})`} data-region={key(region.id)}>
      <rect class="frame" width={drawing.width} height={drawing.height + 30} rx="8" />
      <text class="region-title" x="12" y="20">
        {title}
      </text>
      <text class="region-state" x={drawing.width - 12} y="20" data-lane={key(region.id)} />
      <g transform="translate(0 30)">
        <States drawing={drawing} keyOf={key} cover={cover} compound />
        {drawing.starts.map(path => (
          <path key={path} class="wire start" d={path} marker-end="url(#tip)" />
        ))}
        {drawing.wires.map(wire => (
          <path
            key={wire.transitions[0]}
            class="wire"
            d={wire.path}
            marker-end="url(#tip)"
            data-taken={wire.transitions.map(key).join('\n')}
            {...markedBy(cover, wire.transitions)}
          >
            {cover && <title>{titleOf(cover, wire.transitions)}</title>}
          </path>
        ))}
        {drawing.marks.map(mark =>
          mark.kind === 'dot' ? (
            <circle
              key={mark.of}
              class="dot"
              cx={mark.x + mark.width / 2}
              cy={mark.y + mark.height / 2}
              r="4.5"
            />
          ) : (
            <g key={`any ${mark.of}`} class="any">
              <rect class="any-box" x={mark.x} y={mark.y} width={mark.width} height={mark.height} rx="10" />
              <text x={mark.x + mark.width / 2} y={mark.y + 14}>
                any state
              </text>
            </g>
          ),
        )}
        <States drawing={drawing} keyOf={key} cover={cover} compound={false} />
        {drawing.labels.map(label => (
          <Label key={label.transitions[0]} label={label} keyOf={key} cover={cover} />
        ))}
        {drawing.loops.map(loop => (
          <g
            key={`${loop.kind} ${loop.transitions[0]}`}
            class={`loop ${loop.kind}`}
            transform={`translate(${loop.x} ${loop.y})`}
            data-taken={loop.transitions.map(key).join('\n')}
            {...markedBy(cover, loop.transitions)}
          >
            <circle r="6" />
            <path d={loop.kind === 'stays' ? STAYS : FROM_ANY} />
            <title>{`${loop.kind === 'stays' ? 'stays here on' : 'from any state on'} ${loop.transitions.map(eventOf).join(', ')}${titleOf(cover, loop.transitions)}`}</title>
          </g>
        ))}
      </g>
    </g>
  );
});

/** Each event can be picked by itself; all of a label light up together. */
const Label = ({
  label,
  keyOf,
  cover,
}: {
  readonly label: DrawnLabel;
  readonly keyOf: (id: string) => string;
  readonly cover: Cover;
}) => (
  <g
    class={label.inside === null ? 'label' : 'label inside'}
    transform={`translate(${label.x} ${label.y})`}
    data-taken={label.transitions.map(keyOf).join('\n')}
    data-pick={keyOf(label.transitions[0] ?? '')}
    {...markedBy(cover, label.transitions)}
  >
    {cover && <title>{titleOf(cover, label.transitions)}</title>}
    <rect class="label-box" width={label.width} height={label.height} rx="4" />
    {label.lines.map(({ role, text, transition }, index) => (
      <text
        key={`${role} ${transition ?? ''}`}
        class={role}
        x={label.inside === null ? 8 : 5}
        data-most={label.width - (label.inside === null ? 12 : 6)}
        y={10 + (label.height - 13 * label.lines.length) / 2 + index * 13}
        {...(transition === undefined ? {} : { 'data-pick': keyOf(transition) })}
      >
        <Words text={text} />
      </text>
    ))}
  </g>
);

/** `event → goal`, the goal less loudly. */
const Words = ({ text }: { readonly text: string }) => {
  const [event, goal] = text.split(' → ');
  return (
    <>
      {event}
      {goal !== undefined && <tspan class="goal">{` → ${goal}`}</tspan>}
    </>
  );
};

const STAYS = 'M-2.6 -1.2 A2.9 2.9 0 1 1 -1 2.6 M-3.6 -2.6 L-2.6 -0.8 L-0.6 -1.6';
const FROM_ANY = 'M-3 -3 L2.4 2.4 M2.6 -1.2 L2.6 2.6 L-1.2 2.6';

/** `source event index` → the event. */
const eventOf = (transition: string): string => transition.split(' ')[1] ?? transition;

/** Compound states lie under the wires, the others above. */
const States = ({
  drawing,
  keyOf,
  cover,
  compound,
}: {
  readonly drawing: Drawing;
  readonly keyOf: (id: string) => string;
  readonly cover: Cover;
  readonly compound: boolean;
}) => (
  <>
    {drawing.states
      .filter(state => drawing.states.some(other => other.id.startsWith(`${state.id}.`)) === compound)
      .map(state => (
        <g
          key={state.id}
          class={compound ? 'state compound' : 'state'}
          transform={`translate(${state.x} ${state.y})`}
          data-state={keyOf(state.id)}
          data-pick={keyOf(state.id)}
          {...markedBy(cover, [state.id])}
        >
          <rect width={state.width} height={state.height} rx="6" />
          <circle class="lamp" cx="12" cy="14" r="3.6" />
          <text class="title" x="22" y="18" data-most={state.width - 26}>
            {state.title}
          </text>
          {state.lines.map((line, index) => (
            <text key={line} class="action" x="11" y={32 + index * 13} data-most={state.width - 15}>
              {line}
            </text>
          ))}
          <title>{`${inWords(state.id.split('.').at(-1) ?? state.id)}${titleOf(cover, [state.id])}`}</title>
        </g>
      ))}
  </>
);
