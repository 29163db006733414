import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { findFreePort } from "@completions-api/testing";
import { expect } from "vitest";

/** The name that the proxies of the page have a certificate for. */
export const host = "completions.example";

/** The proxies of the page, by the languages of its code blocks. */
export type ProxyName = "nginx" | "caddyfile" | "haproxy";

interface Files {
  readonly folder: string;
  readonly certificate: string;
  readonly key: string;
  /** A file with certificate and key. */
  readonly both: string;
}

/** How to run a proxy with the configuration that the page has, on another port and with other files. */
interface Recipe {
  readonly command: string;
  /** The first arguments; the path of the configuration file follows. */
  readonly args: readonly string[];
  readonly adapt: (config: string, port: number, files: Files) => string;
}

const recipes: Readonly<Record<ProxyName, Recipe>> = {
  nginx: {
    command: "nginx",
    args: ["-e", "stderr", "-c"],
    adapt: (config, port, { folder, certificate, key }) => `
      daemon off;
      # Otherwise a worker of root's nginx is another user, who cannot write to the folder.
      user ${userInfo().username};
      pid ${folder}/nginx.pid;
      events {}
      http {
        access_log off;
        ${["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${folder}/${name};`).join("\n")}
        ${config
          .replace("listen 443", `listen 127.0.0.1:${port}`)
          .replace("/etc/ssl/completions.example.pem", certificate)
          .replace("/etc/ssl/private/completions.example.key", key)}
      }`,
  },
  caddyfile: {
    command: "caddy",
    args: ["run", "--adapter", "caddyfile", "--config"],
    adapt: (config, port, { folder, certificate, key }) => `
      {
        admin off
        storage file_system ${folder}
        auto_https disable_redirects
      }
      ${config.replace(`${host} {`, `https://${host}:${port} {\ntls ${certificate} ${key}`)}`,
  },
  haproxy: {
    command: "haproxy",
    args: ["-db", "-f"],
    adapt: (config, port, { both }) =>
      config.replace(":443", `127.0.0.1:${port}`).replace("/etc/haproxy/completions.example.pem", both),
  },
};

/** Returns the reason why a proxy cannot be started, if so. */
export function missing(name: ProxyName): string | undefined {
  const commands = [recipes[name].command, "openssl"];
  const absent = commands.find((command) => spawnSync(command, ["version"]).error);
  return absent && `${absent} is not installed: Debian's package of that name has it`;
}

/** A proxy with the configuration that deploy/tls.md has for it. */
export class TlsProxy implements AsyncDisposable {
  readonly port: number;
  /** Its certificate, which signs itself. */
  readonly certificate: string;
  readonly #child: ChildProcess;
  readonly #folder: string;

  private constructor(child: ChildProcess, port: number, { folder, certificate }: Files) {
    this.#child = child;
    this.port = port;
    this.certificate = readFileSync(certificate, "utf8");
    this.#folder = folder;
  }

  /**
   * @param gateway - the URL of the gateway behind it.
   * @param options.second - the URL of another gateway behind it, as on the page about upgrading.
   * @param options.change - changes the configuration that the page has.
   */
  static async start(
    name: ProxyName,
    gateway: string,
    { second, change = (page) => page }: { second?: string; change?: (page: string) => string } = {},
  ): Promise<TlsProxy> {
    const { command, args, adapt } = recipes[name];
    const files = createFiles();
    const port = await findFreePort();
    const more = second && readPage(name, "upgrading.md").replace("127.0.0.1:8081", new URL(second).host);
    const page = change(readPage(name) + (more ?? ""));
    const config = adapt(page, port, files).replace("127.0.0.1:8080", new URL(gateway).host);
    const file = join(files.folder, "proxy.conf");
    writeFileSync(file, config);
    const child = spawn(command, [...args, file], {
      stdio: ["ignore", "pipe", "pipe"],
      // Caddy keeps its state in the home folder.
      env: { ...process.env, HOME: files.folder },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (text) => {
        output += text;
      });
    const ended = once(child, "exit").then(() => {
      throw new Error(`${command} ended:\n${output}`);
    });
    const proxy = new TlsProxy(child, port, files);
    await Promise.race([ended, expect.poll(() => isListening(port), { timeout: 20_000 }).toBe(true)]);
    // It ends when it is disposed of.
    ended.catch(() => {});
    return proxy;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.#child, "exit");
    // nginx stops its workers on SIGTERM only.
    if (this.#child.exitCode === null && this.#child.kill("SIGTERM")) await ended;
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Returns the code block of a page in deploy/ in a language. */
function readPage(language: string, name = "tls.md"): string {
  const page = readFileSync(new URL(`../../deploy/${name}`, import.meta.url), "utf8");
  const [, block] = new RegExp(`\`\`\`${language}\n(.*?)^ *\`\`\``, "ms").exec(page) ?? [];
  if (block === undefined) throw new Error(`deploy/${name} has no block of ${language}.`);
  return block;
}

function createFiles(): Files {
  const folder = mkdtempSync(join(tmpdir(), "proxy-"));
  const [certificate, key, both] = ["certificate.pem", "key.pem", "both.pem"].map((name) =>
    join(folder, name),
  ) as [string, string, string]; // `map` keeps the number.
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const subject = ["-subj", `/CN=${host}`, "-addext", `subjectAltName=DNS:${host}`];
  execFileSync("openssl", ["req", "-x509", ...curve, ...subject, "-keyout", key, "-out", certificate], {
    stdio: "pipe",
  });
  writeFileSync(both, readFileSync(certificate, "utf8") + readFileSync(key, "utf8"));
  return { folder, certificate, key, both };
}

function isListening(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}`).then(
    () => true,
    // A server that expects TLS closes the connection.
    (error: Error) => (error.cause as { code?: string }).code !== "ECONNREFUSED",
  );
}
