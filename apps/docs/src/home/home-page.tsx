import { Code } from "../components/code.tsx";
import { href, type Page } from "../page.ts";
import { doors } from "./doors.ts";
import { LiveCompletion } from "./live-completion.tsx";
import { readmeCommand, readmeLead } from "./root-readme.ts";

const title = "completions-api";
const commands = ["npx pnpm@12 start", "npx pnpm@12 test"];

/** The page at the root of the site. */
export function homePage(): Page {
  const lead = readmeLead();
  return {
    path: "",
    title,
    description: lead,
    section: "home",
    script: "home",
    wide: true,
    markdown: toMarkdown(lead),
    content: (
      <div class="home">
        <section class="hero">
          <div>
            <h1>{title}</h1>
            <p class="lead">{lead}</p>
            <p class="hero-links">
              <a class="button primary" href={href("playground/")}>
                Open the playground
              </a>
              <a class="button" href={href("reference/")}>
                Read the reference
              </a>
            </p>
          </div>
          <div id="live-completion">
            <LiveCompletion />
          </div>
        </section>
        <section aria-labelledby="doors">
          <h2 id="doors">What do you want to do?</h2>
          <ul class="doors">
            {doors.map((door) => (
              <li key={door.title} class="card">
                <h3>{door.title}</h3>
                <p>{door.text}</p>
                <ul class="door-links">
                  {door.guides.map((guide) => (
                    <li key={guide.path}>
                      <a href={href(guide.path)}>{guide.title}</a>
                    </li>
                  ))}
                </ul>
              </li>
            ))}
          </ul>
        </section>
        <section aria-labelledby="commands">
          <h2 id="commands">Two commands</h2>
          <dl class="commands">
            {commands.map((command) => (
              <div key={command}>
                <dt>
                  <Code language="sh" text={command} label={`Command: ${command}`} />
                </dt>
                <dd>{readmeCommand(command)}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    ),
  };
}

function toMarkdown(lead: string): string {
  const ways = doors.map((door) => {
    const links = door.guides.map((guide) => `- [${guide.title}](${href(guide.path)})`).join("\n");
    return `## ${door.title}\n\n${door.text}\n\n${links}`;
  });
  const lines = commands.map((command) => `- \`${command}\` ${readmeCommand(command)}`);
  return `# ${title}\n\n${lead}\n\n${ways.join("\n\n")}\n\n## Two commands\n\n${lines.join("\n")}`;
}
