import { useEffect, useRef } from "preact/hooks";
import type { Field } from "./form-model.ts";
import type { FormValues } from "./form-values.ts";
import { inputNames } from "./form-values.ts";
import { type Fault, ParameterField } from "./parameter-field.tsx";

/** The most used parameters first. One that no group names is in the last. */
const groups = [
  { title: "Length and randomness", names: ["max_tokens", "temperature", "top_p", "seed", "stop"] },
  { title: "Choices and probabilities", names: ["logprobs", "n", "best_of", "echo", "suffix"] },
  { title: "Penalties and bias", names: ["frequency_penalty", "presence_penalty", "logit_bias"] },
  { title: "Request", names: [] },
];

interface ParameterGroupsProps {
  readonly fields: readonly Field[];
  readonly values: FormValues;
  readonly fault: Fault | undefined;
  onInput(name: string, value: string): void;
}

/** The parameters in groups that can be closed. */
export function ParameterGroups({ fields, ...shared }: ParameterGroupsProps) {
  const named = new Set(groups.flatMap(({ names }) => names));
  return (
    <>
      {groups.map(({ title, names }, index) => {
        const own = names.flatMap((name) => fields.filter((field) => field.name === name));
        const rest = index === groups.length - 1 ? fields.filter(({ name }) => !named.has(name)) : [];
        return (
          <Group key={title} title={title} isFirst={index === 0} fields={[...own, ...rest]} {...shared} />
        );
      })}
    </>
  );
}

interface GroupProps extends ParameterGroupsProps {
  readonly title: string;
  readonly isFirst: boolean;
}

function Group({ title, isFirst, fields, values, fault, onInput }: GroupProps) {
  const details = useRef<HTMLDetailsElement>(null);
  const names = fields.flatMap(inputNames);
  const hasFault = fault !== undefined && names.includes(fault.input);
  useEffect(() => {
    if (hasFault && details.current) details.current.open = true;
  }, [hasFault]);
  if (fields.length === 0) return null;
  const set = names.filter((name) => (values[name] ?? "") !== "").length;
  return (
    <details ref={details} class="parameter-group" open={isFirst || undefined}>
      <summary>
        <span>{title}</span>
        {set > 0 && <span class="badge">{set} set</span>}
      </summary>
      {fields.map((field) => (
        <ParameterField key={field.name} field={field} values={values} fault={fault} onInput={onInput} />
      ))}
    </details>
  );
}
