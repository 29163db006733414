import { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { describeFileError, type FileProblem, type YamlFile } from "@completions-api/command-line/yaml";
import { findStrings } from "./find-values.ts";

/** The certificates of authorities that deployments trust, and the problems in them. */
export interface Certificates {
  /** In PEM, by the name of the deployment. */
  readonly byDeployment: ReadonlyMap<string, string>;
  readonly problems: readonly FileProblem[];
}

/** Reads the files that deployments name as `ca`. */
export async function readCertificates(
  { value, problemAt }: YamlFile,
  configFile: string,
): Promise<Certificates> {
  const byDeployment = new Map<string, string>();
  const problems: FileProblem[] = [];
  for (const { path, value: file } of findStrings(value, ["deployments", "*", "ca"])) {
    // The schema reports an empty string.
    if (file === "") continue;
    try {
      const text = await readFile(resolve(dirname(configFile), file), "latin1");
      const certificates = text.match(pem) ?? [];
      const problem = describeCertificates(certificates);
      if (problem !== undefined) problems.push(problemAt(path, problem));
      // Without what is around them: OpenSSL overlooks a certificate that does not begin its line.
      byDeployment.set(String(path[1]), certificates.join("\n"));
    } catch (error) {
      problems.push(problemAt(path, `names a file that cannot be read: ${describeFileError(error)}.`));
    }
  }
  return { byDeployment, problems };
}

const pem = /-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/gs;

function describeCertificates(certificates: readonly string[]): string | undefined {
  if (certificates.length === 0) {
    return "names a file without a certificate in PEM, which begins with -----BEGIN CERTIFICATE-----. Convert it with openssl.";
  }
  const unreadable = certificates.findIndex((certificate) => !isCertificate(certificate));
  return unreadable < 0
    ? undefined
    : `names a file whose certificate number ${unreadable + 1} cannot be read. Replace it.`;
}

function isCertificate(text: string): boolean {
  try {
    new X509Certificate(text);
    return true;
  } catch {
    return false;
  }
}
