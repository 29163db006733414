import { Ajv2020 } from "ajv/dist/2020.js";
import schema from "../../schema/review.schema.json" with { type: "json" };
import type { Review } from "../model/review.ts";
import { ReviewError } from "../review-error.ts";
import type { JsonReport } from "./json.ts";

const validate = new Ajv2020({ allowUnionTypes: true }).compile<JsonReport | JsonFailure>(schema);

interface JsonFailure {
  readonly error: string;
}

/**
 * Reads a review from its JSON form, which may come from somebody else.
 *
 * @returns the review, or the message of the failure that the JSON reports instead.
 * @throws ReviewError if the text does not follow the schema.
 */
export function parseJsonReport(text: string): Review | { readonly error: string } {
  const report = parse(text);
  if (!validate(report)) {
    const [problem] = validate.errors ?? [];
    throw new ReviewError(
      `The report does not follow its schema: ${problem?.instancePath} ${problem?.message}.`,
    );
  }
  if ("error" in report) return report;
  const { base, head, changes, ...rest } = report;
  return {
    ...rest,
    base: toSide(base),
    head: toSide(head),
    changes: changes.map(
      ({ promise: _promise, effect: _effect, witness: _witness, approved: _approved, ...change }) => ({
        ...change,
        approval: change.approval ?? undefined,
        base: change.base,
        head: change.head,
      }),
    ),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ReviewError("The report is not JSON.");
  }
}

function toSide({ revision, file, version }: JsonReport["base"]): Review["base"] {
  return { revision, file: file ?? undefined, version: version ?? undefined };
}
