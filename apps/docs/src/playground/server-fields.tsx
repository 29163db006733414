import { useState } from "preact/hooks";
import type { Face } from "./face.ts";
import { deploymentField, type FaceForm } from "./form-model.ts";
import type { FormState } from "./form-values.ts";
import { type Fault, FaultNote, faultId, inputId } from "./parameter-field.tsx";

interface ServerFieldsProps {
  readonly forms: readonly FaceForm[];
  readonly state: FormState;
  readonly apiKey: string;
  readonly fault: Fault | undefined;
  onChange(change: Partial<FormState>): void;
  onTarget(name: string, value: string): void;
  onKey(key: string): void;
}

/** The face, the model or deployment, and the key. */
export function ServerFields({ forms, state, apiKey, fault, onChange, onTarget, onKey }: ServerFieldsProps) {
  const [models, setModels] = useState<readonly string[]>([]);
  const target = targetOf(state.face);
  const own = fault?.input === target ? fault : undefined;
  return (
    <div class="server-fields">
      <div class="field">
        <label for="face">Face</label>
        {/* The options are the faces that the page has forms of. */}
        <select
          id="face"
          value={state.face}
          onChange={(event) => onChange({ face: event.currentTarget.value as Face })}
        >
          {forms.map(({ face, path }) => (
            <option key={face} value={face}>
              {face}: POST {path}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for={inputId(target)}>{target === "model" ? "Model" : "Deployment"}</label>
        <input
          id={inputId(target)}
          type="text"
          list="models"
          autocomplete="off"
          spellcheck={false}
          placeholder="the server's default"
          value={state.values[target] ?? ""}
          aria-invalid={own ? "true" : undefined}
          aria-describedby={own && faultId(target)}
          onFocus={() => void listModels(apiKey).then(setModels)}
          onInput={(event) => onTarget(target, event.currentTarget.value)}
        />
        {own && <FaultNote fault={own} />}
        <datalist id="models">
          {models.map((model) => (
            <option key={model} value={model} />
          ))}
        </datalist>
      </div>
      <div class="field">
        <label for="key">API key</label>
        <input
          id="key"
          type="password"
          autocomplete="off"
          placeholder="stays in this page's memory"
          value={apiKey}
          aria-invalid={fault?.input === "key" ? "true" : undefined}
          aria-describedby={fault?.input === "key" ? faultId("key") : undefined}
          onInput={(event) => onKey(event.currentTarget.value)}
        />
        {fault?.input === "key" && <FaultNote fault={fault} />}
      </div>
    </div>
  );
}

/** The name of the input for the model or the deployment. */
export function targetOf(face: Face): string {
  return face === "openai" ? "model" : deploymentField;
}

/** Lists the models of the server. A server without the route, or one that wants a key first, just gives no suggestions. */
async function listModels(key: string): Promise<string[]> {
  try {
    const response = await fetch("/v1/models", {
      headers: { authorization: `Bearer ${key.trim() || "no-key"}` },
    });
    const { data } = Object(await response.json());
    const ids = Array.isArray(data) ? data.map((model) => Object(model).id) : [];
    return ids.filter((id) => typeof id === "string");
  } catch {
    return [];
  }
}
