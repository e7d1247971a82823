import { linkSays } from './place.ts';
import { ReqChips } from './requirements.tsx';
import { requirement, requirements } from './store.ts';

/** What a link says that was opened or copied, and the requirement that it is about. */
export const PlaceStrip = () => {
  const id = requirement.value;
  const says = linkSays.value;
  if (id === null && says.length === 0) return null;
  return (
    <aside class="place" aria-label="Link">
      {id !== null && (
        <p data-testid="link-requirement">
          <ReqChips ids={[id]} /> {requirements.value[id]?.sentence ?? ''}
        </p>
      )}
      {says.length > 0 && (
        <p role="status" data-testid="link-says">
          {says.join(' ')}
        </p>
      )}
      <button
        type="button"
        class="icon"
        aria-label="Close what the link says"
        onClick={() => {
          requirement.value = null;
          linkSays.value = [];
        }}
      >
        ×
      </button>
    </aside>
  );
};
