import type { ContractCase } from "../../contract-case.ts";
import { under } from "../../elements/pointers.ts";
import { brief, completes, refuses } from "../exchanges.ts";

export const promptWrongToken: ContractCase = {
  id: "prompt-wrong-token",
  title: "What is no token is refused by its own place, whatever other forms a prompt may have",
  covers: [
    ...under("#/components/schemas/Prompt/oneOf/2", "items/type", "items/minimum"),
    ...under("#/components/schemas/Prompt/oneOf/3", "items/items/type", "items/items/minimum"),
    "one-detail-per-fault",
  ],
  exchanges: [
    ...[[0], [[0]]].map((prompt) => completes({ ...brief, prompt })),
    refuses({ prompt: [464, 0.5] }, "prompt", "1"),
    refuses({ prompt: [464, -1] }, "prompt", "1"),
    refuses({ prompt: [464, null] }, "prompt", "1"),
    refuses({ prompt: [[464], [0, 0.5]] }, "prompt", "1", "1"),
    refuses({ prompt: [[464], [0, -1]] }, "prompt", "1", "1"),
    refuses({ prompt: [[464], [0, "whale"]] }, "prompt", "1", "1"),
    refuses({ prompt: [[464], [[464]]] }, "prompt", "1", "0"),
  ],
};
