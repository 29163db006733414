import type { ComponentChildren } from "preact";
import type { Control, Field } from "./form-model.ts";
import { type FormValues, inputNames } from "./form-values.ts";
import { Visible } from "./visible.tsx";

/** An error that belongs to an input. */
export interface Fault {
  readonly input: string;
  readonly message: string;
}

interface ParameterFieldProps {
  readonly field: Field;
  readonly values: FormValues;
  readonly fault: Fault | undefined;
  onInput(name: string, value: string): void;
}

/** A parameter with its control, its range and the spec's description. */
export function ParameterField({ field, values, fault, onInput }: ParameterFieldProps) {
  const names = shownInputs(field, values, fault);
  const own = names.find((name) => name === fault?.input);
  return (
    <div class="field parameter">
      <div class="parameter-head">
        <label class="mono" for={inputId(names[0] ?? field.name)}>
          {field.name}
        </label>
        <span class="parameter-range muted">{rangeOf(field)}</span>
        <Help field={field} />
      </div>
      <div class={field.control.kind === "number" ? "parameter-number" : undefined}>
        {names.map((name, index) => {
          const faulty = fault !== undefined && name === own;
          const described = `${helpId(field)}${faulty ? ` ${faultId(name)}` : ""}`;
          return (
            <Input
              key={name}
              field={field}
              name={name}
              label={index > 0 ? `${field.name}, item ${index + 1}` : undefined}
              value={values[name] ?? ""}
              isInvalid={faulty}
              described={described}
              onInput={(value) => onInput(name, value)}
            />
          );
        })}
      </div>
      {fault && own !== undefined && <FaultNote fault={fault} />}
    </div>
  );
}

/** Lists the inputs to show: for a list, the filled ones and the next are enough. */
function shownInputs(field: Field, values: FormValues, fault: Fault | undefined): readonly string[] {
  const names = inputNames(field);
  const last = names.findLastIndex((name) => (values[name] ?? "") !== "" || name === fault?.input);
  return names.slice(0, last + 2);
}

/** The message beside an input at fault. */
export function FaultNote({ fault: { input, message } }: { readonly fault: Fault }) {
  return (
    <p class="fault" id={faultId(input)}>
      <Visible text={message} />
    </p>
  );
}

export function inputId(name: string): string {
  return `input-${name}`;
}

export function faultId(name: string): string {
  return `fault-${name}`;
}

export function helpId({ name }: Field): string {
  return `help-${name}`;
}

/** The spec's description of a parameter, behind a question mark. */
export function Help({ field }: { readonly field: Field }) {
  return (
    <details class="help">
      <summary title={`About ${field.name}`}>
        <span aria-hidden="true">?</span>
        <span class="visually-hidden">About {field.name}</span>
      </summary>
      <div id={helpId(field)} class="help-text">
        {inlineCode(field.help)}
      </div>
    </details>
  );
}

interface InputProps {
  readonly field: Field;
  readonly name: string;
  readonly label: string | undefined;
  readonly value: string;
  readonly isInvalid: boolean;
  readonly described: string;
  onInput(value: string): void;
}

function Input({ field, name, label, value, isInvalid, described, onInput }: InputProps) {
  const { control, standard } = field;
  const shared = {
    id: inputId(name),
    name,
    "aria-label": label,
    "aria-invalid": isInvalid ? ("true" as const) : undefined,
    "aria-describedby": described,
    autocomplete: "off" as const,
  };
  if (control.kind === "boolean" || control.kind === "choice") {
    const options = control.kind === "boolean" ? ["true", "false"] : control.options;
    return (
      <select {...shared} value={value} onChange={(event) => onInput(event.currentTarget.value)}>
        <option value="">{standard === undefined ? "not sent" : `not sent (${standard})`}</option>
        {options.map((option) => (
          <option key={option} value={option}>
            {option}
          </option>
        ))}
      </select>
    );
  }
  if (control.kind === "json") {
    return (
      <textarea
        {...shared}
        class="mono"
        rows={2}
        spellcheck={false}
        placeholder="{ }"
        value={value}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    );
  }
  if (control.kind !== "number") {
    const placeholder = control.kind === "list" ? "\\n is a line break" : (standard ?? "not sent");
    return (
      <input
        {...shared}
        type="text"
        spellcheck={false}
        placeholder={placeholder}
        value={value}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    );
  }
  return (
    <>
      <Slider control={control} value={value || standard} onInput={onInput} />
      <input
        {...shared}
        type="number"
        step="any"
        min={control.minimum}
        max={control.maximum}
        placeholder={standard ?? "not sent"}
        value={value}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </>
  );
}

interface SliderProps {
  readonly control: Control & { kind: "number" };
  readonly value: string | undefined;
  onInput(value: string): void;
}

/** The largest range that a slider is of use for. */
const widestSlider = 20;

// A second way to set the number beside it, for the pointer alone.
function Slider({ control: { minimum, maximum, isInteger }, value, onInput }: SliderProps) {
  if (minimum === undefined || maximum === undefined || maximum - minimum > widestSlider) return null;
  return (
    <input
      type="range"
      tabIndex={-1}
      aria-hidden="true"
      min={minimum}
      max={maximum}
      step={isInteger ? 1 : 0.05}
      value={value ?? minimum}
      onInput={(event) => onInput(event.currentTarget.value)}
    />
  );
}

function rangeOf({ control }: Field): string {
  if (control.kind === "list") return `up to ${control.length}`;
  if (control.kind !== "number") return "";
  const { minimum, maximum } = control;
  const isWide = maximum !== undefined && maximum > 1_000_000;
  if (minimum !== undefined && maximum !== undefined) return isWide ? "integer" : `${minimum} to ${maximum}`;
  return minimum === undefined ? "" : `at least ${minimum}`;
}

/** Renders the backticks of the spec's Markdown. */
function inlineCode(text: string): ComponentChildren {
  return text.split("`").map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part));
}
