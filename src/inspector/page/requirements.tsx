import { requirement, requirements } from './store.ts';

/** Requirement ids as chips; each tells its sentence on hover and to a screen reader, and opens it. */
export const ReqChips = ({ ids, most = 99 }: { readonly ids: readonly string[]; readonly most?: number }) => (
  <span class="chips">
    {ids.slice(0, most).map(id => (
      <button
        key={id}
        type="button"
        class="chip"
        title={requirements.value[id]?.sentence ?? id}
        onClick={() => {
          requirement.value = id;
        }}
      >
        {id}
      </button>
    ))}
    {ids.length > most && (
      <abbr class="chip" title={ids.slice(most).join(', ')}>
        +{ids.length - most}
      </abbr>
    )}
  </span>
);
