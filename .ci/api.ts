// Compares the API reports in `packages/*/api/`, which list the exports of each package, with the built declarations. A
// reviewer then sees what a change means to users. `--write` updates the reports. Usage: node .ci/api.ts [--write]
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
if (process.exitCode) console.error("The API reports differ from the build. Run `npx pnpm@12 api`.");

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
        // Includes types that exports only mention: users see their changes too.
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
        // The comments use tags that TypeScript knows and TSDoc does not.
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
