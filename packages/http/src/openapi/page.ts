// The OpenAPI document as a page for people: plain HTML that needs no script and loads nothing. Everything that stands in it
// comes from the document and is escaped.

import type { Answer, OpenApiDocument, Operation, Parameter } from "./document.ts";
import type { JsonSchema } from "./json-schema.ts";

export const pageStyle = `
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h2 { margin-top: 3rem; }
section { border-top: 1px solid; margin-top: 1.5rem; padding-top: .5rem; }
code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere; }
h3 { overflow-wrap: anywhere; }
h3 code { font-size: 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .2rem 1rem .2rem 0; }
th code { white-space: nowrap; }
td { overflow-wrap: anywhere; width: 100%; }
nav ul { list-style: none; padding: 0; }
@media (max-width: 40rem) {
  th, td { display: block; padding-right: 0; }
  th { padding-top: .6rem; }
  th code { white-space: normal; }
}
`;

export function documentPage(document: OpenApiDocument): string {
  const { info, tags, components } = document;
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ title: `${method.toUpperCase()} ${path}`, operation })),
  );
  const groups = tags.map(({ name, description }) => {
    const own = operations.filter(({ operation }) => operation.tags.includes(name));
    const links = own.map(({ title, operation }) => contentsLine(operation.operationId, title)).join("");
    const sections = own.map(({ title, operation }) => operationSection(title, operation)).join("");
    return {
      contents: `<p>${escaped(name)}</p><ul>${links}</ul>`,
      part: `<h2>${escaped(name)}</h2><p>${escaped(description)}</p>${sections}`,
    };
  });
  const schemas = Object.entries(components.schemas).map(([name, schema]) => schemaSection(name, schema));
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(info.title)} API</title><style>${pageStyle}</style></head>
<body><main><h1>${escaped(info.title)} API ${escaped(info.version)}</h1>
<p>${escaped(info.description)} <a href="openapi.json">openapi.json</a></p>
<nav>${groups.map(({ contents }) => contents).join("\n")}
<p><a href="#schemas">Schemas</a></p></nav>
${groups.map(({ part }) => part).join("\n")}
<h2 id="schemas">Schemas</h2>${schemas.join("\n")}
</main></body></html>`;
}

function contentsLine(operationId: string, title: string): string {
  return `<li><a href="#${escaped(operationId)}"><code>${escaped(title)}</code></a></li>`;
}

function operationSection(title: string, { operationId, description, security, ...operation }: Operation): string {
  const body = operation.requestBody?.content["application/json"]?.schema;
  const tokens = security.flatMap((one) => Object.entries(one));
  const who =
    tokens.length === 0 ? "Everybody." : tokens.map(([name, scopes]) => `${name} (${scopes.join(" or ")})`).join(", ");
  return `<section id="${escaped(operationId)}"><h3><code>${escaped(title)}</code></h3>
<p>${worded(description ?? operation.summary)}</p>
<table><tbody>
<tr><th scope="row">Who</th><td>${escaped(who)}</td></tr>
${operation.parameters.map(parameterRow).join("")}
${body ? `<tr><th scope="row">Body</th><td>${schemaText(body)}</td></tr>` : ""}
${Object.entries(operation.responses).map(answerRow).join("")}
</tbody></table></section>`;
}

function parameterRow({ name, in: place, required, description = "", schema }: Parameter): string {
  const facts = `${schemaText(schema)}, in the ${place}${required ? "" : ", optional"}. ${worded(description)}`;
  return `<tr><th scope="row"><code>${escaped(name)}</code></th><td>${facts}</td></tr>`;
}

function answerRow([status, { description, content = {} }]: [string, Answer]): string {
  const [schema] = Object.values(content).map((one) => schemaText(one.schema));
  return `<tr><th scope="row">${escaped(status)}</th><td>${worded(description)}: ${schema}</td></tr>`;
}

function schemaSection(name: string, schema: JsonSchema): string {
  const fields = Object.entries((schema["properties"] ?? {}) as Record<string, JsonSchema>);
  const rows = fields.map(([field, one]) => {
    const description = descriptionOf(one);
    return `<tr><th scope="row"><code>${escaped(field)}</code></th><td>${schemaText(one)}${description && `. ${worded(description)}`}</td></tr>`;
  });
  return `<section id="schema-${escaped(name)}"><h3>${escaped(name)}</h3><p>${worded(descriptionOf(schema))}</p>
<table><tbody>${rows.join("")}</tbody></table></section>`;
}

function descriptionOf(schema: JsonSchema): string {
  const own = schema["description"];
  if (typeof own === "string") return own;
  return ((schema["anyOf"] ?? []) as readonly JsonSchema[]).map(descriptionOf).find((one) => one !== "") ?? "";
}

/** A schema in a few words; one that has a name is a link. */
function schemaText(schema: JsonSchema): string {
  const { $ref, type, format, items, anyOf, enum: values, const: only } = schema as SchemaWords;
  if ($ref !== undefined) {
    const name = escaped($ref.split("/").at(-1) ?? "");
    return `<a href="#schema-${name}">${name}</a>`;
  }
  if (anyOf !== undefined) return anyOf.map(schemaText).join(" or ");
  if (items !== undefined) return `array of ${schemaText(items)}`;
  if (only !== undefined) return `<code>${escaped(JSON.stringify(only))}</code>`;
  if (values !== undefined) return values.map((value) => `<code>${escaped(JSON.stringify(value))}</code>`).join(" or ");
  const types = [type ?? "any"].flat().join(" or ");
  return escaped(format === undefined ? types : `${types} (${format})`);
}

interface SchemaWords {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A sentence of the document, in which names stand between backticks. */
function worded(text: string): string {
  return escaped(text).replace(/`([^`]+)`/g, "<code>$1</code>");
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
