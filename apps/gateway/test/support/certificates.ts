import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A certificate and its private key, in PEM, as servers take them. */
export interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

/** The differences of a certificate from one that is accepted for 127.0.0.1. */
export interface CertificateOptions {
  /** By default `IP:127.0.0.1`. */
  readonly names?: string;
  /** It is valid from the beginning of the first year until the beginning of the second. By default from 2020 to 2099. */
  readonly years?: readonly [from: number, until: number];
}

/** An authority that issues certificates, by openssl. */
export class TestAuthority implements Disposable {
  /** The folder of its files, which is removed with it. */
  readonly folder: string = mkdtempSync(join(tmpdir(), "authority-"));
  readonly pair: KeyPair;

  constructor() {
    const config = `[ca]
default_ca = this
[this]
database = index.txt
new_certs_dir = .
serial = serial
policy = any
default_md = sha256
[any]
commonName = supplied
[req]
distinguished_name = subject
[subject]
`;
    for (const [name, text] of Object.entries({ config, "index.txt": "", serial: "01" })) {
      writeFileSync(join(this.folder, name), text);
    }
    this.#openssl(
      ...["req", "-config", "config", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30"],
      ...["-subj", "/CN=Authority", "-addext", "basicConstraints=critical,CA:true"],
      ...["-keyout", "ca.key", "-out", "ca.pem"],
    );
    this.pair = this.#read("ca");
  }

  /** The path of the authority's certificate. */
  get file(): string {
    return join(this.folder, "ca.pem");
  }

  issue({ names = "IP:127.0.0.1", years: [from, until] = [2020, 2099] }: CertificateOptions = {}): KeyPair {
    writeFileSync(join(this.folder, "extensions"), `subjectAltName = ${names}\n`);
    const name = `${Math.random()}`;
    this.#openssl(
      ...["req", "-config", "config", "-newkey", "rsa:2048", "-nodes", "-subj", `/CN=${name}`],
      ...["-keyout", `${name}.key`, "-out", "request.pem"],
    );
    this.#openssl(
      ...["ca", "-batch", "-config", "config", "-in", "request.pem", "-cert", "ca.pem", "-keyfile", "ca.key"],
      ...["-startdate", `${from}0101000000Z`, "-enddate", `${until}0101000000Z`],
      ...["-extfile", "extensions", "-notext", "-out", `${name}.pem`],
    );
    return this.#read(name);
  }

  issueSelfSigned(): KeyPair {
    this.#openssl(
      ...["req", "-config", "config", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30"],
      ...["-subj", "/CN=Self", "-addext", "subjectAltName=IP:127.0.0.1"],
      ...["-keyout", "self.key", "-out", "self.pem"],
    );
    return this.#read("self");
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true });
  }

  #openssl(...args: string[]): void {
    execFileSync("openssl", args, { cwd: this.folder, stdio: ["ignore", "ignore", "pipe"] });
  }

  #read(name: string): KeyPair {
    const [cert = "", key = ""] = ["pem", "key"].map((extension) =>
      readFileSync(join(this.folder, `${name}.${extension}`), "utf8"),
    );
    return { cert, key };
  }
}
