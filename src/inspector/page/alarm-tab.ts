import type { Priority } from '../../domain/alarms/kind.ts';
import { ALARMS } from '../../domain/alarms.ts';
import type { Annunciation } from '../../domain/commands.ts';

/** The mark of each priority, as wide as it is urgent. */
export const SYMBOL = { high: '!!!', medium: '!!', low: '!', info: 'i' } as const satisfies Record<
  Priority,
  string
>;

/** What the tab of the page says: its title, and its icon as an address. */
export type Tab = { readonly title: string; readonly icon: string };

/** Ground and ink of each priority, as the light theme has them: a tab has no theme of ours. */
const COLOURS: Readonly<Record<Priority, readonly [ground: string, ink: string]>> = {
  high: ['#c1121f', '#ffffff'],
  medium: ['#f2cc0c', '#000000'],
  low: ['#00b7c7', '#000000'],
  info: ['#e4e4e4', '#000000'],
};

const svg = (inside: string): string =>
  `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">${inside}</svg>`)}`;

const QUIET = svg(
  '<rect width="16" height="16" rx="4" fill="#1f5fbf"/><circle cx="8" cy="8" r="3.5" fill="white"/>',
);
const UNKNOWN = svg(
  '<rect width="16" height="16" rx="4" fill="#566273"/><text x="8" y="12.5" font-size="12" font-weight="bold" text-anchor="middle" fill="white">?</text>',
);

const markOf = (priority: Priority): string => {
  const [ground, ink] = COLOURS[priority];
  return svg(
    `<rect width="16" height="16" rx="4" fill="${ground}"/><text x="8" y="13" font-size="13" font-weight="bold" text-anchor="middle" fill="${ink}">${SYMBOL[priority]}</text>`,
  );
};

/** The most urgent alarm first, then how many more; without a connection nobody knows, and it says so. */
export const tabOf = (alarms: readonly Annunciation[], isConnected: boolean): Tab => {
  if (!isConnected) return { title: '? no connection · Islet', icon: UNKNOWN };
  const [first, ...more] = alarms;
  if (first === undefined) return { title: 'Islet', icon: QUIET };
  const silent =
    first.signal === 'sounding' ? '' : first.signal === 'paused' ? ' (audio paused)' : ' (acknowledged)';
  const others = more.length === 0 ? '' : ` and ${more.length} more`;
  const { title } = ALARMS[first.alarm];
  return {
    title: `${SYMBOL[first.priority]} ${first.priority.toUpperCase()} ${title}${silent}${others} · Islet`,
    icon: markOf(first.priority),
  };
};
