// Keeps what is typed in the form of a praktijk: at once on this device, and a moment later on the server. What the
// server has is taken off this device again. Nothing of another window or person is overwritten without being asked.
(() => {
  "use strict";
  const formulier = document.getElementById("praktijk");
  if (!formulier) return;
  const stand = formulier.querySelector("[data-bewaard]");
  const vak = formulier.querySelector("[data-keuze]");
  const gezien = formulier.elements.namedItem("gezien");
  const venster = formulier.elements.namedItem("venster");
  const sleutel = `akt-praktijk-${formulier.dataset.praktijk}-${formulier.dataset.wie}-`;
  const eigen = sleutel + venster.value;
  const NIET = new Set(["csrfmiddlewaretoken", "gezien", "venster", "actie"]);
  const WACHT = 1500;
  const OPNIEUW = 10000;
  const TE_OUD = 30 * 24 * 3600 * 1000;
  let klok = 0;
  let bezig = false;
  // Shown again because of a conflict, only the person decides what is kept.
  let conflict = "conflict" in formulier.dataset;
  let afbreken = new AbortController();
  let bewaard = "";

  // What is filled in; empty fields and counts say nothing.
  function lees() {
    const velden = [...new FormData(formulier)];
    return JSON.stringify(velden.filter(([naam, waarde]) => waarde && !NIET.has(naam) && !naam.endsWith("_FORMS")));
  }

  function zeg(tekst) {
    if (stand.textContent !== tekst) stand.textContent = tekst;
  }

  function opApparaat(inhoud, verstuurd = false) {
    try {
      localStorage.setItem(eigen, JSON.stringify({ inhoud, op: Date.now(), gezien: gezien.value, verstuurd }));
      return true;
    } catch {
      return false; // full, or not allowed
    }
  }

  function vanApparaat(naam) {
    try { localStorage.removeItem(naam); } catch { /* not allowed: then nothing is there either */ }
  }

  function plan(na) {
    clearTimeout(klok);
    klok = setTimeout(bewaar, na);
  }

  function toon(tekst, ...delen) {
    const regel = document.createElement("p");
    regel.textContent = tekst;
    vak.replaceChildren(regel, ...delen);
  }

  function knop(tekst, doe) {
    const element = document.createElement("button");
    element.type = "button";
    element.className = "utrecht-button utrecht-button--secondary-action";
    element.textContent = tekst;
    element.addEventListener("click", doe);
    return element;
  }

  function toonConflict(antwoord) {
    conflict = true;
    zeg("Niet bewaard.");
    const kijk = document.createElement("a");
    kijk.className = "utrecht-link utrecht-link--html-a";
    kijk.href = location.pathname;
    kijk.target = "_blank";
    kijk.textContent = "Bekijk de andere tekst (nieuw venster)";
    toon(
      antwoord.tekst + (antwoord.anders ? ` Verschillend: ${antwoord.anders}.` : ""),
      kijk,
      knop("Bewaar mijn tekst toch", () => {
        conflict = false;
        gezien.value = antwoord.stand;
        vak.replaceChildren();
        bewaar();
      }),
      knop("Neem de andere tekst over", () => {
        vanApparaat(eigen);
        bewaard = lees();
        location.reload();
      }),
    );
  }

  async function bewaar() {
    clearTimeout(klok);
    const inhoud = lees();
    if (conflict || inhoud === bewaard) return;
    if (bezig) { plan(WACHT); return; }
    bezig = true;
    const gegevens = new FormData(formulier);
    gegevens.set("actie", "klad");
    let antwoord;
    try {
      antwoord = await fetch(location.pathname, {
        method: "POST", body: gegevens, redirect: "manual", headers: { Accept: "application/json" },
        signal: afbreken.signal,
      });
    } catch {
      if (afbreken.signal.aborted) return;
      zeg(opApparaat(inhoud)
        ? "Geen verbinding. Uw tekst staat op dit apparaat en wordt bewaard zodra er weer verbinding is."
        : "Geen verbinding. Laat dit venster open: uw tekst is nog niet bewaard.");
      plan(OPNIEUW);
      return;
    } finally {
      bezig = false;
    }
    const isJson = (antwoord.headers.get("Content-Type") || "").includes("json");
    const uitleg = isJson ? await antwoord.json() : {};
    if (antwoord.ok && isJson) {
      gezien.value = uitleg.stand;
      bewaard = inhoud;
      zeg(`Bewaard om ${uitleg.tijd} uur.`);
      vak.replaceChildren();
      if (lees() === inhoud) vanApparaat(eigen);
      else plan(WACHT);
    } else if (antwoord.status === 409 && uitleg.stand) {
      toonConflict(uitleg);
    } else if (uitleg.tekst) {
      zeg("Niet bewaard.");
      toon(uitleg.tekst);
    } else if (antwoord.type === "opaqueredirect" || antwoord.status === 401 || antwoord.status === 403) {
      zeg("Niet bewaard: u bent niet meer ingelogd.");
      toon("Log in een ander venster opnieuw in en laat dit venster open. Uw tekst staat op dit apparaat.");
      plan(OPNIEUW);
    } else {
      zeg(`Bewaren lukt nu niet (fout ${antwoord.status}). Uw tekst staat op dit apparaat.`);
      plan(OPNIEUW);
    }
  }

  // --- what an earlier window left here ---
  function zetTerug(inhoud) {
    const waarden = new Map();
    for (const [naam, waarde] of JSON.parse(inhoud)) {
      waarden.set(naam, [...(waarden.get(naam) || []), waarde]);
    }
    for (const veld of formulier.elements) {
      if (!veld.name || NIET.has(veld.name) || veld.name.endsWith("_FORMS")) continue;
      const nieuw = waarden.get(veld.name) || [];
      if (veld.type === "checkbox" || veld.type === "radio") veld.checked = nieuw.includes(veld.value);
      else if (veld.tagName !== "BUTTON") veld.value = nieuw[0] ?? "";
    }
  }

  function biedAan() {
    const gevonden = [];
    try {
      for (const naam of Object.keys(localStorage)) {
        if (!naam.startsWith(sleutel) || naam === eigen) continue;
        const los = JSON.parse(localStorage.getItem(naam));
        const aangekomen = los.verstuurd && naam === sleutel + formulier.dataset.laatste && Number(los.gezien) < Number(gezien.value);
        if (aangekomen || los.inhoud === bewaard || Date.now() - los.op > TE_OUD) vanApparaat(naam);
        else gevonden.push({ naam, ...los });
      }
    } catch {
      return;
    }
    if (!gevonden.length) return;
    gevonden.sort((een, ander) => ander.op - een.op);
    const nieuwste = gevonden[0];
    const wanneer = new Date(nieuwste.op).toLocaleString("nl-NL", { dateStyle: "long", timeStyle: "short" });
    const anders = nieuwste.gezien === gezien.value ? "" : " Daarna is de praktijk ook nog ergens anders gewijzigd.";
    const ruim = () => { gevonden.forEach(({ naam }) => vanApparaat(naam)); vak.replaceChildren(); };
    toon(
      `Op dit apparaat staat tekst van ${wanneer} die niet is bewaard.${anders}`,
      knop("Zet die tekst terug", () => { zetTerug(nieuwste.inhoud); opApparaat(lees()); ruim(); bewaar(); }),
      knop("Gooi die tekst weg", ruim),
    );
  }

  // A form that was wrong is not kept anywhere yet.
  if ("nieuw" in formulier.dataset) plan(WACHT);
  else bewaard = lees();
  biedAan();
  formulier.addEventListener("input", () => {
    opApparaat(lees());
    if (!conflict) { zeg("Nog niet bewaard…"); plan(WACHT); }
  });
  formulier.addEventListener("change", () => { if (!conflict) plan(WACHT); });
  formulier.addEventListener("submit", () => {
    clearTimeout(klok);
    afbreken.abort();
    afbreken = new AbortController();
    bewaard = lees();
    // Until the next visit shows that it arrived.
    opApparaat(bewaard, true);
  });
  window.addEventListener("online", () => { if (lees() !== bewaard) bewaar(); });
  window.addEventListener("beforeunload", (gebeurtenis) => { if (lees() !== bewaard) gebeurtenis.preventDefault(); });
})();
