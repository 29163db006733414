import { Fragment } from "preact";
import { Code } from "../components/code.tsx";
import { Prose } from "../components/prose.tsx";
import type { Block, Disclosure, Entries, Heading, Table, Tabs } from "./document.ts";
import { Inline } from "./inline.tsx";

/** Renders a page of the reference. */
export function Blocks({ blocks }: { readonly blocks: readonly Block[] }) {
  return (
    <>
      {blocks.map((block, index) => (
        <Fragment key={index}>{renderBlock(block)}</Fragment>
      ))}
    </>
  );
}

function renderBlock(block: Block) {
  switch (block.type) {
    case "heading":
      return <ReferenceHeading {...block} />;
    case "text":
      return <Prose markdown={block.markdown} />;
    case "table":
      return <ReferenceTable {...block} />;
    case "code":
      return <Code {...block} />;
    case "entries":
      return <ReferenceEntries {...block} />;
    case "tabs":
      return <ExampleTabs {...block} />;
    case "disclosure":
      return <ReferenceDisclosure {...block} />;
  }
}

function ReferenceHeading({ level, inline, anchor }: Heading) {
  const Tag = `h${level}` as const;
  return (
    <Tag id={anchor}>
      <Inline text={inline} />
      {level > 1 && <Permalink anchor={anchor} />}
    </Tag>
  );
}

function ReferenceTable({ label, columns, rows }: Table) {
  return (
    <div class="scroll" tabIndex={0} role="group" aria-label={label}>
      <table class="table">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ anchor, cells: [first = "", ...others] }) => (
            <tr key={first} id={anchor}>
              <th scope="row">
                <Inline text={first} />
                {anchor !== undefined && <Permalink anchor={anchor} />}
              </th>
              {others.map((cell, index) => (
                <td key={columns[index + 1]}>
                  <Inline text={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ReferenceEntries({ entries }: Entries) {
  return (
    <dl class="entries">
      {entries.map(({ anchor, name, facts, required, body }) => (
        <div key={anchor} class="entry" id={anchor}>
          <dt>
            <a class="entry-name mono" href={`#${encodeURIComponent(anchor)}`}>
              {name}
            </a>
            {required && <span class="badge required">required</span>}
            {facts.map((fact) => (
              <span key={fact} class="entry-fact">
                <Inline text={fact} />
              </span>
            ))}
          </dt>
          <dd>
            <Blocks blocks={body} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Tabs that need no script: radio buttons, each of which shows the block beside it. */
function ExampleTabs({ anchor, title, tabs, output }: Tabs) {
  return (
    <fieldset class="example" id={anchor}>
      <legend>{title}</legend>
      <div class="example-tabs">
        {tabs.map(({ name, code }, index) => (
          <Fragment key={name}>
            <input
              type="radio"
              name={anchor}
              id={`${anchor}.${code.language}`}
              defaultChecked={index === 0}
            />
            <label for={`${anchor}.${code.language}`}>{name}</label>
            <div class="example-panel">
              <Code {...code} />
            </div>
          </Fragment>
        ))}
      </div>
      {output && (
        <div class="example-output">
          <p>The programs print</p>
          <Code {...output} />
        </div>
      )}
    </fieldset>
  );
}

function ReferenceDisclosure({ anchor, inline, body }: Disclosure) {
  return (
    <details class="disclosure" id={anchor}>
      <summary>
        <Inline text={inline} />
      </summary>
      <Blocks blocks={body} />
    </details>
  );
}

function Permalink({ anchor }: { readonly anchor: string }) {
  return (
    <a class="permalink" href={`#${encodeURIComponent(anchor)}`} aria-label={`Link to ${anchor}`}>
      #
    </a>
  );
}
