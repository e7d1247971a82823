import { request as plain } from 'node:http';
import { request as encrypted } from 'node:https';
import { type Exchange, HttpTrouble, type HttpTroubleKind, MOST_OCTETS, timesIn } from './exchange.ts';

const KIND_OF: Readonly<Record<string, HttpTroubleKind>> = {
  ENOTFOUND: 'unknownHost',
  EAI_AGAIN: 'unknownHost',
  ECONNRESET: 'cut',
  EPROTO: 'notEncrypted',
  ABORT_ERR: 'late',
};

/** Codes of OpenSSL's verifier; all say that the other side may be anybody. */
const UNTRUSTED = /CERT|SELF_SIGNED|UNABLE_TO_|ALTNAME/;
const NOT_TLS = /^ERR_SSL|^EPROTO$|WRONG_VERSION/;

const troubleOf = (failure: Error): HttpTrouble => {
  if (failure instanceof HttpTrouble) return failure;
  const code = 'code' in failure ? String(failure.code) : '';
  if (UNTRUSTED.test(code)) return new HttpTrouble('untrusted');
  if (NOT_TLS.test(code)) return new HttpTrouble('notEncrypted');
  return new HttpTrouble(KIND_OF[code] ?? 'unreachable');
};

/** Asks over the network of this machine: a connection for each question, TLS with the roots of Node. */
export const nodeExchange: Exchange = (request, signal) =>
  // What a header cannot carry is refused before anything is sent: that is a trouble of this question, too.
  exchanged(request, signal).catch((failure: unknown) => {
    throw failure instanceof Error ? troubleOf(failure) : failure;
  });

const exchanged: Exchange = ({ method, url, headers, body }, signal) =>
  new Promise((resolve, reject) => {
    const fail = (failure: Error): void => reject(troubleOf(failure));
    const ask = url.protocol === 'https:' ? encrypted : plain;
    const asking = ask(url, { method, headers, agent: false, signal }, answer => {
      const parts: Buffer[] = [];
      let octets = 0;
      answer.on('data', (part: Buffer) => {
        octets += part.length;
        parts.push(part);
        if (octets > MOST_OCTETS) answer.destroy(new HttpTrouble('tooLong'));
      });
      answer.on('error', fail);
      answer.on('end', () => {
        if (!answer.complete) {
          reject(new HttpTrouble('cut'));
          return;
        }
        resolve({
          status: answer.statusCode ?? 0,
          text: Buffer.concat(parts).toString('utf8'),
          ...timesIn(answer.headers.date, answer.headers['retry-after']),
        });
      });
    });
    asking.on('error', fail);
    asking.end(body);
  });
