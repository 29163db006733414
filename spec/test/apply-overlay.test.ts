import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyOverlay, type Overlay } from "../bundling/apply-overlay.ts";
import { isObject, type Json, type JsonObject } from "../bundling/json.ts";

/** Generates objects in objects, with numbers and lists between two bounds. A name always has a value of the same kind. */
const tree = (min: number, max: number): fc.Arbitrary<JsonObject> =>
  fc.letrec<{ tree: JsonObject }>((tie) => ({
    tree: fc.record(
      {
        number: fc.integer({ min, max }),
        list: fc.array(fc.integer({ min, max }), { minLength: 1 }),
        object: fc.option(tie("tree"), { nil: {}, maxDepth: 3 }),
      },
      { requiredKeys: [] },
    ),
  })).tree;

/** Lists the numbers and lists in an object, by their paths. */
function leaves(node: Json, path = "$"): [string, Json][] {
  if (!isObject(node)) return [[path, node]];
  return Object.entries(node).flatMap(([key, value]) => leaves(value, `${path}.${key}`));
}

type Action = Overlay["actions"][number];
const apply = (document: JsonObject, ...actions: Action[]) => applyOverlay(document, { actions });

describe("an action", () => {
  test("removes exactly the items that its target selects", () => {
    const items = fc.uniqueArray(fc.nat(), { minLength: 1 });
    const cases = items.chain((all) => fc.tuple(fc.constant(all), fc.subarray(all, { minLength: 1 })));
    fc.assert(
      fc.property(cases, ([all, removed]) => {
        const target = `$.items[?${removed.map((item) => `@ == ${item}`).join(" || ")}]`;
        expect(apply({ items: all }, { target, remove: true })).toEqual({
          items: all.filter((item) => !removed.includes(item)),
        });
      }),
    );
  });

  test("removes properties of several objects", () => {
    const document = { a: { x: 1, y: 2 }, b: { x: 3 }, c: { y: 4 } };
    const action = { target: "$.*['x','y']", remove: true, update: 5 };
    expect(apply(document, action)).toEqual({ a: {}, b: {}, c: {} });
  });

  test("merges objects, extends lists and replaces other values", () => {
    const document = { a: { kept: 1, changed: 2, list: [3], inner: { kept: 4 } } };
    const update = { changed: null, list: [5, [6]], inner: { added: [7] } };
    expect(apply(document, { target: "$.a", update })).toEqual({
      a: { kept: 1, changed: null, list: [3, 5, [6]], inner: { kept: 4, added: [7] } },
    });
    expect(apply({ list: [1] }, { target: "$.list", update: { a: 2 } })).toEqual({ list: [1, { a: 2 }] });
    expect(apply({ a: 1 }, { target: "$", update: { b: 2 } })).toEqual({ a: 1, b: 2 });
  });

  test("keeps all that the document says, and adds all that the update says", () => {
    fc.assert(
      fc.property(tree(1, 4), tree(5, 9), (document, update) => {
        const expected = new Map(leaves(document));
        for (const [path, value] of leaves(update)) {
          const old = expected.get(path);
          expected.set(path, Array.isArray(old) ? [...old, ...[value].flat()] : value);
        }
        const merged = apply({ root: document }, { target: "$.root", update });
        expect(new Map(leaves(merged.root ?? null))).toEqual(expected);
      }),
    );
  });

  test("copies a node, and the copy is independent", () => {
    const copied = apply(
      { from: { a: { b: 1 } }, to: {} },
      { target: "$.to", copy: "$.from" },
      { target: "$.to.a", update: { c: 2 } },
    );
    expect(copied).toEqual({ from: { a: { b: 1 } }, to: { a: { b: 1, c: 2 } } });
  });

  test("leaves the document and the overlay as they were", () => {
    const document = { a: { b: [1] } };
    const update = { c: { d: [2] } };
    apply(document, { target: "$.a", update }, { target: "$.a['b','c']['d',0]", remove: true });
    expect([document, update]).toEqual([{ a: { b: [1] } }, { c: { d: [2] } }]);
  });
});

test.each<[string, Action, string]>([
  ["has no target in the document", { target: "$.b", remove: true }, "nothing at $.b"],
  ["copies what does not exist", { target: "$.a", copy: "$.b" }, "nothing at $.b"],
  ["repeats what the document says", { target: "$.a", update: { new: 1, old: 2 } }, "says 2 already"],
  ["replaces a value by an object", { target: "$.a", update: { old: {} } }, "{} cannot be merged with 2"],
  ["replaces an object by a value", { target: "$.a", update: 2 }, '2 cannot be merged with {"old":2}'],
  ["has nothing to do", { target: "$.a" }, "neither `remove` nor `update` nor `copy`"],
])("an action that %s fails", (_, action, problem) => {
  const first = { target: "$", update: { c: 3 } };
  const failure = expect.objectContaining({
    message: `Action 2 of the overlay, for ${action.target}, failed.`,
    cause: expect.objectContaining({ message: expect.stringContaining(problem) }),
  });
  expect(() => apply({ a: { old: 2 } }, first, action)).toThrow(failure);
});
