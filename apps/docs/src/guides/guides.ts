import type { SectionSource } from "./sections.ts";

/** A page that is made from sections of READMEs. */
export interface Guide {
  /** The last folder of its path. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly sources: readonly SectionSource[];
}

export const guides: readonly Guide[] = [
  {
    name: "mock-in-your-tests",
    title: "Mock in your tests",
    description: "Start a mock server in your tests, script its replies, and read what your app sent.",
    sources: [
      {
        file: "packages/mock/README.md",
        headings: [
          "",
          "In your test runner",
          "Replies",
          "The Prefer header",
          "From other languages",
          "The journal",
        ],
      },
    ],
  },
  {
    name: "gateway-before-your-engine",
    title: "Gateway before your engine",
    description: "Put the gateway in front of your engine, so that clients see one contract.",
    sources: [
      {
        file: "apps/gateway/README.md",
        headings: ["", "Your engine in five lines", "Callers on other machines", "Documentation"],
      },
    ],
  },
  {
    name: "review-a-spec-change",
    title: "Review a spec change",
    description: "Find out what a change of a spec breaks, for whom, and see the evidence.",
    sources: [
      {
        file: "packages/review/README.md",
        headings: ["", "Four promises", "Command line", "Approvals", "Reports"],
      },
    ],
  },
  {
    name: "check-your-endpoint",
    title: "Check your endpoint",
    description: "Test any endpoint for text completions against the contract.",
    sources: [
      {
        file: "packages/contract/README.md",
        headings: ["", "Options", "Adopting it today", "Reports", "Capabilities", "Warnings"],
      },
    ],
  },
  {
    name: "add-a-parameter",
    title: "Add a parameter",
    description: "Take a new parameter from the spec to the types, the servers and the contract tests.",
    sources: [{ file: "CONTRIBUTING.md", headings: ["Example: add a parameter", "Where to change what"] }],
  },
];
