import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

test("the package loads without undici, which takes longer to load than the server", async () => {
  const program = `
    const { createApiServer } = await import("@completions-api/http");
    await using server = createApiServer(() => ({}));
    await server.listen({ host: "127.0.0.1", port: 0 });
    console.log(process.moduleLoadList.filter((name) => /\\b_http_server$|undici/.test(name)).join());`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--conditions=@completions-api/source", "--input-type=module", "--eval", program],
    { cwd: import.meta.dirname },
  );
  expect(stdout).toBe("NativeModule _http_server\n");
});
