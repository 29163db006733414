import { expect, test } from "vitest";
import { openEnums } from "../scripts/open-enums.ts";
import { createAjv } from "../src/generator/create-ajv.ts";

test("a response may have values that a marked enum does not name", () => {
  const schema = (mark: boolean) => ({ type: "string", enum: ["a"], "x-extensible-enum": mark });
  const accepts = (mark: boolean) => createAjv().compile(openEnums({ ...schema(mark) }));
  expect([accepts(true)("b"), accepts(true)(1), accepts(false)("b")]).toEqual([true, false, false]);
});
