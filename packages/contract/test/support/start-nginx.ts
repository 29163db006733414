import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { findFreePort } from "@completions-api/testing";

/** Why nginx cannot be started: it is not installed. */
export const missingNginx: string | undefined =
  spawnSync("nginx", ["-v"]).error === undefined ? undefined : "nginx is not installed.";

export interface Nginx extends AsyncDisposable {
  readonly url: string;
}

/**
 * Starts nginx in front of a server.
 *
 * @param directives - of the location that passes requests on.
 */
export async function startNginx(upstream: string, directives = ""): Promise<Nginx> {
  const port = await findFreePort();
  const folder = mkdtempSync(join(tmpdir(), "nginx-"));
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  writeFileSync(
    join(folder, "nginx.conf"),
    `daemon off;
master_process off;
pid ${folder}/pid;
error_log stderr notice;
events {}
http {
  access_log off;
${temporary.map((name) => `  ${name}_temp_path ${folder}/${name};`).join("\n")}
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass ${upstream};
      ${directives}
    }
  }
}
`,
  );
  const child = spawn("nginx", ["-p", folder, "-c", join(folder, "nginx.conf"), "-e", "stderr"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = once(child, "close");
  let output = "";
  await new Promise<void>((resolve, reject) => {
    createInterface(child.stderr).on("line", (line) => {
      output += `${line}\n`;
      if (/using the "\w+" event method/.test(line)) resolve();
    });
    ended.then(() => reject(new Error(`nginx ended too early:\n${output}`)), reject);
  });
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      child.kill();
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}
