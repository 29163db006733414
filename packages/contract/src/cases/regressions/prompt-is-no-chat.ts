import { completes } from "../../case-helpers/exchanges.ts";
import { type ContractCase, Inconclusive } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";

// Its first word is one token in any vocabulary, so that the text twice has at least twice its tokens.
const text = "a ship sails";
/** A token for the beginning of the text, and one for its end. */
const most = 2;

export const promptIsNoChat: ContractCase = {
  id: "prompt-is-no-chat",
  title: "The model completes the prompt itself, not a chat that contains it",
  faces: ["completions", "openai"],
  sources: [
    {
      report: "https://github.com/ollama/ollama/issues/5544",
      says: "the server put the prompt into the template of the model's chats",
    },
    {
      report: "https://github.com/ollama/ollama/issues/12636",
      says: "the model replied to the prompt instead of completing it",
    },
  ],
  covers: ["#/components/schemas/CompletionUsage/properties/prompt_tokens"],
  exchanges: [text, `${text} ${text}`].map((prompt) => completes({ prompt, max_tokens: 1 })),
  check: (completions) => {
    const [once, twice] = completions.map(({ completion }) => completion.usage?.prompt_tokens);
    if (once === undefined || twice === undefined) throw new Inconclusive("there is no usage");
    const added = 2 * once - twice;
    expectThat(
      added <= most,
      `at most ${most} tokens beside those of the prompt`,
      `${once} prompt_tokens for a text, but only ${twice} for the same text twice: ${added} are not the prompt's`,
    );
  },
};
