// A page's thread that says what it is told, and does what a fact of a step bids it.
import { parentPort } from 'node:worker_threads';

const say = line => parentPort.postMessage({ what: 'say', line });
const now = () => Number(process.hrtime.bigint() / 1_000_000n);
let number = 0;
let seq = null;
let isMute = false;

const BIDDEN = {
  'screen.locked': () => {
    throw new Error('planted in the page');
  },
  'entry.opened': () => {
    throw Object.create(null);
  },
  'screen.unlocked': () =>
    parentPort.postMessage({ what: 'request', id: 1, sent: now(), request: { type: 'resume.requested' } }),
  'screen.touched': () => {
    isMute = true;
  },
  'entry.closed': () => {
    for (let each = 0; each < 5_000; each += 1) say('flood');
  },
  'power.lost': () => {
    for (let id = 0; id < 300; id += 1)
      parentPort.postMessage({ what: 'request', id, sent: now(), request: { type: 'resume.requested' } });
    parentPort.postMessage({ what: 'request', id: 300, sent: now(), request: { type: 'suspend.requested' } });
  },
};

const HEARD = {
  begin: ({ run }) => {
    ({ number } = run);
    seq = run.steps.at(-1)?.envelope.seq ?? run.seq;
    say(`begin at ${seq}${run.steps.length === 0 ? '' : ', its step taken again'}`);
  },
  leap: told => {
    ({ number, seq } = told);
    say(`leap to ${seq}`);
  },
  step: ({ envelope, asked }) => {
    ({ seq } = envelope);
    say(`step ${seq} asked ${asked ?? 'by nobody'}`);
    BIDDEN[envelope.fact.type]?.();
  },
  status: ({ status }) => {
    say(`status ${status === null ? 'none' : status.journal}`);
    if (!isMute) parentPort.postMessage({ what: 'taken', number, seq, isAnswer: true });
  },
  answer: ({ answer }) => say(`answer ${answer.accepted ? 'accepted' : answer.reason}`),
  serve: ({ serving }) =>
    parentPort.postMessage({
      what: 'serving',
      address: 'http://127.0.0.1:7/?token=t',
      port: serving.port === 0 ? 7 : serving.port,
      token: 't',
    }),
  close: () => parentPort.close(),
};

parentPort.on('message', told => HEARD[told.what](told));
