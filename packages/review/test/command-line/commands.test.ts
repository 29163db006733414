import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readArguments, UsageError } from "@completions-api/command-line";
import { executeProgram } from "@completions-api/testing";
import { describe, expect, test } from "vitest";
import { parseApprovals } from "../../src/approvals/parse-approvals.ts";
import { approveProgram } from "../../src/command-line/approve-program.ts";
import { formatProgram } from "../../src/command-line/format-program.ts";
import { reviewProgram } from "../../src/command-line/review-program.ts";
import { runApprove } from "../../src/command-line/run-approve.ts";
import { runFormat } from "../../src/command-line/run-format.ts";
import { runReview } from "../../src/command-line/run-review.ts";
import { formatJson } from "../../src/report/json.ts";
import { createRepository, type TestRepository } from "../create-repository.ts";
import { createReview } from "../report/sample-review.ts";

/** A spec of one operation, whose request has a number of at most `maximum`. */
function createSpec(maximum: number, description = "Sends a number."): string {
  return `openapi: 3.1.0
info: { title: Numbers, version: 1.0.0 }
paths:
  /numbers:
    post:
      description: ${description}
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [number]
              properties:
                number: { type: integer, maximum: ${maximum} }
      responses:
        "204": { description: Done. }
`;
}

function createChange(head: string): TestRepository {
  const repository = createRepository({ "spec/openapi.yaml": createSpec(2) });
  repository.write({ "spec/openapi.yaml": head });
  return repository;
}

/** Runs the command in this process: loading the review again would take seconds. */
async function run({ folder }: TestRepository, ...args: readonly string[]) {
  const output = join(folder, "report");
  const command = readArguments(reviewProgram, ["--repository", folder, "--output", output, ...args]);
  if ("text" in command) throw new Error(command.text);
  const code = await runReview(command.values).catch((error) => {
    if (error instanceof UsageError) return error.message;
    throw error;
  });
  return { code, report: readFileSync(output, "utf8") };
}

async function approve({ folder }: TestRepository, ...args: readonly string[]): Promise<void> {
  const command = readArguments(approveProgram, ["--repository", folder, ...args]);
  if ("text" in command) throw new Error(command.text);
  await runApprove(command.values);
}

describe("a review", () => {
  test("of nothing but a text is fine, and one line", async () => {
    using repository = createChange(createSpec(2, "Sends one number."));
    expect(await run(repository)).toEqual({ code: 0, report: "no change: 1 cosmetic edit\n" });
  });

  test("of a break fails until it is approved, and again once the approval has expired", async () => {
    using repository = createChange(createSpec(1));
    const { code, report } = await run(repository, "--format", "json");
    expect(code).toBe(1);
    const { verdict, changes } = JSON.parse(report);
    expect({ verdict, count: changes.length }).toEqual({ verdict: "breaking", count: 1 });
    const [{ fingerprint }] = changes;

    await approve(repository, fingerprint, "--reason", "Nobody sends 2.", "--who", "Ada");
    expect((await run(repository)).code).toBe(0);
    const file = join(repository.folder, "spec/approvals.yaml");
    const [approval] = parseApprovals(readFileSync(file, "utf8"), file);
    expect(approval).toMatchObject({ fingerprint, reason: "Nobody sends 2.", who: "Ada" });

    writeFileSync(file, readFileSync(file, "utf8").replace(approval?.expires ?? "", "2020-01-01"));
    expect(await run(repository)).toEqual({
      code: 1,
      report: expect.stringContaining("expired on 2020-01-01"),
    });
  });

  test("of a new spec is fine, and one line", async () => {
    using repository = createRepository({ "README.md": "" });
    repository.write({ "spec/openapi.yaml": createSpec(2) });
    expect(await run(repository)).toEqual({
      code: 0,
      report: "new: spec/openapi.yaml does not exist in main\n",
    });
  });

  test.each([
    ["a base that does not exist", ["--base", "nowhere"], {}, "no revision nowhere"],
    ["a spec that does not exist", ["--spec", "other.yaml"], {}, "other.yaml does not exist"],
    ["a spec that is no YAML", [], { "spec/openapi.yaml": "a: [" }, "spec/openapi.yaml:1"],
    [
      ...(["a reference to nothing", []] as const),
      {
        "spec/openapi.yaml": createSpec(2).replace("{ type: integer, maximum: 2 }", "{ $ref: nothing.yaml }"),
      },
      "nothing.yaml",
    ],
    [
      ...(["malformed approvals", []] as const),
      { "spec/openapi.yaml": createSpec(1), "spec/approvals.yaml": "- a" },
      "spec/approvals.yaml:1",
    ],
  ])("of %s fails, and the report says so", async (_, args, files, reason) => {
    using repository = createChange(createSpec(2));
    repository.write(files);
    const { code, report } = await run(repository, ...args, "--format", "json");
    expect(code).toContain(reason);
    expect(JSON.parse(report).error).toBe(code);
  });
});

test("a report that cannot be written is an error in one sentence", async () => {
  using repository = createChange("a: [");
  const command = readArguments(reviewProgram, [
    "--repository",
    repository.folder,
    "--output",
    "/none/report",
  ]);
  if ("text" in command) throw new Error(command.text);
  await expect(runReview(command.values)).rejects.toThrow(/^Cannot write the report: ENOENT/);
});

test("an approval needs a change that the review has, a reason, and a day that is not over", async () => {
  using repository = createChange(createSpec(2));
  const reason = ["--reason", "Why not.", "--who", "Ada"];
  await expect(approve(repository, "0123456789ab", ...reason)).rejects.toThrow(
    'No change has the fingerprint "0123456789ab".',
  );
  for (const args of [
    [...reason, "--expires", "2020-01-01"],
    [...reason, "--expires", "soon"],
    ["--who", "Ada"],
  ]) {
    await expect(approve(repository, "0123456789ab", ...args)).rejects.toThrow(/--(?:expires|reason)/);
  }
});

test("a JSON report is formatted again, with its exit code", async () => {
  using repository = createRepository({});
  repository.write({
    "review.json": formatJson(createReview(2)),
    "failed.json": '{"error":"No."}',
    "other.json": "{}",
  });
  const output = join(repository.folder, "report");
  const format = async (file: string) => {
    const args = [join(repository.folder, file), "--format", "markdown", "--output", output];
    const command = readArguments(formatProgram, args);
    if ("text" in command) throw new Error(command.text);
    return { code: await runFormat(command.values), report: readFileSync(output, "utf8") };
  };
  expect(await format("review.json")).toEqual({
    code: 1,
    report: expect.stringMatching(/^### Spec review: breaking/),
  });
  expect(await format("failed.json")).toEqual({ code: 2, report: expect.stringMatching(/failed/) });
  await expect(format("other.json")).rejects.toThrow("does not follow its schema");
});

test("the program finds the spec from where the user is, and reports a failure with code 2", async () => {
  using repository = createChange("a: [");
  const folder = join(repository.folder, "spec");
  const args = ["--", "--spec", "openapi.yaml", "--format", "github", "--output", "report"];
  const cli = new URL("../../src/cli.ts", import.meta.url);
  expect(await executeProgram(cli, args, { env: { INIT_CWD: folder } })).toMatchObject({
    code: 2,
    stdout: "",
    stderr: expect.stringMatching(/^review: spec\/openapi\.yaml:1: .*\n$/),
  });
  expect(readFileSync(join(folder, "report"), "utf8")).toMatch(
    /^::error title=Spec review failed::spec\/openapi\.yaml:1: /,
  );
});
