import { linkSays } from './place.ts';

/** What a link says that was opened or copied. The requirement that it is about stands on its card beside the chart. */
export const PlaceStrip = () => {
  const says = linkSays.value;
  if (says.length === 0) return null;
  return (
    <aside class="place" aria-label="Link">
      <p role="status" data-testid="link-says">
        {says.join(' ')}
      </p>
      <button
        type="button"
        class="icon"
        aria-label="Close the link message"
        onClick={() => {
          linkSays.value = [];
        }}
      >
        ×
      </button>
    </aside>
  );
};
