import { useEffect, useMemo } from "preact/hooks";
import type { FaceForm } from "./form-model.ts";
import { inputAtFault } from "./form-values.ts";
import { type Fault, inputId } from "./parameter-field.tsx";
import type { RunError } from "./run-record.ts";
import { targetOf } from "./server-fields.tsx";

/** Finds the input that an error is about, and moves the focus to it once. */
export function useFault(error: RunError | undefined, form: FaceForm): Fault | undefined {
  const fault = useMemo(() => {
    const input = error && findInput(error, form);
    return input === undefined ? undefined : { input, message: error?.message ?? "" };
  }, [error, form]);
  useEffect(() => {
    if (fault) document.getElementById(fault.input === "key" ? "key" : inputId(fault.input))?.focus();
    // Not again when another face is chosen.
  }, [error]);
  return fault;
}

/** Some errors name no parameter, but their status tells. */
function findInput({ status, parameter }: RunError, { face, fields }: FaceForm): string | undefined {
  if (status === 401) return "key";
  if (parameter !== undefined) return inputAtFault(parameter, fields);
  return status === 404 ? targetOf(face) : undefined;
}
