// The rules of `check:imports`, read by dependency-cruiser: files do not import each other in a circle, and no import runs
// up. Type-only imports count. A new package or folder needs a line in one of the two lists. imports.test.ts breaks each
// rule once.
import type { IConfiguration, IRegularForbiddenRuleType } from "dependency-cruiser";

/**
 * Folders and files in the order of their imports: each imports only from itself and from earlier lines. A folder with a
 * line of its own does not belong to its parent's line.
 */
type Layers = string[][];

// Tests are exempt: they import any package that their package.json names, and pnpm rejects circles of those.
const packages: Layers = [
  ["spec"],
  ["packages/types"],
  ["packages/validators"],
  ["packages/protocol"],
  ["packages/client", "packages/engine"],
  ["packages/http", "packages/command-line"],
  ["packages/mock", "apps/gateway"],
  ["packages/contract"],
  ["packages/review"],
  ["apps/docs"],
  ["packages/testing"],
  ["packages/contract/mutants", "packages/contract/compat"],
  ["bench", "examples"],
  ["spec/consumers"],
];

const gateway: Layers = [
  ["generated", "is-overriding"],
  ["network", "memory"],
  ["telemetry"],
  ["admission"],
  ["auth"],
  ["limits", "content-filter"],
  ["config"],
  ["backends"],
  ["backends/openai", "resilience", "queue", "cache"],
  ["completions"],
  ["server"],
  ["cluster"],
  ["backend-options", "find-site"],
  ["create-deployment", "create-shadows", "probe"],
  ["kept-deployments"],
  ["create-lasting-parts"],
  ["prepare-parts"],
  ["create-gateway"],
  ["command-line", "index"],
  ["cli"],
];

const rules: IRegularForbiddenRuleType[] = [
  {
    name: "circle",
    comment: "Move what these files share to a file of its own.",
    from: {},
    to: { circular: true },
  },
  ...forbidUpwardImports("", "(packages|apps)/", packages),
  ...forbidUpwardImports("apps/gateway/src/", "", gateway),
  {
    name: "import of an app",
    comment: "An app is a program: move what others need to a package.",
    from: { pathNot: "^apps/" },
    to: { path: "^apps/" },
  },
  {
    name: "import of a test",
    comment: "Only tests import tests: move what the source needs to `src`.",
    from: { pathNot: "/test/" },
    to: { path: "/test/", pathNot: "/node_modules/" },
  },
  {
    // The check does not follow the imports of a built file, so it would miss a circle through one.
    name: "import of a built file",
    comment: "The package must export its source under `@completions-api/source`.",
    from: {},
    to: { path: "^(packages|apps)/[^/]+/dist/|^@completions-api/(?!spec/)" },
  },
];

const config: IConfiguration = {
  forbidden: rules.map((rule) => ({ ...rule, severity: "error" })),
  options: {
    // Also `import type`, `export type` and `import("…")` in a type.
    tsPreCompilationDeps: true,
    doNotFollow: { path: "(^|/)(node_modules|dist)/" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["@completions-api/source", "node", "import", "types", "default"],
      extensions: [".ts", ".js", ".json"],
    },
  },
};
export default config;

/** @param scope a pattern, appended to `root`, for the paths that must have a line in `layers` */
function forbidUpwardImports(root: string, scope: string, layers: Layers): IRegularForbiddenRuleType[] {
  const units = layers.flat();
  const match = (unit: string) => `^${root}${unit}(/|\\.ts$)`;
  const upward = layers.flatMap((layer, index) =>
    layer.flatMap((unit) => {
      const below = layers.slice(0, index).flat();
      const others = units.filter((other) => other !== unit && !below.includes(other));
      const nested = others.filter((other) => other.startsWith(`${unit}/`));
      // Dependency-cruiser reads an empty list as "any file".
      if (others.length === 0) return [];
      return {
        // Unique, because dependency-cruiser finds a rule's comment by its name.
        name: `upward import from ${root}${unit}`,
        comment: `It can import only from: ${below.join(", ") || "itself"}. The order is in .ci/imports.ts.`,
        from: { path: match(unit), pathNot: ["/test/", ...nested.map(match)] },
        to: { path: others.map(match) },
      };
    }),
  );
  const unlisted = {
    name: `no layer in ${root || "the repository"}`,
    comment: "Add it to the order in .ci/imports.ts.",
    from: { path: `^${root}${scope}`, pathNot: units.map(match) },
    to: {},
  };
  return [...upward, unlisted];
}
