import { expect, test } from "vitest";
import { confirmWitness } from "../../src/schemas/confirm-witness.ts";
import { createGeneratedCheck } from "../../src/schemas/index.ts";

const schema = (maximum: number) => ({
  schema: { type: "object", required: ["n"], properties: { n: { type: "number", maximum } } },
  definitions: {},
});
const witness = { effect: "broken", value: { n: 2 }, reason: "`n` must be at most `1`." } as const;

test("a witness that both generated validators confirm stays", () => {
  expect(confirmWitness(witness, schema(2), schema(1))).toBe(witness);
});

test("a witness that the receiver's generated validator accepts is unknown", () => {
  expect(confirmWitness(witness, schema(2), schema(3))).toMatchObject({ effect: "unknown" });
  expect(confirmWitness({ ...witness, isExtra: true }, schema(2), schema(3)).effect).toBe("broken");
});

test("a witness that the sender's generated validator refuses is unknown", () => {
  expect(confirmWitness(witness, schema(1), schema(1))).toMatchObject({ effect: "unknown" });
});

test("the generator has no check for a union that it cannot decide", () => {
  const any = { type: "object", properties: {} };
  expect(createGeneratedCheck({ schema: { oneOf: [any, any] }, definitions: {} })).toBeUndefined();
});
