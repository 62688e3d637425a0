// Messages that can be closed. Django renders them in the page; others may show one with
// document.dispatchEvent(new CustomEvent("toast", { detail: { tekst, soort } })), which is also what htmx does for
// the response header HX-Trigger: {"toast": {"tekst": "...", "soort": "success"}}.
(() => {
  "use strict";
  const plek = document.querySelector("[data-toasts]");
  if (!plek) return;

  function maakSluitbaar(toast) {
    const knop = toast.querySelector("[data-sluit]");
    knop.hidden = false;
    knop.addEventListener("click", () => toast.remove());
  }

  function toon(tekst, soort = "info") {
    const toast = document.createElement("div");
    toast.className = `utrecht-alert akt-toast akt-toast--${soort}`;
    toast.setAttribute("role", soort === "error" || soort === "warning" ? "alert" : "status");
    const regel = document.createElement("p");
    regel.className = "akt-toast__tekst";
    const knop = document.createElement("button");
    knop.className = "akt-toast__sluit";
    knop.type = "button";
    knop.dataset.sluit = "";
    knop.textContent = "Sluiten";
    toast.append(regel, knop);
    plek.append(toast);
    // A live region has to be in the page before its text for a screen reader to speak it.
    setTimeout(() => { regel.textContent = tekst; }, 50);
    maakSluitbaar(toast);
  }

  plek.querySelectorAll("[data-toast]").forEach(maakSluitbaar);
  document.addEventListener("toast", (gebeurtenis) => toon(gebeurtenis.detail.tekst, gebeurtenis.detail.soort));
  for (const naam of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(naam, () => toon("Er is nu geen verbinding. Uw invoer staat nog op het scherm.", "error"));
  }
  document.addEventListener("htmx:responseError", (gebeurtenis) => {
    const status = gebeurtenis.detail.xhr.status;
    toon(status === 409 ? "Iemand anders wijzigde dit intussen. Laad de pagina opnieuw."
      : `Dat lukte niet (fout ${status}). Probeer het nog eens.`, "error");
  });
})();
