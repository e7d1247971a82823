import { shown, status } from './store.ts';

/** Who wears the pump, and what the sensor should have said; nothing with a recording. */
export const BodyReadout = () => {
  const worn = status.value?.worn;
  const body = shown.value?.body;
  if (!worn || !body) return null;
  return (
    <span data-testid="body">
      <i class="key body" /> {worn.patient} ({worn.model}), {worn.scenario}: {body.glucoseMgDl} mg/dL in the
      body, {Math.round(body.eatenG)} g eaten
    </span>
  );
};
