/** One question of the Hypertext Transfer Protocol. What is in it is told to nobody but the server: it may hold secrets. */
export type HttpRequest = {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
};

export type HttpAnswer = {
  readonly status: number;
  readonly text: string;
  /** When it was sent by the server's own clock, ms since 1970; null when it does not say. */
  readonly sentMs: number | null;
  /** How long the server wants to be left alone; null when it does not say. */
  readonly retryAfterMs: number | null;
};

/** Why there is no answer. */
export const HTTP_TROUBLES = {
  unreachable: 'nobody answers there',
  unknownHost: 'no host of that name is known',
  notEncrypted: 'what answers there does not speak TLS',
  untrusted: 'its certificate is not trusted',
  cut: 'the answer broke off',
  tooLong: 'the answer does not end',
  late: 'no answer came in time',
} as const;
export type HttpTroubleKind = keyof typeof HTTP_TROUBLES;

/** There is no answer. Its message holds nothing of what was asked. */
export class HttpTrouble extends Error {
  override readonly name = 'HttpTrouble';
  readonly kind: HttpTroubleKind;

  constructor(kind: HttpTroubleKind) {
    super(HTTP_TROUBLES[kind]);
    this.kind = kind;
  }
}

/** Asks once and follows no redirection. Rejects with an HttpTrouble; when `cancelled` is aborted, with `late`. */
export type Exchange = (request: HttpRequest, cancelled: AbortSignal) => Promise<HttpAnswer>;

/** More than any list of readings that is asked for. */
export const MOST_OCTETS = 1_048_576;

/** What headers say of time, by the server's own clock alone. */
export const timesIn = (
  date: string | undefined,
  retryAfter: string | undefined,
): Pick<HttpAnswer, 'sentMs' | 'retryAfterMs'> => {
  const sentMs = instantIn(date);
  if (retryAfter !== undefined && /^\d{1,7}$/.test(retryAfter.trim()))
    return { sentMs, retryAfterMs: Number(retryAfter) * 1_000 };
  const until = instantIn(retryAfter);
  return { sentMs, retryAfterMs: until === null || sentMs === null ? null : Math.max(0, until - sentMs) };
};

const instantIn = (text: string | undefined): number | null => {
  const at = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isSafeInteger(at) ? at : null;
};
