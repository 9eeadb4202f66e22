// Holds content/playlist.schema.json, the parser and the examples together with an independent
// validator: schema.mjs ROOT VERDICT
//
// 1. The schema is a schema, and every document that comes with the program keeps it.
// 2. For each case of tests/cases/document.json schema and parser agree, but for the cases that
//    state in "schema" why no schema can know.
// 3. So they do for a document with every field in it, changed at each of its places in turn.

import { execFileSync } from "node:child_process";
import {
    existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

// import.meta.dirname is younger than the Node of Debian 12.
const here = dirname(fileURLToPath(import.meta.url));

const [root, verdictProgram] = process.argv.slice(2);
if (!existsSync(join(here, "node_modules/ajv"))) {
    console.log("schema: ajv is not installed; run: npm ci --prefix tests/schema");
    process.exit(77); // Meson's word for "skipped"
}
const { default: Ajv2020 } = await import("ajv/dist/2020.js");

// What a schema cannot say: these are about two places of the document at once.
const RELATIONS = new Set(["unknown-asset", "unknown-playlist", "unknown-daypart", "duplicate-id",
    "order", "row-length"]);

const read = (name) => readFileSync(join(root, name), "utf8");
const schema = JSON.parse(read("content/playlist.schema.json"));
const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false });
const validate = ajv.compile(schema);
const directory = mkdtempSync(join(tmpdir(), "bangtin-schema-"));
let passed = 0;
let failed = 0;

function check(ok, message) {
    if (ok) {
        passed++;
    } else {
        failed++;
        console.log(`schema: ${message}`);
    }
}

// The parser's findings for each of these texts, in their order.
function verdicts(texts) {
    const files = texts.map((text, i) => {
        const file = join(directory, `${i}.json`);
        writeFileSync(file, text);
        return file;
    });
    const lines = [];
    for (let i = 0; i < files.length; i += 500) {
        const output = execFileSync(verdictProgram, files.slice(i, i + 500),
            { encoding: "utf8", maxBuffer: 1 << 28 });
        lines.push(...output.trim().split("\n"));
    }
    return lines.map((line) => JSON.parse(line));
}

// Whether the text is JSON that keeps the schema.
function keepsSchema(text) {
    try {
        return validate(JSON.parse(text.replace(/^\ufeff/, "")));
    } catch {
        return false;
    }
}

// As support_compose() of tests/unit does it.
const STANDARD_DOCUMENT = {
    formatVersion: 1, feedId: "f", sequence: 1, generated: "2026-01-01T00:00:00Z",
    timeZone: "Asia/Ho_Chi_Minh", languages: ["vi", "en"],
    assets: { poster: { href: "media/poster.jpg" } },
    dayparts: { gio: { windows: [{ start: "07:00", end: "17:00" }] } },
    sites: { default: {}, s: { tags: ["t"] } },
};

function compose(test) {
    if (test.text !== undefined)
        return test.text;
    if (test.document !== undefined)
        return JSON.stringify(test.document);
    const item = test.item ?? { id: "a", type: "slogan", text: "A", ...test.with };
    const playlists = [{ id: "main", items: [item] }];
    return JSON.stringify({ ...STANDARD_DOCUMENT, playlists, ...test.top });
}

function checkExamples() {
    const examples = ["content/playlist.json"];
    for (const entry of readdirSync(join(root, "content"), { recursive: true, encoding: "utf8" })) {
        if (entry.endsWith("/playlist.json"))
            examples.push(join("content", entry));
    }
    for (const name of examples)
        check(keepsSchema(read(name)), `${name}: ${ajv.errorsText(validate.errors)}`);
}

// theme.json has a schema of its own: the program's keeps it, and what the program refuses does not.
function checkTheme() {
    const keeps = ajv.compile(JSON.parse(read("content/theme.schema.json")));
    check(keeps(JSON.parse(read("content/theme.json"))), `theme: ${ajv.errorsText(keeps.errors)}`);
    const wrong = [[], { base: "grey" }, { textScale: 9 }, { dark: { text: "red" } }, { logo: "" },
        { light: 7 }, { nameBand: "no" }, { background: "/etc/passwd" }];
    for (const theme of wrong)
        check(!keeps(theme), `the theme's schema takes ${JSON.stringify(theme)}`);
}

function checkCases() {
    const cases = JSON.parse(read("tests/cases/document.json"));
    const texts = cases.map(compose);
    verdicts(texts).forEach(({ errors }, i) => {
        const valid = keepsSchema(texts[i]);
        if (cases[i].schema)
            check(valid && errors > 0, `"${cases[i].case}" is no exception any more`);
        else
            check(valid === (errors === 0), `"${cases[i].case}": the schema says ${valid}, the ` +
                `parser finds ${errors} errors; ${ajv.errorsText(validate.errors)}`);
    });
}

// Every place of a value, as a list of keys.
function* places(value, path = []) {
    if (path.length > 0)
        yield path;
    if (value !== null && typeof value === "object") {
        for (const key of Object.keys(value))
            yield* places(value[key], [...path, key]);
    }
}

const GONE = Symbol("gone");
const CHANGES = [GONE, null, true, 0, -1, 1.5, 1e9, "", " ", "x", "X y", "{site.name}", "{x}",
    "tag:x", [], {}, ["x"], { vi: "x" }, "x".repeat(70), "x".repeat(4097)];

// A copy of `value` with the place changed.
function changed(value, path, change) {
    const copy = structuredClone(value);
    let at = copy;
    for (const key of path.slice(0, -1))
        at = at[key];
    const last = path.at(-1);
    if (change !== GONE)
        at[last] = change;
    else if (Array.isArray(at))
        at.splice(Number(last), 1);
    else
        delete at[last];
    return copy;
}

function checkChanges() {
    const whole = JSON.parse(read("tests/fuzz/seeds/document/every-type.json"));
    const changes = [];
    for (const path of places(whole)) {
        for (const change of CHANGES)
            changes.push({ path, change, text: JSON.stringify(changed(whole, path, change)) });
    }
    verdicts(changes.map(({ text }) => text)).forEach(({ errors, codes }, i) => {
        const { path, change, text } = changes[i];
        const valid = keepsSchema(text);
        const excused = valid && errors > 0 && codes.every((code) => RELATIONS.has(code));
        check(excused || valid === (errors === 0),
            `/${path.join("/")} as ${String(JSON.stringify(change) ?? "gone").slice(0, 40)}: the ` +
            `schema says ${valid}, the parser ${codes.join(" ") || "nothing"}; ` +
            ajv.errorsText(validate.errors));
    });
}

try {
    checkExamples();
    checkTheme();
    checkCases();
    checkChanges();
} finally {
    rmSync(directory, { recursive: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
