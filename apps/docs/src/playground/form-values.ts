import type { Face } from "./face.ts";
import { extrasField, type FaceForm, type Field } from "./form-model.ts";

/** The texts in the form by the names of their inputs. An empty text is not sent. */
export type FormValues = Readonly<Record<string, string>>;

/** The continuations that a run asks for. */
export type Comparison = "one" | "seeds" | "deployments";

/** Everything that a share link has: the whole form except for the key. */
export interface FormState {
  readonly face: Face;
  readonly comparison: Comparison;
  /** The number of seeds to compare. */
  readonly count: string;
  /** The second deployment to compare. */
  readonly other: string;
  readonly values: FormValues;
}

/** The state of the form on a fresh page: streamed, with log probabilities for the colors. */
export const initialState: FormState = {
  face: "openai",
  comparison: "one",
  count: "2",
  other: "",
  values: {
    prompt: "Call me",
    max_tokens: "64",
    logprobs: "5",
    stream: "true",
    "stream_options.include_usage": "true",
  },
};

/** Lists the names of a field's inputs: one, or one for each item of a list. */
export function inputNames({ name, control }: Field): readonly string[] {
  return control.kind === "list"
    ? Array.from({ length: control.length }, (_, index) => `${name}[${index}]`)
    : [name];
}

/** Finds the input at fault by the parameter that an error names, such as `stop`, `stop[1]` or `logit_bias.50`. */
export function inputAtFault(parameter: string, fields: readonly Field[]): string | undefined {
  const field =
    fields.find(({ name, header }) => parameter === name || parameter === header) ??
    fields.find(({ name }) => parameter.startsWith(`${name}[`) || parameter.startsWith(`${name}.`)) ??
    fields.find(({ name }) => name.startsWith(`${parameter}.`)) ??
    // A parameter without a field of its own can only come from there.
    fields.find(({ name }) => name === extrasField);
  const names = field && inputNames(field);
  return names?.includes(parameter) ? parameter : names?.[0];
}

/** Leaves out the values that a face has no input for. They are kept in the form, for when its face is chosen again. */
export function knownValues(values: FormValues, form: FaceForm): FormValues {
  const known = new Set(form.fields.flatMap(inputNames));
  return Object.fromEntries(Object.entries(values).filter(([name]) => known.has(name)));
}
