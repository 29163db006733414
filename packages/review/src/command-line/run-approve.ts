import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { UsageError } from "@completions-api/command-line";
import { addApproval } from "../approvals/add-approval.ts";
import { approvalsFileOf } from "../approvals/read-approvals.ts";
import { openRepository } from "../git/open-repository.ts";
import { tryGit } from "../git/run-git.ts";
import type { Approval, ReviewedChange } from "../model/review.ts";
import { mainEffect } from "../report/main-effect.ts";
import { toVisibleLine } from "../report/visible-text.ts";
import { review } from "../review.ts";
import { ReviewError } from "../review-error.ts";
import type { ApproveCommandOptions } from "./approve-program.ts";
import { createProgress } from "./progress.ts";

const day = 24 * 60 * 60 * 1000;

/**
 * Adds the approval of a change of the work tree to the file next to the spec.
 *
 * @throws UsageError if the change does not exist or needs no approval.
 */
export async function runApprove(options: ApproveCommandOptions): Promise<void> {
  const { repository: folder, base, spec, fingerprint, reason } = options;
  const today = toDay(Date.now());
  const expires = options.expires ?? toDay(Date.now() + 90 * day);
  if (expires < today) throw new UsageError("--expires must not be in the past.");
  const progress = createProgress();
  try {
    const { root } = await openRepository(folder);
    const approval: Approval = {
      fingerprint,
      reason,
      who: options.who ?? (await readUserName(root)),
      expires,
    };
    const { changes, head } = await review({ folder, base, spec, trackStep: progress.trackStep });
    progress.end();
    const change = findChange(changes, fingerprint);
    const file = approvalsFileOf(head.file ?? "");
    const path = join(root, file);
    const text = await readText(path).catch((error: Error) => {
      throw new ReviewError(`${file} cannot be read: ${error.message}.`, { cause: error });
    });
    await writeFile(path, addApproval(text, file, approval)).catch((error: Error) => {
      throw new ReviewError(`${file} cannot be written: ${error.message}.`, { cause: error });
    });
    console.log(`${file}: approved until ${expires}: ${toVisibleLine(change.sentence)}`);
  } catch (error) {
    throw error instanceof ReviewError ? new UsageError(error.message) : error;
  } finally {
    progress.end();
  }
}

function findChange(changes: readonly ReviewedChange[], fingerprint: string): ReviewedChange {
  const change = changes.find((each) => each.fingerprint === fingerprint);
  if (change === undefined) {
    throw new UsageError(
      `No change has the fingerprint ${JSON.stringify(fingerprint)}. Run review to see them.`,
    );
  }
  if (mainEffect(change) === "kept") {
    throw new UsageError(`${fingerprint} needs no approval: it breaks nothing.`);
  }
  return change;
}

async function readUserName(root: string): Promise<string> {
  const { stdout } = await tryGit(root, ["config", "user.name"]);
  const name = stdout.toString().trim();
  if (name === "") throw new UsageError("Git does not know your name. Say it with --who.");
  return name;
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

function toDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
