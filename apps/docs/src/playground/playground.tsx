import { useEffect, useMemo, useState } from "preact/hooks";
import { CodePanel } from "./code/code-panel.tsx";
import { columnFromRecord } from "./column-from-record.ts";
import { ComparisonFields } from "./comparison-fields.tsx";
import { Continuations } from "./continuations.tsx";
import { ErrorNote } from "./error-note.tsx";
import type { FaceForm } from "./form-model.ts";
import { inputAtFault, knownValues } from "./form-values.ts";
import { ImportPanel } from "./import/import-panel.tsx";
import { type Fault, FaultNote, faultId, Help, helpId, inputId } from "./parameter-field.tsx";
import { ParameterGroups } from "./parameter-groups.tsx";
import { ServerFields, targetOf } from "./server-fields.tsx";
import { Tabs } from "./tabs.tsx";
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
  const [isCopied, setIsCopied] = useState(false);
  const runs = useRuns();
  const { columns, isRunning, problem } = runs;
  const column = columns[selected] ?? columns[0];
  const error = columns.find(({ record }) => record?.error)?.record?.error ?? problem;
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
          <div class="field prompt-field">
            <div class="parameter-head">
              <label for={inputId("prompt")}>Prompt</label>
              {promptField && <Help field={promptField} />}
            </div>
            <textarea
              id={inputId("prompt")}
              class="mono"
              rows={6}
              spellcheck={false}
              dir="auto"
              value={state.values.prompt ?? ""}
              aria-invalid={fault?.input === "prompt" ? "true" : undefined}
              aria-describedby={`${promptField ? helpId(promptField) : ""}${fault?.input === "prompt" ? ` ${faultId("prompt")}` : ""}`}
              onInput={(event) => setValue("prompt", event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) runs.run(order);
              }}
            />
            {fault?.input === "prompt" && <FaultNote fault={fault} />}
          </div>
          <div class="actions" role="group" aria-label="Actions">
            <button type="submit" class="button primary" title="Ctrl+Enter in the prompt">
              Run
            </button>
            <button type="button" class="button" disabled={!isRunning} onClick={() => runs.stop()}>
              Stop
            </button>
            <button type="button" class="button" disabled={!runs.canRepeat} onClick={() => runs.repeat()}>
              Repeat
            </button>
            <span class="actions-gap" />
            <button type="button" class="button" disabled={!runs.canUndo} onClick={() => runs.undo()}>
              Undo
            </button>
            <button type="button" class="button" disabled={!runs.canRedo} onClick={() => runs.redo()}>
              Redo
            </button>
            <button
              type="button"
              class="button"
              disabled={isTooLong}
              onClick={() => void navigator.clipboard?.writeText(location.href).then(() => setIsCopied(true))}
            >
              Copy link
            </button>
          </div>
          {isTooLong && (
            <p class="muted">The form is too long for a link, so a reload loses what was added since.</p>
          )}
          <p class="visually-hidden" role="status">
            {statusText(columns.length, isRunning, isCopied)}
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
                <CodePanel request={column.record.request} face={state.face} />
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

function statusText(count: number, isRunning: boolean, isCopied: boolean): string {
  if (isRunning) return "Running";
  if (count > 0) return "Finished";
  return isCopied ? "Link copied" : "";
}

/** Finds the input that an error is about, and moves the focus to it once. */
function useFault(
  error:
    | {
        readonly parameter?: string | undefined;
        readonly message: string;
        readonly status?: number | undefined;
      }
    | undefined,
  form: FaceForm,
): Fault | undefined {
  const fault = useMemo(() => {
    if (!error) return;
    const input =
      error.status === 401
        ? "key"
        : error.parameter === undefined
          ? undefined
          : inputAtFault(error.parameter, form.fields);
    return input === undefined ? undefined : { input, message: error.message };
  }, [error, form]);
  useEffect(() => {
    if (fault) document.getElementById(fault.input === "key" ? "key" : inputId(fault.input))?.focus();
  }, [fault]);
  return fault;
}
