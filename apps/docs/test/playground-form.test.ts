import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type FormSpec, formModel } from "../src/playground/form-model.ts";
import {
  type FormValues,
  initialState,
  inputAtFault,
  inputNames,
  knownValues,
} from "../src/playground/form-values.ts";
import { requestFromForm } from "../src/playground/request-from-form.ts";
import { fromFragment, longestLink, toFragment } from "../src/playground/share-link.ts";

function readSpec(name: string): FormSpec {
  return JSON.parse(readFileSync(new URL(`../../../spec/dist/${name}.json`, import.meta.url), "utf8"));
}

const openai = formModel("openai", readSpec("openai"));
const completions = formModel("completions", readSpec("openapi"));
const forms = [openai, completions];

test("a form has every parameter of its face, with the spec's text, range and default", () => {
  for (const [form, name] of [
    [openai, "openai"],
    [completions, "openapi"],
  ] as const) {
    const properties = readSpec(name).components.schemas.CreateCompletionRequest?.properties ?? {};
    const roots = new Set(form.fields.map((field) => field.name.split(".")[0]));
    expect([...roots]).toEqual(expect.arrayContaining(Object.keys(properties)));
    expect(form.fields.filter(({ help }) => help === "")).toEqual([]);
  }
  const field = (name: string) => openai.fields.find((candidate) => candidate.name === name);
  expect(field("temperature")).toMatchObject({
    standard: "1",
    control: { kind: "number", minimum: 0, maximum: 2 },
  });
  expect(field("max_tokens")?.control).toMatchObject({ kind: "number", isInteger: true });
  expect(field("stop")?.control).toEqual({ kind: "list", length: 4 });
  expect(field("logit_bias")?.control).toEqual({ kind: "json" });
  expect(field("stream_options.include_usage")?.control).toEqual({ kind: "boolean" });
  expect(openai.path).toBe("/v1/completions");
});

test("the other face has its headers and extra parameters", () => {
  const headers = completions.fields.filter(({ header }) => header !== undefined);
  expect(headers.map(({ name, header }) => [name, header])).toEqual([
    ["extra-parameters", "extra-parameters"],
    ["deployment", "azureml-model-deployment"],
  ]);
  expect(headers[0]?.control).toMatchObject({
    kind: "choice",
    options: expect.arrayContaining(["pass-through"]),
  });
});

test("empty texts are not sent, and the others have the types of the spec", () => {
  const values = {
    prompt: "Call me",
    temperature: "0.5",
    top_p: "",
    "stop[0]": "\\n",
    "stop[2]": "a\\\\n",
    stream: "true",
    logit_bias: '{"1": -100}',
    "stream_options.include_usage": "true",
  };
  expect(requestFromForm(openai, values)).toMatchObject({
    body: {
      prompt: "Call me",
      temperature: 0.5,
      stop: ["\n", "a\\n"],
      stream: true,
      logit_bias: { 1: -100 },
      stream_options: { include_usage: true },
    },
  });
  expect(JSON.stringify(requestFromForm(openai, values))).not.toContain("top_p");
});

test("the other face sends its deployment and policy as headers, and its extra parameters in the body", () => {
  const values = { deployment: "two", "extra-parameters": "pass-through", extra_parameters: '{"top_k": 4}' };
  expect(requestFromForm(completions, values)).toEqual({
    face: "completions",
    body: { prompt: "", top_k: 4 },
    deployment: "two",
    extraParameters: "pass-through",
  });
});

test("a wrong number is sent, for the server to refuse, but wrong JSON is a problem of its field", () => {
  expect(requestFromForm(openai, { temperature: "3" })).toMatchObject({ body: { temperature: 3 } });
  for (const text of ["{", "[1]", "null", "1"]) {
    expect(requestFromForm(openai, { logit_bias: text })).toMatchObject({ parameter: "logit_bias" });
  }
});

test.each([
  ["temperature", "temperature"],
  ["prompt[1][0]", "prompt"],
  ["stop", "stop[0]"],
  ["stop[1]", "stop[1]"],
  ["stop[7]", "stop[0]"],
  ["logit_bias.50", "logit_bias"],
  ["stream_options", "stream_options.include_usage"],
  ["unheard_of", undefined],
])("an error about %s marks %s", (parameter, input) => {
  expect(inputAtFault(parameter, openai.fields)).toBe(input);
});

test("an error about the deployment's header or an extra parameter marks its field", () => {
  expect(inputAtFault("azureml-model-deployment", completions.fields)).toBe("deployment");
  expect(inputAtFault("logprobs", completions.fields)).toBe("extra_parameters");
});

const text = fc.string({ unit: "grapheme", maxLength: 40 });
const filled = (values: Readonly<Record<string, string | undefined>>): FormValues =>
  Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value ? [[name, value]] : [])));
const stateOf = (form: typeof openai) =>
  fc.record({
    face: fc.constant(form.face),
    comparison: fc.constantFrom("one" as const, "seeds" as const, "deployments" as const),
    count: fc.constantFrom("2", "3", "4"),
    other: text,
    values: fc
      .record(
        Object.fromEntries(
          form.fields.flatMap((field) =>
            inputNames(field).map((name) => {
              const { control } = field;
              if (control.kind === "number")
                return [name, fc.double({ noNaN: true, noDefaultInfinity: true }).map(String)];
              if (control.kind === "boolean") return [name, fc.constantFrom("true", "false")];
              return [name, control.kind === "choice" ? fc.constantFrom(...control.options) : text];
            }),
          ),
        ) as Record<string, fc.Arbitrary<string>>,
        { requiredKeys: [] },
      )
      .map((values) => filled(values)),
  });

test("a share link gives the same form back", () => {
  fc.assert(
    fc.property(fc.oneof(stateOf(openai), stateOf(completions)), (state) => {
      const shared = fromFragment(`#${toFragment(state)}`, forms);
      expect(shared?.problem).toBeUndefined();
      expect(shared?.state.values).toEqual(state.values);
      expect(shared?.state).toMatchObject({ face: state.face, comparison: state.comparison });
      expect(toFragment(shared?.state ?? initialState)).toBe(toFragment(state));
    }),
  );
});

test("whatever a fragment has, only inputs of the form come out of it", () => {
  const names = new Set(forms.flatMap(({ fields }) => fields.flatMap(inputNames)));
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.webFragments()), (noise) => {
      for (const fragment of [noise, `face=openai&${noise}`]) {
        const values = fromFragment(fragment, forms)?.state.values ?? {};
        expect(Object.keys(values).filter((name) => !names.has(name))).toEqual([]);
      }
    }),
  );
});

test.each([
  "face=openai&key=secret",
  "face=openai&__proto__=1",
  "face=openai&temperature=hot",
  "face=openai&stream=maybe",
  "face=openai&prompt=a&prompt=b",
  "face=other",
  "no=form",
  `face=openai&prompt=${"a".repeat(longestLink)}`,
])("says that it ignores a part of the link %#", (fragment) => {
  const shared = fromFragment(fragment, forms);
  expect(shared?.problem).toMatch(/ignored/);
  expect(JSON.stringify(shared)).not.toContain("secret");
});

test("a fragment that names a place on the page is not a link to a form", () => {
  expect(fromFragment("#main", forms)).toBeUndefined();
  expect(fromFragment("#", forms)).toBeUndefined();
});

test("values of the other face are kept, but neither sent nor shared", () => {
  expect(knownValues({ prompt: "a", logprobs: "5" }, completions)).toEqual({ prompt: "a" });
});
