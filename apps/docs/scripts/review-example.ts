// Writes the review that `reports/review/` shows: of two versions of this repository's own spec.
import { writeFile } from "node:fs/promises";
import { formatReview, review } from "@completions-api/review";
import { base, head, reviewedOn } from "../src/reports/reviewed-revisions.ts";

const result = await review({ folder: import.meta.dirname, base, head, today: reviewedOn });
await writeFile(new URL("../src/reports/review.json", import.meta.url), formatReview(result, "json"));
