// Holds `packages/*/api/`, which say what each package exports, against the built declarations, so that whoever reviews a
// change sees what it means to users. usage: node .ci/api.ts [--write]
import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";

interface Manifest {
  exports: Record<string, { types?: string }>;
}

const isWriting = process.argv.includes("--write");
const scratch = mkdtempSync(join(tmpdir(), "api-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));

for (const folder of globSync("packages/*").sort()) {
  const { exports }: Manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  for (const { types } of Object.values(exports)) if (types) report(resolve(folder), types);
}
if (process.exitCode) console.error("The API reports are not what was built: run `npx pnpm@12 api`.");

function report(folder: string, types: string): void {
  const declarations = join(folder, types);
  const name = basename(types, ".d.ts");
  const ignore = { logLevel: ExtractorLogLevel.None };
  const config = ExtractorConfig.prepare({
    packageJsonFullPath: join(folder, "package.json"),
    configObjectFullPath: undefined,
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: declarations,
      newlineKind: "lf",
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            module: "nodenext",
            lib: ["es2023", "dom"],
            types: ["node"],
            skipLibCheck: true,
          },
          files: [declarations],
        },
      },
      apiReport: {
        enabled: true,
        reportFileName: name,
        reportFolder: join(folder, "api"),
        reportTempFolder: scratch,
        // A type that exports mention is reported, too, without `export`: what changes in it, users see.
        includeForgottenExports: true,
      },
      docModel: { enabled: false },
      messages: {
        extractorMessageReporting: {
          default: { logLevel: ExtractorLogLevel.Error },
          "ae-forgotten-export": ignore,
          "ae-missing-release-tag": ignore,
          "ae-undocumented": ignore,
        },
        // Comments are written for TypeScript's own reading of them, which knows more tags than TSDoc.
        tsdocMessageReporting: { default: ignore },
      },
    },
  });
  const { succeeded } = Extractor.invoke(config, {
    localBuild: isWriting,
    printApiReportDiff: true,
    messageCallback(message) {
      if (message.category === "console") message.handled = true;
      if (message.messageId === "console-api-report-diff") console.error(`${folder}/${name}`, message.text);
    },
  });
  if (!succeeded) process.exitCode = 1;
}
