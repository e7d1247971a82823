// Hears one fact of a step as another.
import { parentPort } from 'node:worker_threads';

parentPort.on('message', told => {
  if (told.what === 'step' && told.envelope.fact.type === 'settings.discarded')
    told.envelope.fact = { type: 'resume.requested' };
});
