// Copies what the pages need from node_modules to static/vendor: the Utrecht components that the portal uses with
// their design tokens, htmx, Plotly and the licences. Run after `npm ci`; stops with one clear line when something
// is missing.
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const wortel = join(dirname(fileURLToPath(import.meta.url)), "..");
const modules = join(wortel, "node_modules");
const doel = join(wortel, "static", "vendor");

// Only components whose classes occur in templates/ or static/; the whole library is four times as large.
const COMPONENTEN = [
  "root", "document", "heading-1", "heading-2", "heading-3", "heading-4", "paragraph", "link", "link-list", "skip-link",
  "button", "button-group", "action-group", "table", "form-field", "form-label", "form-field-description",
  "form-field-error-message", "form-fieldset", "textbox", "textarea", "select", "checkbox", "radio-button",
  "alert", "breadcrumb-nav", "pagination", "data-list", "unordered-list", "ordered-list", "listbox", "status-badge",
  "code", "separator",
];

function stop(regel) {
  console.error(`bouw-voorkant: ${regel}`);
  process.exit(1);
}

function lees(...delen) {
  const pad = join(modules, ...delen);
  if (!existsSync(pad)) stop(`node_modules/${delen.join("/")} ontbreekt. Draai eerst \`npm ci --ignore-scripts\`.`);
  return readFileSync(pad, "utf8");
}

function kopieer(van, naar) {
  lees(...van);
  mkdirSync(dirname(join(doel, naar)), { recursive: true });
  copyFileSync(join(modules, ...van), join(doel, naar));
}

// The names of custom properties that a stylesheet reads.
function gebruikt(css) {
  return [...css.matchAll(/var\(\s*(--[\w-]+)/g)].map((treffer) => treffer[1]);
}

function bouwUtrecht() {
  const kop = "/*! NL Design System, Utrecht component library. EUPL-1.2, zie licenties/. */\n";
  const componenten = COMPONENTEN.map((naam) => lees("@utrecht", `${naam}-css`, "dist", "index.min.css")).join("\n");
  writeFileSync(join(doel, "utrecht.css"), kop + componenten);

  // Of the thousands of tokens only those that these components read, with the tokens those refer to.
  const tokens = new Map(
    [...lees("@utrecht", "design-tokens", "dist", "root.css").matchAll(/^\s*(--[\w-]+):\s*(.+);\s*(?:\/\*.*\*\/)?$/gm)]
      .map((treffer) => [treffer[1], treffer[2]]),
  );
  if (tokens.size < 1000) stop("@utrecht/design-tokens/dist/root.css heeft een andere vorm dan verwacht.");
  const nodig = new Set();
  const wachtrij = gebruikt(componenten);
  while (wachtrij.length) {
    const naam = wachtrij.pop();
    if (nodig.has(naam) || !tokens.has(naam)) continue;
    nodig.add(naam);
    wachtrij.push(...gebruikt(tokens.get(naam)));
  }
  const regels = [...nodig].sort().map((naam) => `${naam}:${tokens.get(naam)}`);
  writeFileSync(join(doel, "utrecht-tokens.css"), `${kop}:root{${regels.join(";")}}\n`);
}

rmSync(doel, { recursive: true, force: true });
mkdirSync(doel, { recursive: true });
bouwUtrecht();
kopieer(["htmx.org", "dist", "htmx.min.js"], "htmx.min.js");
kopieer(["plotly.js-basic-dist-min", "plotly-basic.min.js"], "plotly-basic.min.js");
kopieer(["plotly.js-locales", "nl.js"], "plotly-locale-nl.js");
kopieer(["@utrecht", "root-css", "LICENSE.md"], "licenties/utrecht.md");
kopieer(["htmx.org", "LICENSE"], "licenties/htmx.txt");
kopieer(["plotly.js-basic-dist-min", "LICENSE"], "licenties/plotly.txt");
console.log(`static/vendor gebouwd: ${readdirSync(doel).sort().join(", ")}`);
