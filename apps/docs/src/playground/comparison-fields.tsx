import type { Comparison, FormState } from "./form-values.ts";

interface ComparisonFieldsProps {
  readonly state: FormState;
  onChange(change: Partial<FormState>): void;
}

const comparisons: readonly { readonly value: Comparison; readonly text: string }[] = [
  { value: "one", text: "One continuation" },
  { value: "seeds", text: "Several seeds" },
  { value: "deployments", text: "Two deployments" },
];

/** Chooses the continuations that are shown side by side. */
export function ComparisonFields({ state, onChange }: ComparisonFieldsProps) {
  const { comparison, count, other } = state;
  return (
    <div class="comparison-fields">
      <div class="field">
        <label for="comparison">Side by side</label>
        <select
          id="comparison"
          value={comparison}
          // The options are those of the list above.
          onChange={(event) => onChange({ comparison: event.currentTarget.value as Comparison })}
        >
          {comparisons.map(({ value, text }) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      </div>
      {comparison === "seeds" && (
        <div class="field">
          <label for="count">Number of seeds</label>
          <select
            id="count"
            value={count}
            onChange={(event) => onChange({ count: event.currentTarget.value })}
          >
            {["2", "3", "4"].map((number) => (
              <option key={number}>{number}</option>
            ))}
          </select>
        </div>
      )}
      {comparison === "deployments" && (
        <div class="field">
          <label for="other">Other deployment</label>
          <input
            id="other"
            type="text"
            list="models"
            autocomplete="off"
            value={other}
            onInput={(event) => onChange({ other: event.currentTarget.value })}
          />
        </div>
      )}
    </div>
  );
}
