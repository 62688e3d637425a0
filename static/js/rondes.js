// The table of a round as a spreadsheet, on <table data-rooster="address" data-sleutel="user/round/gemeente">.
// Rows are saved as one goes: changed rows wait in localStorage until the server has them, so a lost connection or a
// closed laptop loses nothing. Which values are right is for the server to say. Without this script the table has links.
(() => {
  "use strict";
  const tabel = document.querySelector("table[data-rooster]");
  if (!tabel) return;
  const formulier = tabel.closest("form");
  const sleutel = `ronde:${tabel.dataset.sleutel}`;
  const melding = document.querySelector("[data-opslag]");
  // A row that one is still in gets more time: half a row is no error yet.
  const RUST = 500;
  const RUST_IN_RIJ = 2500;
  const PER_KEER = 200;
  const LANGSTE_WACHT = 60_000;

  // --- the table ------------------------------------------------------------------------------
  const rijen = [...tabel.tBodies[0].querySelectorAll("tr[data-pand]")].map((tr, nummer) => ({
    tr, nummer, pand: tr.dataset.pand, gezien: Number(tr.dataset.gezien),
    cellen: [...tr.querySelectorAll("[data-veld]")],
    naam: tr.querySelector("th").textContent.trim(),
    klaar: Boolean(tr.querySelector("[data-stand] .akt-status--goed")),
    fout: tr.querySelector("[data-fout]"), stand: tr.querySelector("[data-stand]"),
  }));
  if (!rijen.length) return;
  const perPand = new Map(rijen.map((rij) => [rij.pand, rij]));
  const alle = document.querySelector("[data-alle]");
  const tel = (aantal) => aantal.toLocaleString("nl-NL");
  const panden = (aantal) => `${tel(aantal)} ${aantal === 1 ? "pand" : "panden"}`;
  const koppen = [...tabel.tHead.querySelectorAll("th")];
  tabel.setAttribute("role", "grid");
  tabel.setAttribute("aria-describedby", "rooster-hulp");
  document.querySelector("[data-hulp]").hidden = false;
  for (const rij of rijen) {
    for (const td of rij.tr.querySelectorAll("td:not([data-veld])")) td.setAttribute("aria-readonly", "true");
    rij.cellen.forEach((td, kolom) => {
      td.rij = rij;
      td.kolom = kolom;
      td.tabIndex = -1;
      td.setAttribute("role", "gridcell");
      td.bewaard = td.textContent;
    });
  }
  rijen[0].cellen[0].tabIndex = 0;
  let actief = rijen[0].cellen[0];
  let invoer = null;
  let verlaten = false;

  const tekst = (td) => (invoer?.parentElement === td ? invoer.oud : td.textContent);
  const opPlek = (nummer, kolom) => rijen[nummer]?.cellen[kolom];

  function ga(td) {
    if (!td) return false;
    if (td.rij !== actief.rij && wachtrij.size) plan(RUST);
    actief.tabIndex = -1;
    actief = td;
    td.tabIndex = 0;
    td.focus();
    td.scrollIntoView({ block: "nearest", inline: "nearest" });
    return true;
  }

  const stap = (dy, dx) => ga(opPlek(actief.rij.nummer + dy, actief.kolom + dx));

  function volgende(terug) {
    const breed = actief.rij.cellen.length;
    const plek = actief.rij.nummer * breed + actief.kolom + (terug ? -1 : 1);
    return plek >= 0 && ga(opPlek(Math.floor(plek / breed), plek % breed));
  }

  // --- what waits to be saved -----------------------------------------------------------------
  // pand -> {gezien, cellen: {veld: tekst}, versie, mis}. `mis`: refused by the server, until it is changed again.
  const wachtrij = new Map();
  let versie = 0;
  let onderweg = false;
  let wekker = 0;
  let pauze = 2000;
  let reden = "";
  let rest = "";

  function bewaar() {
    try {
      if (wachtrij.size) localStorage.setItem(sleutel, JSON.stringify([...wachtrij]));
      else localStorage.removeItem(sleutel);
    } catch {
      reden = "Deze browser bewaart niets; sluit de pagina niet.";
    }
    toonStand();
  }

  function toonStand() {
    const mis = [...wachtrij.values()].filter((rij) => rij.mis).length;
    const wacht = wachtrij.size - mis;
    const delen = [];
    if (wacht) delen.push(`${wacht} ${wacht === 1 ? "wijziging" : "wijzigingen"} nog niet opgeslagen. ${reden}`.trim());
    if (mis) delen.push(`${mis} ${mis === 1 ? "pand heeft een fout en is" : "panden hebben een fout en zijn"} niet opgeslagen.`);
    if (!delen.length && versie) delen.push("Alles is opgeslagen.");
    if (rest) delen.push(rest);
    melding.textContent = delen.join(" ");
    melding.classList.toggle("ronde-opslag--wacht", wachtrij.size > 0 || Boolean(rest));
    melding.classList.toggle("ronde-opslag--goed", wachtrij.size === 0 && !rest);
  }

  function zetInRij(rij) {
    const cellen = Object.fromEntries(rij.cellen.map((td) => [td.dataset.veld, tekst(td)]));
    const gelijk = rij.cellen.every((td) => tekst(td) === td.bewaard);
    rij.cellen.forEach((td) => td.classList.toggle("ronde-cel--gewijzigd", tekst(td) !== td.bewaard));
    toonFouten(rij, {});
    versie += 1;
    if (gelijk && !wachtrij.get(rij.pand)?.verstuurd) wachtrij.delete(rij.pand);
    else wachtrij.set(rij.pand, { gezien: rij.gezien, cellen, versie, verstuurd: wachtrij.get(rij.pand)?.verstuurd });
  }

  function plan(na) {
    clearTimeout(wekker);
    wekker = setTimeout(verstuur, na);
  }

  async function verstuur() {
    const keer = [...wachtrij].filter(([, rij]) => !rij.mis).slice(0, PER_KEER);
    if (onderweg || !keer.length) return;
    onderweg = true;
    for (const [, rij] of keer) rij.verstuurd = true;
    let antwoord = null;
    try {
      antwoord = await fetch(tabel.dataset.rooster, {
        method: "POST",
        headers: {
          "Content-Type": "application/json", Accept: "application/json",
          "X-CSRFToken": formulier.querySelector("[name=csrfmiddlewaretoken]").value,
        },
        body: JSON.stringify({ rijen: keer.map(([pand, rij]) => ({ pand, gezien: rij.gezien, cellen: rij.cellen })) }),
      });
      const isJson = antwoord.headers.get("Content-Type")?.startsWith("application/json");
      // Who is logged out is sent to the log-in page, which speaks JSON as well.
      if (antwoord.ok && isJson && !antwoord.redirected) {
        const gegevens = await antwoord.json();
        reden = "";
        pauze = 2000;
        verwerk(gegevens, new Map(keer.map(([pand, rij]) => [pand, rij.versie])));
      } else if (antwoord.status >= 500) {
        opnieuw("De server is even niet bereikbaar; we proberen het vanzelf opnieuw.");
      } else {
        reden = antwoord.redirected || antwoord.status === 403
          ? "U bent uitgelogd. Laad de pagina opnieuw en log in; uw wijzigingen blijven op deze computer bewaard."
          : (isJson && (await antwoord.json()).fout) || "Laad de pagina opnieuw.";
      }
    } catch {
      opnieuw("Er is geen verbinding; we proberen het vanzelf opnieuw.");
    }
    onderweg = false;
    bewaar();
    if (antwoord?.ok && !reden && [...wachtrij.values()].some((rij) => !rij.mis)) plan(RUST);
  }

  function opnieuw(waarom) {
    reden = waarom;
    plan(pauze);
    pauze = Math.min(2 * pauze, LANGSTE_WACHT);
  }

  function verwerk(gegevens, verstuurd) {
    for (const uitslag of gegevens.rijen) {
      const wacht = wachtrij.get(uitslag.pand);
      const rij = perPand.get(uitslag.pand);
      const laatste = wacht?.versie === verstuurd.get(uitslag.pand);
      if (uitslag.gezien && wacht) wacht.gezien = uitslag.gezien;
      if (rij && uitslag.gezien) rij.gezien = uitslag.gezien;
      if (!laatste) continue;
      if (uitslag.stand === "goed") wachtrij.delete(uitslag.pand);
      else wacht.mis = true;
      if (!rij) continue;
      toonFouten(rij, uitslag.fouten);
      if (uitslag.stand !== "goed") continue;
      for (const td of rij.cellen) {
        const nieuw = uitslag.cellen[td.dataset.veld];
        td.bewaard = nieuw;
        if (td !== invoer?.parentElement) td.textContent = nieuw;
        td.classList.remove("ronde-cel--gewijzigd");
      }
      rij.stand.innerHTML = '<span class="akt-status akt-status--goed">klaar</span>';
      rij.tr.querySelector("input[type=checkbox]")?.remove();
      if (!rij.klaar && alle) {
        alle.dataset.alle -= 1;
        alle.textContent = `Bevestig ${alle.dataset.alle === "1" ? "het laatste pand" : `de andere ${panden(Number(alle.dataset.alle))}`} ongewijzigd`;
        alle.closest("button").hidden = alle.dataset.alle === "0";
      }
      rij.klaar = true;
    }
    document.querySelector("[data-te-doen]").textContent = gegevens.te_doen
      ? `Nog ${tel(gegevens.te_doen)} van ${panden(gegevens.panden)} te doen.` : `Alle ${panden(gegevens.panden)} zijn ingevuld.`;
    document.querySelector("[data-voortgang]").value = gegevens.procent;
    document.querySelector("[data-procent]").textContent = `${gegevens.procent}%`;
  }

  function toonFouten(rij, fouten) {
    for (const td of rij.cellen) {
      const mis = Boolean(fouten[td.dataset.veld]);
      td.toggleAttribute("aria-invalid", mis);
      if (mis) {
        td.setAttribute("aria-invalid", "true");
        td.setAttribute("aria-describedby", rij.fout.id);
      } else td.removeAttribute("aria-describedby");
    }
    const kop = (veld) => koppen[rij.cellen.find((td) => td.dataset.veld === veld)?.cellIndex]?.textContent.replace(/\s*\(.*/, "");
    rij.fout.textContent = Object.entries(fouten).map(([veld, fout]) => (kop(veld) ? `${kop(veld)}: ${fout}` : fout)).join(" ");
  }

  // --- changing, with undo --------------------------------------------------------------------
  const gedaan = [];
  const teruggedraaid = [];

  // `stappen`: [td, old, new]. One call is one step for undo.
  function wijzig(stappen) {
    const echt = stappen.filter(([, oud, nieuw]) => oud !== nieuw);
    if (!echt.length) return;
    gedaan.push(echt);
    teruggedraaid.length = 0;
    pasToe(echt.map(([td, , nieuw]) => [td, nieuw]));
  }

  function pasToe(waarden) {
    rest = "";
    for (const [td, waarde] of waarden) td.textContent = waarde;
    for (const rij of new Set(waarden.map(([td]) => td.rij))) zetInRij(rij);
    bewaar();
    plan(RUST_IN_RIJ);
  }

  function terug(van, naar, welke) {
    const stappen = van.pop();
    if (!stappen) return;
    naar.push(stappen);
    pasToe(stappen.map((deel) => [deel[0], deel[welke]]));
    ga(stappen[0][0]);
  }

  // --- editing a cell -------------------------------------------------------------------------
  function bewerk(td, begin) {
    if (invoer) sluit(true);
    const oud = td.textContent;
    invoer = document.createElement("input");
    invoer.oud = oud;
    invoer.typend = begin !== undefined;
    invoer.value = begin ?? oud;
    invoer.autocomplete = "off";
    invoer.inputMode = td.dataset.veld === "leeg_sinds" ? "text" : "decimal";
    invoer.setAttribute("aria-label", `${koppen[td.cellIndex].textContent.trim()}, ${td.rij.naam}`);
    td.replaceChildren(invoer);
    invoer.addEventListener("blur", () => sluit(true));
    invoer.focus();
    if (begin === undefined) invoer.select();
  }

  function sluit(houd) {
    if (!invoer) return;
    const veld = invoer;
    const td = veld.parentElement;
    invoer = null;
    td.textContent = veld.oud;
    if (houd) wijzig([[td, veld.oud, veld.value.trim()]]);
  }

  const PIJLEN = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

  tabel.addEventListener("keydown", (toets) => {
    const td = toets.target.closest("[data-veld]");
    if (!td || toets.isComposing) return;
    const ctrl = toets.ctrlKey || toets.metaKey;
    const naam = toets.key.length === 1 ? toets.key.toLowerCase() : toets.key;
    const bewerkend = Boolean(invoer);
    let klaar = true;
    if (naam === "Escape") {
      verlaten = !bewerkend;
      sluit(false);
      td.focus();
    } else if (naam === "Enter") {
      sluit(true);
      if (!stap(toets.shiftKey ? -1 : 1, 0)) td.focus();
    } else if (naam === "Tab") {
      sluit(true);
      // After Escape, and past the last cell, Tab leaves the table: nobody gets caught in it.
      klaar = !verlaten && volgende(toets.shiftKey);
      if (!klaar && bewerkend) td.focus();
    } else if (PIJLEN[naam] && !ctrl && (!bewerkend || invoer.typend)) {
      sluit(true);
      if (!stap(...PIJLEN[naam])) td.focus();
    } else if (bewerkend) {
      klaar = false;
    } else if (ctrl && naam === "z" && !toets.shiftKey) terug(gedaan, teruggedraaid, 1);
    else if (ctrl && (naam === "y" || naam === "z")) terug(teruggedraaid, gedaan, 2);
    else if (naam === "F2") bewerk(td);
    else if (naam === "Delete" || naam === "Backspace") wijzig([[td, td.textContent, ""]]);
    else if (naam === "Home") ga(ctrl ? opPlek(0, 0) : td.rij.cellen[0]);
    else if (naam === "End") ga(ctrl ? rijen.at(-1).cellen.at(-1) : td.rij.cellen.at(-1));
    else if (naam === "PageDown") ga(opPlek(Math.min(rijen.length - 1, td.rij.nummer + 10), td.kolom));
    else if (naam === "PageUp") ga(opPlek(Math.max(0, td.rij.nummer - 10), td.kolom));
    else if (toets.key.length === 1 && !ctrl && !toets.altKey) bewerk(td, toets.key);
    else klaar = false;
    if (klaar) toets.preventDefault();
    if (naam !== "Escape" && naam !== "Shift") verlaten = false;
  });
  tabel.addEventListener("focusin", (gebeurtenis) => {
    if (gebeurtenis.target.matches("[data-veld]") && gebeurtenis.target !== actief) ga(gebeurtenis.target);
  });
  // The second click on a cell opens it, so that it works by touch as well.
  let stond = null;
  tabel.addEventListener("pointerdown", (druk) => { stond = document.activeElement === druk.target ? druk.target : null; });
  tabel.addEventListener("click", (klik) => {
    if (klik.target === stond && klik.target.matches("[data-veld]")) bewerk(klik.target);
  });

  // --- the clipboard --------------------------------------------------------------------------
  // Rows of cells, as a spreadsheet puts them there: a cell with a line break or a quote in it stands between quotes.
  function ontleed(plak) {
    const blok = [[]];
    for (const [, cel, einde] of plak.matchAll(/("(?:[^"]|"")*"|[^\t\r\n]*)(\t|\r?\n|\r|$)/g)) {
      const waarde = /^".*"$/s.test(cel) ? cel.slice(1, -1).replaceAll('""', '"') : cel;
      blok.at(-1).push(waarde.replace(/\s*[\r\n]+\s*/g, " ").trim());
      if (!einde) break;
      if (einde !== "\t") blok.push([]);
    }
    return blok;
  }

  // What of a block falls outside the table, in words; empty when all of it fits.
  function valtBuiten(blok) {
    const hoog = rijen.length - actief.rij.nummer;
    const breed = actief.rij.cellen.length - actief.kolom;
    const onder = blok.slice(hoog).filter((regel) => regel.some(Boolean)).length;
    const naast = new Set(blok.flatMap((regel) => regel.flatMap((waarde, dx) => (waarde && dx >= breed ? [dx] : [])))).size;
    const delen = [];
    if (onder) delen.push(`${tel(onder)} ${onder === 1 ? "rij" : "rijen"}`);
    if (naast) delen.push(`${tel(naast)} ${naast === 1 ? "kolom" : "kolommen"}`);
    if (!delen.length) return "";
    const een = onder + naast === 1;
    return `Van wat u plakte ${een ? "paste" : "pasten"} ${delen.join(" en ")} niet in de tabel; die ${een ? "is" : "zijn"} niet overgenomen.`;
  }

  tabel.addEventListener("copy", (gebeurtenis) => {
    if (invoer || !gebeurtenis.target.closest?.("[data-veld]")) return;
    gebeurtenis.clipboardData.setData("text/plain", actief.textContent);
    gebeurtenis.preventDefault();
  });
  tabel.addEventListener("paste", (gebeurtenis) => {
    const plak = gebeurtenis.clipboardData.getData("text/plain").replace(/(\r?\n)+$/, "");
    if (!gebeurtenis.target.closest?.("[data-veld]") || (invoer && !/[\t\n]/.test(plak))) return;
    gebeurtenis.preventDefault();
    sluit(false);
    const blok = ontleed(plak);
    const stappen = [];
    blok.forEach((regel, dy) => regel.forEach((waarde, dx) => {
      const td = opPlek(actief.rij.nummer + dy, actief.kolom + dx);
      if (td) stappen.push([td, td.textContent, waarde]);
    }));
    wijzig(stappen);
    rest = valtBuiten(blok);
    toonStand();
    actief.focus();
  });

  // --- confirming in bulk waits for what was typed ----------------------------------------------
  formulier.addEventListener("submit", async (gebeurtenis) => {
    sluit(true);
    if (!wachtrij.size) return;
    gebeurtenis.preventDefault();
    const knop = gebeurtenis.submitter;
    clearTimeout(wekker);
    await verstuur();
    if (!wachtrij.size) formulier.requestSubmit(knop);
    else {
      melding.textContent = `${melding.textContent} Los dat eerst op; daarna kunt u bevestigen.`;
      ga(tabel.querySelector("[aria-invalid]") ?? actief);
    }
  });
  window.addEventListener("online", () => plan(0));
  window.addEventListener("beforeunload", () => sluit(true));

  // --- what an earlier visit left ---------------------------------------------------------------
  try {
    for (const [pand, rij] of JSON.parse(localStorage.getItem(sleutel) ?? "[]")) {
      wachtrij.set(pand, { ...rij, versie: ++versie, mis: false, verstuurd: true });
      for (const td of perPand.get(pand)?.cellen ?? []) {
        td.textContent = rij.cellen[td.dataset.veld];
        td.classList.toggle("ronde-cel--gewijzigd", td.textContent !== td.bewaard);
      }
    }
  } catch {
    localStorage.removeItem(sleutel);
  }
  if (wachtrij.size) {
    toonStand();
    plan(0);
  }
})();
