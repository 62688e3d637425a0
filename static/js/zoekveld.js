// A search field with suggestions (WAI-ARIA combobox) on <input data-zoekveld="/address/" name="q">.
// The address answers ?q=... with {"resultaten": [{"tekst", "uitleg", "url"}]}. Without this script the surrounding
// GET form searches. Optional: data-enkelvoud and data-meervoud name what is found, data-minimum the least characters.
(() => {
  "use strict";
  let teller = 0;

  function maak(veld) {
    if (veld.dataset.klaar) return;
    veld.dataset.klaar = "ja";
    const id = `zoekveld-${++teller}`;
    const enkelvoud = veld.dataset.enkelvoud || "adres";
    const meervoud = veld.dataset.meervoud || "adressen";
    const minimum = Number(veld.dataset.minimum || 2);
    const lijst = document.createElement("ul");
    lijst.className = "akt-zoek__lijst";
    lijst.id = id;
    lijst.setAttribute("role", "listbox");
    lijst.setAttribute("aria-label", "Gevonden");
    lijst.hidden = true;
    const stand = document.createElement("p");
    stand.className = "akt-verborgen";
    stand.setAttribute("role", "status");
    const doos = document.createElement("div");
    doos.className = "akt-zoek__doos";
    const hadFocus = document.activeElement === veld || veld.autofocus;
    veld.replaceWith(doos);
    doos.append(veld, lijst, stand);
    if (hadFocus) veld.focus(); // moving it took the focus away
    veld.setAttribute("role", "combobox");
    veld.setAttribute("autocomplete", "off");
    veld.setAttribute("aria-autocomplete", "list");
    veld.setAttribute("aria-controls", id);
    veld.setAttribute("aria-expanded", "false");

    let resultaten = [];
    let actief = -1;
    let wekker = 0;
    let lopend = null;

    function sluit() {
      lijst.hidden = true;
      veld.setAttribute("aria-expanded", "false");
      veld.removeAttribute("aria-activedescendant");
      actief = -1;
    }

    function markeer(nummer) {
      actief = nummer;
      [...lijst.children].forEach((optie, i) => {
        optie.setAttribute("aria-selected", String(i === nummer));
        if (i === nummer) optie.scrollIntoView({ block: "nearest" });
      });
      if (nummer >= 0) veld.setAttribute("aria-activedescendant", `${id}-${nummer}`);
      else veld.removeAttribute("aria-activedescendant");
    }

    function toon() {
      lijst.replaceChildren(...resultaten.map((resultaat, i) => {
        const optie = document.createElement("li");
        optie.id = `${id}-${i}`;
        optie.className = "akt-zoek__optie";
        optie.setAttribute("role", "option");
        optie.setAttribute("aria-selected", "false");
        const tekst = document.createElement("span");
        tekst.textContent = resultaat.tekst;
        optie.append(tekst);
        if (resultaat.uitleg) {
          const uitleg = document.createElement("span");
          uitleg.className = "akt-zoek__uitleg";
          uitleg.textContent = resultaat.uitleg;
          optie.append(" ", uitleg);
        }
        return optie;
      }));
      markeer(-1);
      lijst.hidden = resultaten.length === 0;
      veld.setAttribute("aria-expanded", String(resultaten.length > 0));
      stand.textContent = resultaten.length === 0 ? `Geen ${meervoud} gevonden`
        : `${resultaten.length} ${resultaten.length === 1 ? enkelvoud : meervoud} gevonden`;
    }

    async function zoek() {
      lopend?.abort();
      const vraag = veld.value.trim();
      if (vraag.length < minimum) {
        resultaten = [];
        stand.textContent = "";
        sluit();
        return;
      }
      const poging = new AbortController();
      lopend = poging;
      const adres = new URL(veld.dataset.zoekveld, location.href);
      adres.searchParams.set("q", vraag);
      try {
        const antwoord = await fetch(adres, { signal: poging.signal, headers: { Accept: "application/json" } });
        if (!antwoord.ok) throw new Error(String(antwoord.status));
        resultaten = (await antwoord.json()).resultaten;
        toon();
      } catch (fout) {
        if (fout.name === "AbortError") return;
        resultaten = [];
        sluit();
        stand.textContent = "Zoeken lukt nu niet. Druk op Enter om het formulier te versturen.";
      }
    }

    const ga = (nummer) => { location.assign(resultaten[nummer].url); };

    veld.addEventListener("input", () => {
      clearTimeout(wekker);
      wekker = setTimeout(zoek, 150);
    });
    veld.addEventListener("keydown", (gebeurtenis) => {
      if (gebeurtenis.key === "Escape") {
        if (!lijst.hidden) gebeurtenis.preventDefault();
        sluit();
      } else if (resultaten.length && (gebeurtenis.key === "ArrowDown" || gebeurtenis.key === "ArrowUp")) {
        gebeurtenis.preventDefault();
        if (lijst.hidden) toon();
        const stap = gebeurtenis.key === "ArrowDown" ? 1 : -1;
        const begin = actief < 0 && stap < 0 ? 0 : actief;
        markeer((begin + stap + resultaten.length) % resultaten.length);
      } else if (gebeurtenis.key === "Enter" && !lijst.hidden && (actief >= 0 || resultaten.length === 1)) {
        gebeurtenis.preventDefault();
        ga(Math.max(actief, 0));
      }
    });
    // mousedown, so that the field does not lose focus before the choice is made.
    lijst.addEventListener("mousedown", (gebeurtenis) => {
      gebeurtenis.preventDefault();
      const nummer = [...lijst.children].indexOf(gebeurtenis.target.closest("[role=option]"));
      if (nummer >= 0) ga(nummer);
    });
    veld.addEventListener("blur", sluit);
  }

  const maakAlle = () => document.querySelectorAll("input[data-zoekveld]").forEach(maak);
  maakAlle();
  document.addEventListener("htmx:afterSettle", maakAlle);
})();
