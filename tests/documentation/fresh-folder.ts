// A folder as a new user has it: the packages in it as `npm install` lays them, a page's files pasted as they stand. It asks no
// registry: what is installed here is linked, file by file, since bundlers refuse folders that lead out of theirs.

import { copyFile, link, mkdir, mkdtemp, readdir, readFile, realpath, stat, writeFile } from "node:fs/promises";
import { findPackageJSON } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Where our own packages are. */
const house = join(import.meta.dirname, "../../packages/");

interface Manifest {
  readonly files?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** A package that is to be laid: its name, the folder here whose import of it is meant, and where that folder was laid. */
interface Wanted {
  readonly name: string;
  readonly optional: boolean;
  readonly from: string;
  readonly place: string;
}

/** An empty folder with packages in its `node_modules`. Its path has a space, as a user's may. */
export async function freshFolder(packages: readonly string[]): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "a new user ")));
  await writeFile(join(folder, "package.json"), '{ "private": true }\n');
  const laid = new Map<string, string>();
  const queue: Wanted[] = packages.map((name) => ({ name, optional: false, from: import.meta.dirname, place: folder }));
  for (let wanted = queue.shift(); wanted !== undefined; wanted = queue.shift()) {
    queue.push(...(await lay(wanted, folder, laid)));
  }
  return folder;
}

/** Lays one package where what wants it finds it, as high as may be; answers what it wants itself. */
async function lay({ name, optional, from, place }: Wanted, folder: string, laid: Map<string, string>) {
  const source = await installed(name, from);
  if (source === undefined && optional) return [];
  if (source === undefined) throw new Error(`${name} is not installed here`);
  const found = above(place, folder)
    .map((ancestor) => laid.get(join(ancestor, "node_modules", name)))
    .find((version) => version !== undefined);
  if (found === source) return [];
  const target = join(found === undefined ? folder : place, "node_modules", name);
  laid.set(target, source);

  const manifest: Manifest = JSON.parse(await readFile(join(source, "package.json"), "utf8"));
  // Ours stand in this house with their sources: only what is published is laid.
  const published = source.startsWith(house) ? ["package.json", ...(manifest.files ?? [])] : ["."];
  for (const part of published) await linkAll(join(source, part), join(target, part));
  const inner = (names: object | undefined, mayMiss: boolean) =>
    Object.keys(names ?? {}).map((inside) => ({ name: inside, optional: mayMiss, from: source, place: target }));
  return [...inner(manifest.optionalDependencies, true), ...inner(manifest.dependencies, false)];
}

/** Where a package is that a folder here imports; undefined: nowhere. */
async function installed(name: string, from: string): Promise<string | undefined> {
  try {
    const manifest = findPackageJSON(name, join(from, "importer.js"));
    return manifest === undefined ? undefined : await realpath(dirname(manifest));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}

/** A folder and those around it, up to another. */
function above(place: string, folder: string): readonly string[] {
  return place === folder ? [folder] : [place, ...above(dirname(place), folder)];
}

/** Gives each file of a folder, or one file, a second name; copies it, where the temporary folder is on another disk. */
async function linkAll(source: string, target: string): Promise<void> {
  const entries = (await stat(source)).isFile() ? [""] : await readdir(source, { recursive: true });
  for (const entry of entries.filter((path) => !path.startsWith("node_modules"))) {
    const path = join(source, entry);
    if (!(await stat(path)).isFile()) continue;
    const second = join(target, entry);
    await mkdir(dirname(second), { recursive: true });
    await link(path, second).catch(() => copyFile(path, second));
  }
}

/** Pastes the blocks of a page into the files that it names: `` `path.ts`…: `` before a block. Answers their paths. */
export async function paste(page: string, folder: string): Promise<readonly string[]> {
  const markdown = await readFile(new URL(`../../docs/${page}.md`, import.meta.url), "utf8");
  const named = /`([^`\s]+\.(?:mjs|ts))`[^\n]*:\n\n```\w+\n([\s\S]*?)^```$/gm;
  const paths: string[] = [];
  for (const [, path = "", code = ""] of markdown.matchAll(named)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), code);
    paths.push(path);
  }
  if (paths.length !== [...markdown.matchAll(/^```(?:ts|js)$/gm)].length)
    throw new Error(`A block of ${page} names no file`);
  return paths;
}
