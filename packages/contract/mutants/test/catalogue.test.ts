import { expect, test } from "vitest";
import { families } from "../src/catalogue/index.ts";

const ids = Object.values(families).flatMap((servers) => servers.map(({ id }) => id));

test("no two broken servers have the same id", () => {
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

test("ids are in kebab-case", () => {
  expect(ids.filter((id) => !/^[a-z\d]+(-[a-z\d]+)*$/.test(id))).toEqual([]);
});
