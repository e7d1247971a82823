import { requirements } from './store.ts';

/** Requirement ids as chips; each tells its sentence on hover and to a screen reader. */
export const ReqChips = ({ ids, most = 99 }: { readonly ids: readonly string[]; readonly most?: number }) => (
  <span class="chips">
    {ids.slice(0, most).map(id => (
      <abbr key={id} class="chip" title={requirements.value[id]?.sentence ?? id}>
        {id}
      </abbr>
    ))}
    {ids.length > most && (
      <abbr class="chip" title={ids.slice(most).join(', ')}>
        +{ids.length - most}
      </abbr>
    )}
  </span>
);
