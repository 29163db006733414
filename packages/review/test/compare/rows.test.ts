import { expect, test } from "vitest";
import { compare, compareOperation, effectsOf, yaml } from "./support/compare-yaml.ts";

const shared = (reason: string) => `openapi: 3.1.0
info: { title: Completions, version: 1.0.0 }
paths:
  /completions:
    post:
      requestBody:
        content:
          application/json: { schema: { $ref: "#/components/schemas/Reason" } }
      responses:
        "200":
          description: Completed.
          content:
            application/json: { schema: { $ref: "#/components/schemas/Reason" } }
            text/event-stream:
              schema: { type: string }
              x-itemSchema: { $ref: "#/components/schemas/Reason" }
components:
  schemas:
    Reason:
      type: string
      enum: [${reason}]
`;

test("a schema that is used in many places gives one row with the worst effect on each promise", async () => {
  const { changes } = await compare(shared("stop"), shared("stop, length"));
  expect(changes.map((change) => [change.rule, change.direction, change.source])).toEqual([
    ["enum-value-added", "response", { file: "openapi.yaml", line: 21 }],
  ]);
  expect(changes.map(effectsOf)).toMatchObject([{ wire: "broken", stream: "broken" }]);
});

test("its pointer is the first in alphabetical order, wherever the schema is stored", async () => {
  const { changes } = await compare(shared("stop"), shared("stop, length"));
  expect(changes[0]?.pointer).toBe(
    "/paths/~1completions/post/requestBody/content/application~1json/schema/enum",
  );
});

test("a change of a header is a row for each response that has its own copy of the header", async () => {
  const response = (required: boolean) => ({
    description: "Failed.",
    headers: { "Retry-After": { required, schema: { type: "integer" } } },
  });
  const changes = await compareOperation(
    { responses: { "429": response(true), "503": response(true) } },
    { responses: { "429": response(false), "503": response(false) } },
  );
  expect(changes.map(({ pointer }) => pointer)).toEqual([
    "/paths/~1completions/post/responses/429/headers/retry-after/required",
    "/paths/~1completions/post/responses/503/headers/retry-after/required",
  ]);
});

test("a status that loses its own description is one row that says what `default` allows beyond it", async () => {
  const described = "description: Failed., content: { application/json: { schema: { type: object";
  const own = `"503": { ${described}, required: [code], properties: { code: { type: string } } } } } }`;
  const other = `default: { ${described}, properties: { code: { type: string } } } } } }`;
  const changes = await compareOperation(
    yaml(`{ responses: { ${own}, ${other} } }`),
    yaml(`{ responses: { ${other} } }`),
  );
  expect(changes.map((change) => [change.rule, change.sentence, effectsOf(change).wire])).toEqual([
    ["response-removed", "The response 503 is now described by `default`.", "broken"],
  ]);
  expect(changes[0]?.notes).toEqual([expect.stringContaining("`code`")]);
});
