// Copies what the pages need from node_modules to static/vendor: the Utrecht components that the portal uses with
// their design tokens, htmx, Plotly, two typefaces and the licences. Run after `npm ci`; stops with one clear line when something
// is missing.
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runInNewContext } from "node:vm";

const wortel = join(dirname(fileURLToPath(import.meta.url)), "..");
const modules = join(wortel, "node_modules");
const doel = join(wortel, "static", "vendor");

// Only components whose classes occur in templates/ or static/; the whole library is four times as large.
const COMPONENTEN = [
  "root", "document", "heading-1", "heading-2", "heading-3", "heading-4", "paragraph", "link", "link-list", "skip-link",
  "button", "button-group", "action-group", "table", "form-field", "form-label", "form-field-description",
  "form-field-error-message", "form-fieldset", "textbox", "textarea", "select", "checkbox", "radio-button",
  "alert", "data-list", "unordered-list", "ordered-list", "code",
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

// The library repeats each state (:hover, :focus) as a class, for its own style guide. Without those it is a third
// smaller. Rules whose selectors name only such classes go; of a mixed list only those selectors.
const NABOOTSING = /--(?:hover|focus|focus-visible|active|visited|pressed|busy)(?![\w-])/;
function zonderNabootsing(css) {
  return css.replace(/([^{}]+)\{([^{}]*)\}/g, (regel, keuze, stijl) => {
    if (keuze.trim().startsWith("@") || !NABOOTSING.test(keuze)) return regel;
    const delen = splits(keuze).filter((deel) => !NABOOTSING.test(deel.replace(/:not\([^)]*\)/g, "")));
    return delen.length ? `${delen.join(",")}{${stijl}}` : "";
  });
}

// At the commas between selectors, not at those inside :is() or :not().
function splits(keuze) {
  const delen = [""];
  let diepte = 0;
  for (const teken of keuze) {
    if (teken === "(") diepte += 1;
    if (teken === ")") diepte -= 1;
    if (teken === "," && diepte === 0) delen.push("");
    else delen[delen.length - 1] += teken;
  }
  return delen;
}

function bouwUtrecht() {
  const kop = "/*! NL Design System, Utrecht component library. EUPL-1.2, zie licenties/. */\n";
  const componenten = COMPONENTEN.map((naam) => zonderNabootsing(lees("@utrecht", `${naam}-css`, "dist", "index.min.css"))).join("\n");
  writeFileSync(join(doel, "utrecht.css"), kop + componenten);

  // Of the thousands of tokens only those that these components read, with the tokens those refer to, and not those
  // that the portal sets itself.
  const eigen = new Set(readFileSync(join(wortel, "static", "css", "tokens.css"), "utf8").match(/--utrecht-[\w-]+(?=:)/g));
  const tokens = new Map(
    [...lees("@utrecht", "design-tokens", "dist", "root.css").matchAll(/^\s*(--[\w-]+):\s*(.+);\s*(?:\/\*.*\*\/)?$/gm)]
      .map((treffer) => [treffer[1], treffer[2]]),
  );
  if (tokens.size < 1000) stop("@utrecht/design-tokens/dist/root.css heeft een andere vorm dan verwacht.");
  const nodig = new Set();
  const wachtrij = gebruikt(componenten);
  while (wachtrij.length) {
    const naam = wachtrij.pop();
    if (nodig.has(naam) || eigen.has(naam) || !tokens.has(naam)) continue;
    nodig.add(naam);
    wachtrij.push(...gebruikt(tokens.get(naam)));
  }
  const regels = [...nodig].sort().map((naam) => `${naam}:${tokens.get(naam)}`);
  writeFileSync(join(doel, "utrecht-tokens.css"), `${kop}:root{${regels.join(";")}}\n`);
}

// Plotly writes its rules into a <style> element, which a strict CSP refuses; as a file they are allowed. Plotly skips
// its own when an element with the id plotly.js-style-global and the class no-inline-styles is there.
function bouwPlotly() {
  const bron = lees("plotly.js-basic-dist-min", "plotly-basic.min.js");
  const regels = bron.match(/=(\{"X,X div":.+?\});for\(/s);
  if (!regels) stop("de stijlregels in plotly-basic.min.js zijn niet te vinden; kijk of Plotly van opbouw is veranderd.");
  const css = Object.entries(runInNewContext(`(${regels[1]})`)).map(([keuze, stijl]) => {
    const vol = keuze.replace(/^,/, " ,").replaceAll("X", ".js-plotly-plot .plotly").replaceAll("Y", ".plotly-notifier");
    return `${vol}{${stijl}}`;
  });
  writeFileSync(join(doel, "plotly.css"), `/*! Uit plotly.js, MIT, zie licenties/. */\n${css.join("\n")}\n`);
  const taal = lees("plotly.js-locales", "nl.js");
  if (!taal.includes("module.exports")) stop("plotly.js-locales/nl.js heeft een andere vorm dan verwacht.");
  writeFileSync(join(doel, "plotly-nl.js"), `(() => {\nconst module = {};\n${taal}\nPlotly.register(module.exports);\n})();\n`);
}

rmSync(doel, { recursive: true, force: true });
mkdirSync(doel, { recursive: true });
bouwUtrecht();
kopieer(["htmx.org", "dist", "htmx.min.js"], "htmx.min.js");
kopieer(["plotly.js-basic-dist-min", "plotly-basic.min.js"], "plotly-basic.min.js");
bouwPlotly();
kopieer(["@utrecht", "root-css", "LICENSE.md"], "licenties/utrecht.md");
// For pictures that the server draws; no page asks for them.
for (const naam of ["DejaVuSans", "DejaVuSerif-Bold"]) kopieer(["dejavu-fonts-ttf", "ttf", `${naam}.ttf`], `letters/${naam}.ttf`);
kopieer(["dejavu-fonts-ttf", "LICENSE"], "licenties/dejavu.txt");
kopieer(["htmx.org", "LICENSE"], "licenties/htmx.txt");
kopieer(["plotly.js-basic-dist-min", "LICENSE"], "licenties/plotly.txt");
console.log(`static/vendor gebouwd: ${readdirSync(doel).sort().join(", ")}`);
