import type { CreateCompletionRequest, ExtraParameters } from "@completions-api/types";
import { deploymentField, extrasField, type FaceForm, type Field, policyField } from "./form-model.ts";
import { type FormValues, inputNames } from "./form-values.ts";
import type { RunRequest } from "./start-run.ts";

/** A text that is not what its field needs, found before anything is sent. */
export interface FieldProblem {
  readonly parameter: string;
  readonly message: string;
}

/**
 * Makes a request of the form's texts. Values outside of a parameter's range are sent: the server's error is part of the
 * contract that the playground shows.
 */
export function requestFromForm(form: FaceForm, values: FormValues): RunRequest | FieldProblem {
  const body: Record<string, unknown> = { prompt: values.prompt ?? "" };
  let extras: Record<string, unknown> = {};
  for (const field of form.fields) {
    if (field.name === "prompt" || field.header !== undefined) continue;
    const value = readField(field, values);
    if (value === undefined) continue;
    if (value instanceof SyntaxError) {
      return { parameter: field.name, message: `\`${field.name}\` must be a JSON object: ${value.message}` };
    }
    if (field.name === extrasField) extras = Object(value);
    else setPath(body, field.name.split("."), value);
  }
  return {
    face: form.face,
    // The server checks the values: the form lets wrong ones through on purpose.
    body: { ...body, ...extras } as unknown as CreateCompletionRequest,
    deployment: form.face === "completions" ? values[deploymentField] || undefined : undefined,
    // The options of the field are those of the spec.
    extraParameters: (values[policyField] || undefined) as ExtraParameters | undefined,
  };
}

/** Tells a request from a problem. */
export function isProblem(result: RunRequest | FieldProblem): result is FieldProblem {
  return "parameter" in result;
}

function readField(field: Field, values: FormValues): unknown {
  const { control, name } = field;
  if (control.kind === "list") {
    const items = inputNames(field).map((input) => values[input] ?? "");
    const filled = items.filter((item) => item !== "").map(unescapeText);
    return filled.length > 0 ? filled : undefined;
  }
  const text = values[name] ?? "";
  if (text === "") return;
  if (control.kind === "number") return readNumber(text);
  if (control.kind === "boolean") return text === "true";
  if (control.kind === "json") return readObject(text);
  return text;
}

/** A text that is no number is sent as it is. */
function readNumber(text: string): number | string {
  const number = Number(text);
  return Number.isFinite(number) && text.trim() !== "" ? number : text;
}

function readObject(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
    return new SyntaxError("this is another JSON value.");
  } catch (error) {
    return error;
  }
}

/** An input has one line, so `\n` and `\t` stand for what cannot be typed, and `\\` for a backslash. */
function unescapeText(text: string): string {
  return text.replace(/\\([nt\\])/g, (_, letter: string) => ({ n: "\n", t: "\t" })[letter] ?? letter);
}

function setPath(
  target: Record<string, unknown>,
  [first = "", ...rest]: readonly string[],
  value: unknown,
): void {
  if (rest.length === 0) {
    target[first] = value;
    return;
  }
  const inner = { ...Object(target[first]) };
  setPath(inner, rest, value);
  target[first] = inner;
}
