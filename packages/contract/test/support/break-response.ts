import document from "@completions-api/spec/openapi.json" with { type: "json" };
import { below, children, resolve } from "../../src/spec-elements/json-pointer.ts";
import { alterJson, isStream } from "./alter-json.ts";
import type { Alteration, ProxiedResponse } from "./altering-proxy.ts";
import { breakInstances } from "./break-instances.ts";

const operation = "#/paths/~1completions/post";

/** Finds the response of the spec that describes a response. */
function responseOf({ status }: ProxiedResponse): ReturnType<typeof resolve> & { readonly status: string } {
  const { responses } = document.paths["/completions"].post;
  const name = Object.hasOwn(responses, status) ? String(status) : "default";
  return { status: name, ...resolve(document, below(operation, "responses", name)) };
}

/** Breaks only `element`: a status, header, media type, example, or what a schema says, in every response that has it. */
export function breakResponse(element: string): Alteration {
  return {
    response: (response) => {
      const { status, pointer } = responseOf(response);
      if (element === below(operation, "responses", status)) return { ...response, status: 418 };
      if (element.startsWith("#/components/examples/")) return breakText(response);

      let { headers } = response;
      for (const [name, use] of children(document, below(pointer, "headers"))) {
        const { pointer: header, value: declared } = resolve(document, use);
        if ([use, `${use}/required`, `${header}/required`].includes(element) && declared.required === true)
          headers = without(headers, name);
        // No declared header may be empty.
        else if (element === use) headers = { ...headers, [name.toLowerCase()]: "" };
        // A server may leave out an optional header, but not send a wrong one.
        const sent = headers[name.toLowerCase()];
        const value = sent ?? String(declared.example);
        const broken = breakInstances(
          below(header, "schema"),
          /^\d+$/.test(value) ? Number(value) : value,
          element,
        );
        const text = typeof broken === "object" ? "whale" : String(broken);
        if (text !== value) headers = { ...headers, [name.toLowerCase()]: text };
      }

      // The header of a status that has few codes does not refer to the schema of all codes.
      const code = headers["x-ms-error-code"];
      if (code !== undefined && element === below("#/components/schemas/ErrorCode/enum", code))
        headers = { ...headers, "x-ms-error-code": "whale" };

      const mediaType = below(
        pointer,
        "content",
        isStream(response) ? "text/event-stream" : "application/json",
      );
      if (element === mediaType) return { ...response, headers: { ...headers, "content-type": "text/html" } };
      const schema = below(mediaType, isStream(response) ? "x-itemSchema" : "schema");
      return { ...alterJson(response, (json) => breakInstances(schema, json, element)), headers };
    },
  };
}

function without(headers: ProxiedResponse["headers"], name: string): ProxiedResponse["headers"] {
  return Object.fromEntries(Object.entries(headers).filter(([other]) => other !== name.toLowerCase()));
}

function breakText(response: ProxiedResponse): ProxiedResponse {
  return { ...response, body: response.body.replace(/"(text|message)":"/, '"$1":"whale') };
}
