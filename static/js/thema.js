// Runs before the first paint: marks that scripts run, and applies the visitor's choice of light or dark.
// Without a choice the system decides, by the media query of donker.css.
(() => {
  "use strict";
  const wortel = document.documentElement;
  const systeem = "screen and (prefers-color-scheme: dark)";
  const media = matchMedia("(prefers-color-scheme: dark)");
  wortel.classList.add("akt-js");

  function keuze() {
    try {
      return localStorage.getItem("akt-thema");
    } catch {
      return null; // Storage may be forbidden; then the system decides.
    }
  }

  function isDonker() {
    const gekozen = keuze();
    return gekozen ? gekozen === "donker" : media.matches;
  }

  function pasToe() {
    const blad = document.querySelector("link[data-donker]");
    blad.media = { licht: "not all", donker: "screen" }[keuze()] || systeem;
    wortel.dataset.thema = isDonker() ? "donker" : "licht";
    const knop = document.querySelector("[data-themaknop]");
    if (knop) knop.textContent = isDonker() ? "Licht" : "Donker";
    document.dispatchEvent(new CustomEvent("akt:thema"));
  }

  pasToe();
  media.addEventListener("change", pasToe);
  document.addEventListener("DOMContentLoaded", () => {
    const knop = document.querySelector("[data-themaknop]");
    if (!knop) return;
    knop.hidden = false;
    pasToe();
    knop.addEventListener("click", () => {
      const nieuw = isDonker() ? "licht" : "donker";
      try {
        localStorage.setItem("akt-thema", nieuw);
      } catch {
        return;
      }
      pasToe();
    });
  });
})();
