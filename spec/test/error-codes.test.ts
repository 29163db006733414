import { expect, test } from "vitest";
import { azure, type Header, type Response } from "./bundle.ts";

const { bundle, endpoints, resolve } = azure;
const statuses = Object.entries(bundle.components.schemas.ErrorCode?.["x-statuses"] ?? {});
const errors = Object.entries(endpoints[0].operation.responses).filter(([status]) => status !== "200");

test.each(errors)(
  "the header of a %s allows exactly its codes, and its example fits the first body",
  (status, node) => {
    const { headers = {}, content } = resolve<Response>(node);
    const { schema, example } = resolve<Header>(headers["x-ms-error-code"] ?? { schema: {} });
    const { const: only, enum: several = [only] } = resolve(schema);
    const expected = statuses.filter(
      ([, codeStatus]) => status === "default" || String(codeStatus) === status,
    );
    expect(several).toEqual(expected.map(([code]) => code));

    const [reference] = Object.values(content["application/json"]?.examples ?? {});
    const body = reference && resolve<{ value: unknown }>(reference).value;
    // The body of a status with a single code does not repeat it.
    expect({ code: only, ...Object(body) }).toHaveProperty("code", example);
  },
);
