import type { Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { TIMING } from '../../domain/limits.ts';
import type { PageRequest } from '../protocol.ts';
import { request, sendLine } from './asking.ts';
import { type Range, rangeWords, within } from './ranges.ts';

/** What all forms of the page are made of. */

type FieldProps = {
  readonly label: string;
  /** Read and written as a signal is. */
  readonly text: { value: string };
  readonly range: Range;
  readonly testid: string;
  readonly isBig?: boolean;
  readonly disabled?: boolean;
  /** Wrong for another reason than its range. */
  readonly isWrong?: boolean;
  /** Its unit is chosen beside it. */
  readonly isUnitApart?: boolean;
};

/** A number with its unit; marked when it is out of its range, which a tooltip tells. */
export const NumberField = ({
  label,
  text,
  range,
  testid,
  isBig = false,
  disabled = false,
  isWrong = false,
  isUnitApart = false,
}: FieldProps) => (
  <label class="field" title={`${label}: ${rangeWords(range)}`}>
    <input
      type="number"
      class={isBig ? 'amount' : ''}
      min={range.least}
      max={range.most}
      step={range.step}
      value={text.value}
      onInput={event => {
        text.value = event.currentTarget.value;
      }}
      aria-label={`${label}, ${range.unit}`}
      aria-invalid={isWrong || within(text.value, range) === null}
      disabled={disabled}
      data-testid={testid}
    />
    {!isUnitApart && ` ${range.unit}`}
  </label>
);

type ChoiceProps<Value extends string> = {
  readonly label: string;
  readonly chosen: Signal<Value>;
  readonly options: Readonly<Record<Value, string>>;
  readonly testid: string;
  readonly disabled?: boolean;
};

/** One of a few, by its words. */
export const Choice = <Value extends string>({
  label,
  chosen,
  options,
  testid,
  disabled = false,
}: ChoiceProps<Value>) => {
  const entries = Object.entries<string>(options);
  const isValue = (value: string): value is Value => Object.hasOwn(options, value);
  return (
    <select
      value={chosen.value}
      onChange={({ currentTarget: { value } }) => {
        if (isValue(value)) chosen.value = value;
      }}
      aria-label={label}
      disabled={disabled}
      data-testid={testid}
    >
      {entries.map(([value, words]) => (
        <option key={value} value={value}>
          {words}
        </option>
      ))}
    </select>
  );
};

const told = (title: string | undefined, asks: PageRequest): string =>
  [...(title === undefined ? [] : [title]), sendLine(asks)].join('\n');

type AskProps = {
  readonly asks: PageRequest;
  readonly testid?: string;
  readonly isStrong?: boolean;
  readonly disabled?: boolean;
  readonly title?: string;
  readonly children: ComponentChildren;
};

/** A button that asks one thing of the pump. Its tooltip is what is told of it, and the command line that asks the same. */
export const Ask = ({
  asks,
  testid = asks.type,
  isStrong = false,
  disabled = false,
  title,
  children,
}: AskProps) => (
  <button
    type="button"
    class={isStrong ? 'strong' : ''}
    data-testid={testid}
    disabled={disabled}
    title={told(title, asks)}
    onClick={() => void request(asks)}
  >
    {children}
  </button>
);

/** On or off, and it shows which. */
export const Toggle = ({
  isOn,
  asks,
  testid,
  title,
  children,
}: Omit<AskProps, 'asks'> & { readonly isOn: boolean; readonly asks: (on: boolean) => PageRequest }) => (
  <button
    type="button"
    class="toggle"
    data-testid={testid}
    aria-pressed={isOn}
    title={told(title, asks(!isOn))}
    onClick={() => void request(asks(!isOn))}
  >
    <span class="knob" aria-hidden="true" />
    {children}
  </button>
);

type HoldProps = {
  readonly start: PageRequest;
  /** Said again and again while it is pressed. */
  readonly held?: PageRequest;
  readonly stop: PageRequest;
  readonly testid: string;
  readonly isStrong?: boolean;
  readonly title?: string;
  readonly children: ComponentChildren;
};

/** Acts while it is pressed, by finger, mouse or space bar; whatever takes the press away lets go. */
export const HoldButton = ({ start, held, stop, testid, isStrong = false, title, children }: HoldProps) => {
  const isHeld = useRef(false);
  const signs = useRef<number | undefined>(undefined);
  const hold = (): void => {
    if (isHeld.current) return;
    isHeld.current = true;
    if (held !== undefined) signs.current = window.setInterval(() => void sign(held), TIMING.primeSign);
    void request(start);
  };
  const letGo = (): void => {
    if (!isHeld.current) return;
    isHeld.current = false;
    window.clearInterval(signs.current);
    void request(stop);
  };
  const sign = async (again: PageRequest): Promise<void> => {
    if (!(await request(again))) letGo();
  };
  // A button that leaves the page lets go, too.
  useEffect(() => letGo, []);
  return (
    <button
      type="button"
      class={isStrong ? 'strong' : ''}
      data-testid={testid}
      {...(title === undefined ? {} : { title })}
      onPointerDown={event => {
        event.currentTarget.setPointerCapture(event.pointerId);
        hold();
      }}
      onPointerUp={letGo}
      onPointerCancel={letGo}
      onBlur={letGo}
      onKeyDown={event => {
        if (event.key === ' ' && !event.repeat) hold();
      }}
      onKeyUp={event => {
        if (event.key === ' ') letGo();
      }}
    >
      {children}
    </button>
  );
};

/** What is asked, and the two answers; the first has the focus. */
export const ConfirmRow = ({
  yes,
  no,
}: {
  readonly yes: Omit<AskProps, 'asks'> & { readonly asks: PageRequest | null };
  readonly no: AskProps;
}) => {
  const row = useRef<HTMLDivElement>(null);
  const isReady = yes.asks !== null;
  useEffect(() => {
    if (isReady) row.current?.querySelector('button')?.focus();
  }, [isReady]);
  return (
    <div class="line" ref={row}>
      {yes.asks === null ? (
        <button type="button" class="strong" disabled data-testid={yes.testid}>
          {yes.children}
        </button>
      ) : (
        <Ask {...yes} asks={yes.asks} isStrong />
      )}
      <Ask {...no} />
    </div>
  );
};

/**
 * A form that the pump knows to be open from the first change in it until it is sent or left: half an entry
 * is discarded when nobody goes on with it (SR-107). `send` asks for what is entered.
 */
export const EntryForm = ({
  send,
  children,
}: {
  readonly send: () => void;
  readonly children: ComponentChildren;
}) => {
  const opening = useRef<Promise<boolean> | null>(null);
  const open = (): void => {
    opening.current ??= request({ type: 'entry.opened' });
  };
  const close = (): void => {
    const opened = opening.current;
    opening.current = null;
    // After it, never beside it: the one that comes last is believed.
    void opened?.then(isOpen => isOpen && request({ type: 'entry.closed' }));
  };
  useEffect(() => close, []);
  return (
    <form
      onInput={open}
      onFocusOut={({ currentTarget, relatedTarget }) => {
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) close();
      }}
      onSubmit={event => {
        event.preventDefault();
        close();
        send();
      }}
    >
      {children}
    </form>
  );
};
