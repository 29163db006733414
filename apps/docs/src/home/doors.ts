import contract from "../../../../packages/contract/package.json" with { type: "json" };
import mock from "../../../../packages/mock/package.json" with { type: "json" };
import review from "../../../../packages/review/package.json" with { type: "json" };
import gateway from "../../../gateway/package.json" with { type: "json" };

/** A way into the project, by what a visitor came to do. */
export interface Door {
  readonly title: string;
  /** Taken from the package that does the work. */
  readonly text: string;
  readonly guides: readonly { readonly path: string; readonly title: string }[];
}

export const doors: readonly Door[] = [
  {
    title: "Define and review",
    text: review.description,
    guides: [
      { path: "guides/review-a-spec-change/", title: "Review a spec change" },
      { path: "guides/add-a-parameter/", title: "Add a parameter" },
    ],
  },
  {
    title: "Consume and mock",
    text: mock.description,
    guides: [
      { path: "guides/mock-in-your-tests/", title: "Mock in your tests" },
      { path: "guides/packages/client/", title: "Call the API from code" },
    ],
  },
  {
    title: "Serve",
    text: `${gateway.description} ${contract.description}`,
    guides: [
      { path: "guides/gateway-before-your-engine/", title: "Gateway before your engine" },
      { path: "guides/check-your-endpoint/", title: "Check your endpoint" },
    ],
  },
];
