// Tabs out of sections: <div data-tabs aria-label="..."><section data-tab="Titel">...</section>...</div>.
// Without this script they are sections under each other.
(() => {
  "use strict";
  function maak(blok) {
    const delen = [...blok.querySelectorAll(":scope > [data-tab]")];
    if (delen.length < 2 || blok.dataset.klaar) return;
    blok.dataset.klaar = "ja";
    const lijst = document.createElement("div");
    lijst.className = "akt-tabs__lijst";
    lijst.setAttribute("role", "tablist");
    if (blok.hasAttribute("aria-label")) lijst.setAttribute("aria-label", blok.getAttribute("aria-label"));
    blok.removeAttribute("aria-label");

    const knoppen = delen.map((deel, nummer) => {
      deel.id ||= `tab-${Math.random().toString(36).slice(2, 8)}-${nummer}`;
      const knop = document.createElement("button");
      knop.type = "button";
      knop.className = "akt-tabs__tab";
      knop.id = `${deel.id}-knop`;
      knop.textContent = deel.dataset.tab;
      knop.setAttribute("role", "tab");
      knop.setAttribute("aria-controls", deel.id);
      deel.setAttribute("role", "tabpanel");
      deel.setAttribute("aria-labelledby", knop.id);
      deel.tabIndex = 0;
      lijst.append(knop);
      return knop;
    });

    function kies(nummer, metFocus) {
      knoppen.forEach((knop, i) => {
        knop.setAttribute("aria-selected", String(i === nummer));
        knop.tabIndex = i === nummer ? 0 : -1;
        delen[i].hidden = i !== nummer;
      });
      if (metFocus) knoppen[nummer].focus();
      document.dispatchEvent(new CustomEvent("akt:zichtbaar"));
    }

    lijst.addEventListener("click", (gebeurtenis) => {
      const nummer = knoppen.indexOf(gebeurtenis.target.closest("[role=tab]"));
      if (nummer >= 0) kies(nummer, false);
    });
    lijst.addEventListener("keydown", (gebeurtenis) => {
      const nu = knoppen.indexOf(document.activeElement);
      const naar = {
        ArrowRight: (nu + 1) % knoppen.length,
        ArrowLeft: (nu - 1 + knoppen.length) % knoppen.length,
        Home: 0,
        End: knoppen.length - 1,
      }[gebeurtenis.key];
      if (naar === undefined) return;
      gebeurtenis.preventDefault();
      kies(naar, true);
    });
    blok.prepend(lijst);
    const gevraagd = delen.findIndex((deel) => `#${deel.id}` === location.hash);
    kies(Math.max(gevraagd, 0), false);
  }

  const maakAlle = () => document.querySelectorAll("[data-tabs]").forEach(maak);
  maakAlle();
  document.addEventListener("htmx:afterSettle", maakAlle);
})();
