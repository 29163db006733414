import { expect, test } from "vitest";
import { downloadReport } from "../../src/github/download-report.ts";
import { createGitHub } from "../../src/github/github-api.ts";
import { readZipEntry } from "../../src/github/read-zip-entry.ts";
import { GitHubServer } from "./github-server.ts";
import { zip } from "./zip.ts";

test("downloads the newest report of a run", async () => {
  await using server = await GitHubServer.start();
  server.artifacts.set(5, [
    { id: 1, name: "spec-review", expired: false, zip: zip({ "review.json": "old" }) },
    { id: 3, name: "spec-review", expired: true, zip: zip({ "review.json": "expired" }) },
    { id: 2, name: "spec-review", expired: false, zip: zip({ "../x": "", "review.json": "new" }) },
  ]);
  const github = createGitHub({ url: server.url, token: server.token });
  expect(await downloadReport(github, "o/r", 5)).toBe("new");
  expect(await downloadReport(github, "o/r", 6)).toBeUndefined();
});

test("reads a file of an archive", () => {
  const archive = zip({ a: "first", "ä/b.json": "{}" });
  expect(readZipEntry(archive, "ä/b.json", 10)?.toString()).toBe("{}");
  expect(readZipEntry(archive, "c", 10)).toBeUndefined();
});

test("stops at a bomb", () => {
  const archive = zip({ bomb: Buffer.alloc(50_000_000) });
  expect(() => readZipEntry(archive, "bomb", 1000)).toThrow(RangeError);
});

test("refuses a damaged archive", () => {
  const archive = zip({ a: "first" });
  expect(() => readZipEntry(Buffer.from("no archive"), "a", 10)).toThrow(RangeError);
  archive.writeUInt32LE(0xffffffff, archive.length - 6); // the place of the directory
  expect(() => readZipEntry(archive, "a", 10)).toThrow(RangeError);
});
