import { join } from "node:path";
import { expect, test } from "vitest";
import { findPath } from "../../src/git/find-path.ts";
import { openRepository } from "../../src/git/open-repository.ts";
import { createRepository } from "../create-repository.ts";

test("finds a file from the folder that was opened, or by its absolute path, but not outside of the repository", async () => {
  using repository = createRepository({ "api/spec/openapi.yaml": "" });
  const opened = await openRepository(join(repository.folder, "api"));
  for (const given of ["spec/openapi.yaml", join(repository.folder, "api/spec/openapi.yaml")]) {
    expect(findPath(opened, given)).toBe("api/spec/openapi.yaml");
  }
  expect(findPath(opened, "../other.yaml")).toBe("other.yaml");
  for (const given of ["../../other.yaml", "/etc/hostname"]) {
    expect(() => findPath(opened, given)).toThrow(`${given} is not in the repository`);
  }
});
