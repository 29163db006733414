import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import schema from "../schema/catalogue.schema.json" with { type: "json" };
import { briefRequest } from "../src/case-helpers/exchanges.ts";
import { formatCatalogue, formatCatalogueTable } from "../src/catalogue.ts";
import { type ContractCase, contractCases, type FaceName } from "../src/index.ts";
import { generateNegativeCases } from "../src/negative/negative-cases.ts";
import { closeSchema } from "./support/closed-schema.ts";

const validate = new Ajv2020({ allErrors: true }).compile(closeSchema(schema) as object);

test.each([
  ["all", contractCases],
  ["generated", (["completions", "openai"] as const).flatMap(generateNegativeCases)],
])("the catalogue of %s cases follows its schema", (_, cases) => {
  validate(JSON.parse(formatCatalogue(cases)));
  expect(validate.errors ?? []).toEqual([]);
});

test("a case has all that a port needs", () => {
  const { faces, cases, capabilities } = JSON.parse(formatCatalogue(contractCases));
  expect(faces.completions).toEqual({
    ...{ method: "POST", path: "/completions", query: "api-version=2024-04-01-preview" },
    headers: { "content-type": "application/json", authorization: "Bearer $COMPLETIONS_TOKEN" },
  });
  const find = (id: string) => cases.find((each: ContractCase) => each.id === id);
  const { exchanges, ...bounds } = find("temperature-bounds");
  expect(bounds).toMatchObject({
    ...{ level: "must", faces: ["completions", "openai"], needs: [], kind: "exchanges" },
    comparesCompletions: false,
  });
  expect(exchanges[0]).toEqual({
    request: { body: { ...briefRequest, temperature: 0 }, headers: {} },
    expect: { outcome: "completion" },
  });
  expect(exchanges.at(-1)).toEqual({
    request: { body: { ...briefRequest, temperature: [1] }, headers: {} },
    expect: {
      outcome: "error",
      errors: {
        completions: { status: 422, code: "invalid_parameter" },
        openai: { status: 400, code: "invalid_value" },
      },
      loc: ["body", "temperature"],
      mentions: ["temperature"],
    },
  });
  expect(find("not-http").kind).toBe("http");
  for (const need of cases.flatMap((each: ContractCase) => each.needs ?? []))
    expect(capabilities).toHaveProperty(need);
});

test("the requests of the catalogue are those that the cases send", () => {
  const { cases } = JSON.parse(formatCatalogue(contractCases));
  for (const [index, contractCase] of contractCases.entries()) {
    if ("run" in contractCase) continue;
    const bodies = contractCase.exchanges.map(({ request }) => JSON.stringify(request.body));
    expect(
      cases[index].exchanges.map(({ request }: { request: { body: unknown } }) =>
        JSON.stringify(request.body),
      ),
    ).toEqual(bodies);
  }
});

test("every error of the catalogue has a status on each of its faces", () => {
  const { cases } = JSON.parse(formatCatalogue(contractCases));
  for (const { faces, exchanges = [] } of cases)
    for (const { expect: expected } of exchanges)
      if (expected.outcome === "error")
        expect(faces.map((face: FaceName) => typeof expected.errors[face].status)).toEqual(
          faces.map(() => "number"),
        );
});

test("the table has a line a case, with its columns aligned", () => {
  const [head, ...rows] = formatCatalogueTable(contractCases).trimEnd().split("\n");
  expect(rows).toHaveLength(contractCases.length);
  const column = head?.indexOf("statement");
  for (const [index, row] of rows.entries()) {
    expect(row).toMatch(/^[a-z0-9-]+ +(must|should) +[a-z, ]+ [a-z, -]+ {2}\S/);
    expect(row.slice(column)).toBe(contractCases[index]?.title);
  }
});
