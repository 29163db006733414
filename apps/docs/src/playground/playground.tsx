import { findRoute } from "@completions-api/protocol/recorded";
import { useState } from "preact/hooks";
import { Actions } from "./actions.tsx";
import { CodePanel } from "./code/code-panel.tsx";
import { columnFromRecord } from "./column-from-record.ts";
import { ComparisonFields } from "./comparison-fields.tsx";
import { Continuations } from "./continuations.tsx";
import { ErrorNote } from "./error-note.tsx";
import type { FaceForm } from "./form-model.ts";
import { knownValues } from "./form-values.ts";
import { ImportPanel } from "./import/import-panel.tsx";
import { ParameterGroups } from "./parameter-groups.tsx";
import { PromptField } from "./prompt-field.tsx";
import { ServerFields, targetOf } from "./server-fields.tsx";
import { Tabs } from "./tabs.tsx";
import { useFault } from "./use-fault.ts";
import { useForm } from "./use-form.ts";
import { useRuns } from "./use-runs.ts";
import { WirePanel } from "./wire/wire-panel.tsx";

interface PlaygroundProps {
  readonly forms: readonly FaceForm[];
  /** The API key that the form begins with. */
  readonly givenKey?: string | undefined;
}

/** The playground: a form made from the spec, its continuations, and how they came. */
export function Playground({ forms, givenKey = "" }: PlaygroundProps) {
  const { state, form, message, isTooLong, change, setValue } = useForm(forms);
  const [key, setKey] = useState(givenKey);
  const [selected, setSelected] = useState(0);
  const runs = useRuns();
  const { columns, isRunning, problem } = runs;
  const column = columns[selected] ?? columns[0];
  const error = problem ?? columns.find(({ record }) => record?.error)?.record?.error;
  const fault = useFault(error, form);
  const order = { form, state: { ...state, values: knownValues(state.values, form) }, key };
  const target = targetOf(state.face);
  const promptField = form.fields.find(({ name }) => name === "prompt");
  const parameters = form.fields.filter(({ name }) => name !== "prompt" && name !== target);

  return (
    <div class="playground">
      <h1>Playground</h1>
      {message !== undefined && (
        <p class="playground-message" role="status">
          {message}
        </p>
      )}
      <form
        class="playground-form"
        noValidate
        aria-label="Completion request"
        onSubmit={(event) => {
          event.preventDefault();
          runs.run(order);
        }}
      >
        <div class="playground-write">
          <ServerFields
            forms={forms}
            state={state}
            apiKey={key}
            fault={fault}
            onChange={change}
            onTarget={setValue}
            onKey={setKey}
          />
          <PromptField
            field={promptField}
            value={state.values.prompt ?? ""}
            fault={fault}
            onInput={(value) => setValue("prompt", value)}
            onSubmit={() => runs.run(order)}
          />
          <Actions runs={runs} canCopy={!isTooLong} />
          {isTooLong && (
            <p class="muted">The form is too long for a link, so a reload loses what was added since.</p>
          )}
          <p class="visually-hidden" role="status">
            {isRunning ? "Running" : columns.length > 0 ? "Finished" : ""}
          </p>
        </div>
        <div class="playground-output">
          {error && <ErrorNote error={error} />}
          {columns.length === 0 ? (
            <p class="playground-empty muted">Run the prompt, and its continuation appears here.</p>
          ) : (
            <Continuations columns={columns} onContinue={(id, cut) => runs.continueFrom(order, id, cut)} />
          )}
        </div>
        <aside class="playground-parameters" aria-label="Parameters">
          <ComparisonFields state={state} onChange={change} />
          <ParameterGroups fields={parameters} values={state.values} fault={fault} onInput={setValue} />
        </aside>
      </form>
      <section class="playground-details" aria-label="Details">
        {columns.length > 1 && (
          <div class="field details-choice">
            <label for="details-of">Details of</label>
            <select
              id="details-of"
              value={`${Math.min(selected, columns.length - 1)}`}
              onChange={(event) => setSelected(Number(event.currentTarget.value))}
            >
              {columns.map(({ id, label }, index) => (
                <option key={id} value={`${index}`}>
                  {label}
                </option>
              ))}
            </select>
          </div>
        )}
        <Tabs
          label="Details"
          tabs={[
            { name: "Wire", content: column?.record ? <WirePanel record={column.record} /> : <NothingYet /> },
            {
              name: "Code",
              content: column?.record ? (
                <CodePanel
                  request={column.record.request}
                  // The form may have another one by now, and an imported request never was in it.
                  face={findRoute(column.record)?.face ?? state.face}
                />
              ) : (
                <NothingYet />
              ),
            },
            {
              name: "Import",
              content: <ImportPanel onImport={(record) => runs.show([columnFromRecord(record)])} />,
            },
          ]}
        />
      </section>
    </div>
  );
}

function NothingYet() {
  return <p class="muted">Nothing was sent yet.</p>;
}
