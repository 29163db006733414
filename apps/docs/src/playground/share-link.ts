import type { FaceForm } from "./form-model.ts";
import { type Comparison, type FormState, type FormValues, initialState, inputNames } from "./form-values.ts";

/** The longest fragment that is written or read. Longer addresses fail in some browsers and in most chats. */
export const longestLink = 30_000;

const comparisons: readonly Comparison[] = ["one", "seeds", "deployments"];

/** Writes the form as the fragment of a link, without `#`. Names what differs from the fresh page alone. */
export function toFragment({ face, comparison, count, other, values }: FormState): string {
  const parameters = new URLSearchParams({ face });
  if (comparison !== "one") parameters.set("compare", comparison);
  if (comparison === "seeds") parameters.set("count", count);
  if (comparison === "deployments") parameters.set("other", other);
  for (const [name, value] of Object.entries(values)) {
    if (value !== "") parameters.set(name, value);
  }
  return parameters.toString();
}

/** A form that was read from a link. */
export interface SharedForm {
  readonly state: FormState;
  /** Says what the link had that cannot be used. */
  readonly problem?: string;
}

/**
 * Reads the fragment of a link. It may come from anyone: everything but the form's own inputs is ignored.
 *
 * @param fragment - with or without `#`.
 * @returns undefined if there is no form in the fragment at all.
 */
export function fromFragment(fragment: string, forms: readonly FaceForm[]): SharedForm | undefined {
  const text = fragment.replace(/^#/, "");
  // Without a value it is a place on the page, such as the target of the link that skips to the content.
  if (!text.includes("=")) return;
  if (text.length > longestLink)
    return { state: initialState, problem: "The link is too long, so it was ignored." };
  const parameters = new URLSearchParams(text);
  const form = forms.find(({ face }) => face === parameters.get("face"));
  if (!form) return { state: initialState, problem: "The link has no form of this page, so it was ignored." };
  const comparison = comparisons.find((name) => name === parameters.get("compare")) ?? "one";
  const count = parameters.get("count") ?? initialState.count;
  const shared = { face: form.face, comparison, other: parameters.get("other") ?? initialState.other };
  for (const name of ["face", "compare", "count", "other"]) parameters.delete(name);
  const { values, ignored } = readValues(form, parameters);
  const state = { ...shared, count: /^[2-4]$/.test(count) ? count : initialState.count, values };
  if (ignored === 0) return { state };
  return {
    state,
    problem: `The link has ${ignored === 1 ? "a value" : `${ignored} values`} that this form does not, which was ignored.`,
  };
}

function readValues(form: FaceForm, parameters: URLSearchParams): { values: FormValues; ignored: number } {
  const allowed = new Map(
    form.fields.flatMap((field) => inputNames(field).map((name) => [name, field] as const)),
  );
  const values = new Map<string, string>();
  let ignored = 0;
  for (const [name, value] of parameters) {
    const control = allowed.get(name)?.control;
    const options =
      control?.kind === "boolean"
        ? ["true", "false"]
        : control?.kind === "choice"
          ? control.options
          : undefined;
    if (control === undefined || values.has(name) || (options && !options.includes(value))) ignored += 1;
    else if (control.kind === "number" && !Number.isFinite(Number(value))) ignored += 1;
    else values.set(name, value);
  }
  // An own property even for a name such as `__proto__`, which is not an input anyway.
  return { values: Object.fromEntries(values), ignored };
}
