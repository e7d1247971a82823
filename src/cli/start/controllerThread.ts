/** A thread that asks controllers, one question after the other: whatever one of them does, it does it here. */
import { parentPort } from 'node:worker_threads';
import type { Question } from '../../ports.ts';
import { answer } from '../../runtime/controllers.ts';

parentPort?.on('message', (question: Question) => parentPort?.postMessage(answer(question)));
