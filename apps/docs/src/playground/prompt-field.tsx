import type { Field } from "./form-model.ts";
import { type Fault, FaultNote, faultId, Help, helpId, inputId } from "./parameter-field.tsx";

interface PromptFieldProps {
  readonly field: Field | undefined;
  readonly value: string;
  readonly fault: Fault | undefined;
  onInput(value: string): void;
  /** Called for Ctrl+Enter. */
  onSubmit(): void;
}

/** The prompt, large. */
export function PromptField({ field, value, fault, onInput, onSubmit }: PromptFieldProps) {
  const own = fault?.input === "prompt" ? fault : undefined;
  return (
    <div class="field prompt-field">
      <div class="parameter-head">
        <label for={inputId("prompt")}>Prompt</label>
        {field && <Help field={field} />}
      </div>
      <textarea
        id={inputId("prompt")}
        class="mono"
        rows={6}
        spellcheck={false}
        dir="auto"
        value={value}
        aria-invalid={own ? "true" : undefined}
        aria-describedby={[field && helpId(field), own && faultId("prompt")].filter(Boolean).join(" ")}
        onInput={(event) => onInput(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) onSubmit();
        }}
      />
      {own && <FaultNote fault={own} />}
    </div>
  );
}
