import { testReadme } from "../../../readme.shared.ts";

testReadme(new URL("..", import.meta.url));
