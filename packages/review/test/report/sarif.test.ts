import sarifSchema from "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json" with { type: "json" };
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { formatFailure } from "../../src/report/failure.ts";
import { formatSarif } from "../../src/report/sarif.ts";
import { createHostileReview, hostileTexts } from "./hostile-review.ts";
import { createReview } from "./sample-review.ts";

// The schema is of draft 4. Later drafts renamed only these two of the keywords that it uses.
const { $schema: _, id: __, ...schema } = sarifSchema;
const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);

test("the log follows the schema of SARIF", () => {
  const reviews = [
    createReview(0),
    createReview(9),
    ...hostileTexts.map((text) => createHostileReview(text, 3)),
  ];
  for (const log of [...reviews.map(formatSarif), formatFailure("It failed.", "sarif")]) {
    validate(JSON.parse(log));
    expect(validate.errors).toBeNull();
  }
  expect(validate({ version: "2.1.0" })).toBe(false);
});

test("an open break is an error, an approved one is suppressed, a kept promise is none", () => {
  const { results } = JSON.parse(formatSarif(createReview(9))).runs[0];
  const find = (ruleId: string) => results.filter((result: { ruleId: string }) => result.ruleId === ruleId);
  expect(find("response-status-added")[0]).toMatchObject({
    ...{ kind: "fail", level: "error" },
    message: { text: "The response 503 is new.\n\na response is unexpected: the base has no response 503" },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: "spec/paths/completions.yaml" },
          region: { startLine: 140 },
        },
        logicalLocations: [{ fullyQualifiedName: "/paths/~1completions/post/responses/503" }],
      },
    ],
  });
  expect(find("rule-reworded")[0]).toMatchObject({ kind: "fail", level: "warning" });
  expect(find("maximum-lowered")[0]).toMatchObject({
    suppressions: [{ kind: "external", status: "accepted", justification: "No client sends it." }],
  });
  expect(find("response-property-added")[0]).toMatchObject({ kind: "informational", level: "none" });
  expect(find("lint/operation-4xx-response")).toHaveLength(1);
});
