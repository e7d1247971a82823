/** A thread that forecasts for the page, from one question after the other: whatever a controller does, it does it here. */
import { parentPort } from 'node:worker_threads';
import { expectationOf, type ForecastAsked } from '../../inspector/expectation.ts';

parentPort?.on('message', (asked: ForecastAsked) => parentPort?.postMessage(expectationOf(asked)));
