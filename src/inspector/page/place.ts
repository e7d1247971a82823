import { effect, signal } from '@preact/signals';
import { chosen } from './chart-scene.ts';
import { hashOf, type Place, placeIn, runName } from './deep-link.ts';
import { isPlaying } from './player.ts';
import {
  charts,
  history,
  latest,
  pinned,
  requirement,
  requirements,
  selected,
  status,
  version,
} from './store.ts';
import { pinAt } from './timeline.ts';

/** The moment that is looked at as a link, and a link that is opened. */

/** What of a link could not be shown, or what was copied, in sentences. */
export const linkSays = signal<readonly string[]>([]);

/** Where the page is now. An instant is always named: a link that says "now" would show another moment to each reader. */
const placeNow = (): Place => {
  const at = pinned.peek() ?? latest.peek()?.monoMs;
  const journal = status.peek()?.journal;
  const state = selected.peek();
  const req = requirement.peek();
  return {
    ...(journal === undefined ? {} : { run: runName(journal) }),
    ...(at === undefined ? {} : { t: at }),
    ...(state === null ? {} : { state: linkedState(state) }),
    ...(req === null ? {} : { req }),
  };
};

/** The token stays where it is: in the browser that has it. */
export const linkNow = (): string => `${location.origin}${location.pathname}${hashOf(placeNow())}`;

export const copyLink = async (): Promise<void> => {
  const link = linkNow();
  try {
    await navigator.clipboard.writeText(link);
    sayCopied();
  } catch {
    // Without leave to write there, the address itself is the link.
    toAddress(link);
    linkSays.value = ['The link to this moment is now the address of this page: copy it from there.'];
  }
};

const COPIED = ['The link to this moment is copied.'];
const COPIED_MS = 5_000;

let unsay = (): void => {};

/** Said for a while, and no longer than the moment is looked at: of another one it would be wrong. */
const sayCopied = (): void => {
  unsay();
  linkSays.value = COPIED;
  const at = pinned.peek();
  const over = (): void => {
    clearTimeout(timer);
    forget();
    if (linkSays.peek() === COPIED) linkSays.value = [];
  };
  unsay = over;
  const timer = setTimeout(over, COPIED_MS);
  const forget = pinned.subscribe(now => {
    if (now !== at && !isPlaying.peek()) over();
  });
};

const toAddress = (link: string): void => {
  opened = new URL(link).hash;
  window.history.replaceState(null, '', link);
};

/** `machine|state` is `state` where the machine is the first part of its id. */
const linkedState = (key: string): string => {
  const [machine = '', id = ''] = key.split('|');
  return id.startsWith(`${machine}.`) ? id : key;
};
const keyOfState = (state: string): string =>
  state.includes('|') ? state : `${state.split(/[. ]/)[0]}|${state}`;

/** The part of the address that was opened last; what waits for the run to arrive. */
let opened = '';
let waiting: Place | null = null;

const open = (): void => {
  if (location.hash === opened) return;
  opened = location.hash;
  const read = placeIn(opened);
  if (read === null) return;
  linkSays.value = read.problems;
  waiting = read.place;
  show();
};

/** Shows what a link says as soon as it is known here, and says what is not. */
const show = (): void => {
  const [place, loaded, now] = [waiting, charts.peek(), status.peek()];
  if (place === null || loaded === null || now === null || latest.peek() === null) return;
  const { from, to } = history.span();
  // A run that is still being read may come to the moment yet.
  if (place.t !== undefined && place.t / 1_000 > to && !isReadToItsEnd()) return;
  waiting = null;
  const says = [...linkSays.peek()];
  if (place.run !== undefined && place.run !== runName(now.journal))
    says.push(`The link is of the run ${place.run}; this page shows ${runName(now.journal)}.`);
  if (place.t !== undefined) {
    if (place.t / 1_000 < from || place.t / 1_000 > to)
      says.push(`t = ${place.t}: this run has nothing then; the nearest moment is shown.`);
    pinAt(Math.min(to, Math.max(from, place.t / 1_000)));
  }
  if (place.state !== undefined) {
    const key = keyOfState(place.state);
    const [machine = '', id = ''] = key.split('|');
    const chart = loaded[machine.split(':')[0] ?? '']?.chart;
    const isKnown = [...(chart?.states ?? []), ...(chart?.transitions ?? [])].some(each => each.id === id);
    if (isKnown) {
      selected.value = key;
      chosen.value = id.split(/[. ]/).slice(0, 2).join('.');
    } else says.push(`state = ${place.state}: there is no such state or transition in the charts.`);
  }
  if (place.req !== undefined) {
    if (requirements.peek()[place.req]) requirement.value = place.req;
    else says.push(`req = ${place.req}: there is no such requirement.`);
  }
  linkSays.value = says;
};

let quietSince = 0;
/** So long without a frame, and everything that there is has come. */
const QUIET_MS = 1_500;
const isReadToItsEnd = (): boolean => {
  const clock = status.peek()?.clock;
  if (clock !== undefined && history.span().to >= clock.monoMs / 1_000 - NEAR_NOW_S) return true;
  return performance.now() - quietSince > QUIET_MS;
};
/** A page so close to the pump's clock has caught up with it. */
const NEAR_NOW_S = 60;

/** Opens the link in the address, now and whenever it changes. Called once. */
export const followAddress = (): void => {
  window.addEventListener('hashchange', open);
  effect(() => {
    version.value;
    status.value;
    charts.value;
    quietSince = performance.now();
    show();
  });
  setInterval(() => {
    if (waiting !== null) show();
  }, 250);
  open();
};
