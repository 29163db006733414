import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import type { FaceForm } from "./form-model.ts";
import { type FormState, initialState, knownValues } from "./form-values.ts";
import { fromFragment, longestLink, toFragment } from "./share-link.ts";

/** Keeps the form's texts, also in the address of the page. The key is not one of them. */
export function useForm(forms: readonly FaceForm[]) {
  const [state, setState] = useState(initialState);
  const [restorations, setRestorations] = useState(0);
  const [message, setMessage] = useState<string>();

  // After hydration: the server knows nothing of the fragment. Before the first paint, so that nothing moves.
  useLayoutEffect(() => {
    function restore() {
      const shared = fromFragment(location.hash, forms);
      if (shared) setState(shared.state);
      setMessage(shared?.problem);
      setRestorations((before) => before + 1);
    }
    restore();
    addEventListener("hashchange", restore);
    return () => removeEventListener("hashchange", restore);
  }, [forms]);

  const form = forms.find(({ face }) => face === state.face) ?? forms[0];
  if (!form) throw new Error("The playground has no form.");
  const fragment = toFragment({ ...state, values: knownValues(state.values, form) });

  useEffect(() => {
    if (restorations === 0) return;
    const isUnchanged = location.hash === "" && state === initialState;
    if (fragment.length <= longestLink && !isUnchanged)
      globalThis.history.replaceState(null, "", `#${fragment}`);
  }, [fragment, restorations]);

  return {
    state,
    form,
    message,
    isTooLong: fragment.length > longestLink,
    change: (change: Partial<FormState>) => setState((before) => ({ ...before, ...change })),
    setValue: (name: string, value: string) =>
      setState((before) => ({ ...before, values: { ...before.values, [name]: value } })),
  };
}
