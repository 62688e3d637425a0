// The menu on a narrow screen, and focus on the error summary of a form. Without this the menu is simply open.
(() => {
  "use strict";
  const knop = document.querySelector("[data-menuknop]");
  const menu = document.querySelector("[data-menu]");
  if (knop && menu) {
    const zet = (open) => {
      knop.setAttribute("aria-expanded", String(open));
      menu.classList.toggle("akt-kop__menu--open", open);
    };
    knop.hidden = false;
    knop.addEventListener("click", () => zet(knop.getAttribute("aria-expanded") !== "true"));
    document.addEventListener("keydown", (gebeurtenis) => {
      if (gebeurtenis.key === "Escape" && knop.getAttribute("aria-expanded") === "true") {
        zet(false);
        knop.focus();
      }
    });
  }

  // One group of the menu is open at a time, and none after a click elsewhere or Escape.
  const groepen = [...document.querySelectorAll("[data-navgroep]")];
  const sluit = (behalve) => groepen.forEach((groep) => groep !== behalve && groep.removeAttribute("open"));
  groepen.forEach((groep) => groep.addEventListener("toggle", () => groep.open && sluit(groep)));
  document.addEventListener("click", (gebeurtenis) => sluit(gebeurtenis.target.closest("[data-navgroep]")));
  document.addEventListener("keydown", (gebeurtenis) => {
    const open = groepen.find((groep) => groep.open);
    if (gebeurtenis.key === "Escape" && open) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  });

  // A fragment that turns out to be the log-in page: the session ended. The whole page then asks to log in.
  document.addEventListener("htmx:beforeSwap", (gebeurtenis) => {
    const adres = gebeurtenis.detail.xhr.responseURL;
    if (adres && new URL(adres).pathname === document.body.dataset.inloggen) {
      gebeurtenis.detail.shouldSwap = false;
      location.reload();
    }
  });

  // A prefilled value that is there to be typed over.
  const overschrijfbaar = document.querySelector("[data-selecteer]");
  if (overschrijfbaar) {
    overschrijfbaar.focus();
    overschrijfbaar.select();
  }

  const naarFouten = (deel) => deel.querySelector("[data-foutenoverzicht]")?.focus();
  naarFouten(document);
  document.addEventListener("htmx:afterSettle", (gebeurtenis) => naarFouten(gebeurtenis.target));
})();
