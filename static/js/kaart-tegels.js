// The map of all panden: <div data-tegelkaart>, drawn on canvas from vector tiles (MVT) in layers of Leaflet, with the
// list of what is in view beside it. Colours are read from the stylesheet, so that they follow the theme.
(() => {
  "use strict";
  const vak = document.querySelector("[data-tegelkaart]");
  if (!vak || !window.L) return;
  const L = window.L;
  const PIXELS = 512;

  // --- reading a tile: protocol buffers as the Mapbox Vector Tile specification 2.1 uses them ---------------------
  class Lezer {
    constructor(bytes) {
      this.bytes = bytes;
      this.beeld = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      this.plek = 0;
    }

    getal() {
      let uitkomst = 0;
      let keer = 1;
      for (;;) {
        const deel = this.bytes[this.plek++];
        uitkomst += (deel & 127) * keer;
        if (deel < 128) return uitkomst;
        keer *= 128;
      }
    }

    stuk() {
      const lengte = this.getal();
      this.plek += lengte;
      return this.bytes.subarray(this.plek - lengte, this.plek);
    }

    sla(soort) {
      if (soort === 0) this.getal();
      else if (soort === 1) this.plek += 8;
      else if (soort === 2) this.stuk();
      else this.plek += 4;
    }

    // Calls lees(field number, reader) for each field; a field that it leaves (returns false) is skipped.
    velden(lees) {
      while (this.plek < this.bytes.length) {
        const kop = this.getal();
        if (lees(kop >> 3, this) === false) this.sla(kop & 7);
      }
    }

    getallen() {
      const deel = new Lezer(this.stuk());
      const reeks = [];
      while (deel.plek < deel.bytes.length) reeks.push(deel.getal());
      return reeks;
    }
  }

  const tekst = (bytes) => new TextDecoder().decode(bytes);
  const teken = (getal) => (getal % 2 ? -(getal + 1) / 2 : getal / 2);

  function leesWaarde(bytes) {
    let waarde = null;
    new Lezer(bytes).velden((veld, lezer) => {
      if (veld === 1) waarde = tekst(lezer.stuk());
      else if (veld === 2) { waarde = lezer.beeld.getFloat32(lezer.plek, true); lezer.plek += 4; }
      else if (veld === 3) { waarde = lezer.beeld.getFloat64(lezer.plek, true); lezer.plek += 8; }
      else if (veld === 4 || veld === 5) waarde = lezer.getal();
      else if (veld === 6) waarde = teken(lezer.getal());
      else if (veld === 7) waarde = Boolean(lezer.getal());
      else return false;
    });
    return waarde;
  }

  // Rings or points, in pixels of the tile.
  function leesVorm(opdrachten, schaal) {
    const delen = [];
    let x = 0;
    let y = 0;
    let i = 0;
    while (i < opdrachten.length) {
      const kop = opdrachten[i++];
      if ((kop & 7) === 7) continue;
      for (let n = kop >> 3; n > 0; n--) {
        x += teken(opdrachten[i++]);
        y += teken(opdrachten[i++]);
        if ((kop & 7) === 1) delen.push([]);
        delen[delen.length - 1].push([x * schaal, y * schaal]);
      }
    }
    return delen;
  }

  function leesLaag(bytes) {
    const laag = { naam: "", objecten: [] };
    const ruw = [];
    const sleutels = [];
    const waarden = [];
    let maat = 4096;
    new Lezer(bytes).velden((veld, lezer) => {
      if (veld === 1) laag.naam = tekst(lezer.stuk());
      else if (veld === 2) ruw.push(lezer.stuk());
      else if (veld === 3) sleutels.push(tekst(lezer.stuk()));
      else if (veld === 4) waarden.push(leesWaarde(lezer.stuk()));
      else if (veld === 5) maat = lezer.getal();
      else return false;
    });
    laag.objecten = ruw.map((stuk) => {
      let kenmerken = [];
      let soort = 0;
      let opdrachten = [];
      new Lezer(stuk).velden((veld, lezer) => {
        if (veld === 2) kenmerken = lezer.getallen();
        else if (veld === 3) soort = lezer.getal();
        else if (veld === 4) opdrachten = lezer.getallen();
        else return false;
      });
      const object = { punt: soort === 1, delen: leesVorm(opdrachten, PIXELS / maat) };
      for (let i = 0; i < kenmerken.length; i += 2) object[sleutels[kenmerken[i]]] = waarden[kenmerken[i + 1]];
      return object;
    });
    return laag;
  }

  function leesTegel(buffer) {
    const lagen = {};
    new Lezer(new Uint8Array(buffer)).velden((veld, lezer) => {
      if (veld !== 3) return false;
      const laag = leesLaag(lezer.stuk());
      lagen[laag.naam] = laag.objecten;
    });
    return lagen;
  }

  // --- drawing ------------------------------------------------------------------------------------------------------
  let kleuren = {};
  function leesKleuren() {
    const stijl = getComputedStyle(document.documentElement);
    kleuren = Object.fromEntries(
      ["klasse-0", "klasse-1", "klasse-2", "klasse-3", "klasse-4", "klasse-geen", "klasse-rand", "petrol", "petrol-licht", "amber", "inkt", "inkt-2", "lijn-sterk"]
        .map((naam) => [naam, stijl.getPropertyValue(`--akt-${naam}`).trim()]),
    );
  }

  const straal = (object) => Math.min(12, 4 + 1.6 * Math.log2(object.n));

  function pad(object) {
    if (object.pad) return object.pad;
    object.pad = new Path2D();
    if (object.punt) {
      const [x, y] = object.delen[0][0];
      object.pad.arc(x, y, straal(object), 0, 2 * Math.PI);
    } else {
      for (const ring of object.delen) {
        ring.forEach(([x, y], nummer) => (nummer ? object.pad.lineTo(x, y) : object.pad.moveTo(x, y)));
        object.pad.closePath();
      }
    }
    return object.pad;
  }

  let gekozen = "";
  const TEKENAARS = {
    gemeenten(pen, objecten) {
      pen.strokeStyle = kleuren["lijn-sterk"];
      pen.lineWidth = 1.5;
      for (const object of objecten) pen.stroke(pad(object));
    },
    terreinen(pen, objecten) {
      pen.strokeStyle = kleuren.petrol;
      pen.fillStyle = kleuren["petrol-licht"];
      pen.lineWidth = 1.5;
      for (const object of objecten) {
        pen.globalAlpha = 0.6;
        pen.fill(pad(object), "evenodd");
        pen.globalAlpha = 1;
        pen.stroke(pad(object));
      }
    },
    percelen(pen, objecten) {
      pen.strokeStyle = kleuren["inkt-2"];
      pen.lineWidth = 0.75;
      for (const object of objecten) pen.stroke(pad(object));
    },
    panden(pen, objecten) {
      // The emptiest last, on top of the others.
      const orde = (object) => (object.bag && object.bag === gekozen ? 9 : object.klasse ?? -1);
      for (const object of [...objecten].sort((a, b) => orde(a) - orde(b))) {
        const kiest = object.bag && object.bag === gekozen;
        pen.fillStyle = kleuren[`klasse-${object.klasse ?? "geen"}`];
        pen.strokeStyle = kiest ? kleuren.inkt : kleuren["klasse-rand"];
        pen.lineWidth = kiest ? 4 : 1;
        pen.setLineDash((object.klasse ?? null) === null && !kiest ? [3, 2] : []);
        pen.fill(pad(object), "evenodd");
        pen.stroke(pad(object));
      }
      pen.setLineDash([]);
    },
  };

  const Tegellaag = L.GridLayer.extend({
    createTile(plek, klaar) {
      const doek = document.createElement("canvas");
      const scherp = Math.min(2, window.devicePixelRatio || 1);
      doek.width = doek.height = PIXELS * scherp;
      doek.scherp = scherp;
      doek.className = "akt-tegel-laag";
      // Tiles of 512 pixels are one zoom ahead of the map's own 256.
      const adres = this.options.adres.replace("{z}", plek.z - 1).replace("{x}", plek.x).replace("{y}", plek.y);
      const stop = new AbortController();
      doek.stop = stop;
      fetch(adres, { signal: stop.signal }).then(async (antwoord) => {
        if (antwoord.redirected) location.reload(); // The session ended: the page then asks to log in.
        if (!antwoord.ok) throw new Error(String(antwoord.status));
        doek.lagen = leesTegel(await antwoord.arrayBuffer());
        this.teken(doek);
        klaar(null, doek);
        if (this.options.gelezen) this.options.gelezen(doek.lagen, plek);
      }).catch((fout) => klaar(fout, doek));
      return doek;
    },

    teken(doek) {
      const pen = doek.getContext("2d");
      pen.setTransform(doek.scherp, 0, 0, doek.scherp, 0, 0);
      pen.clearRect(0, 0, PIXELS, PIXELS);
      TEKENAARS[this.options.naam](pen, doek.lagen[this.options.naam] ?? []);
    },

    doeken() {
      return Object.values(this._tiles).map((tegel) => tegel.el).filter((doek) => doek.lagen);
    },

    tekenOpnieuw() {
      for (const doek of this.doeken()) this.teken(doek);
    },

    // What lies at a place on the screen, or nearest to it within so many pixels.
    bij(clientX, clientY, speling) {
      let beste = null;
      for (const doek of this.doeken()) {
        const rand = doek.getBoundingClientRect();
        const schaal = PIXELS / rand.width;
        const x = (clientX - rand.left) * schaal;
        const y = (clientY - rand.top) * schaal;
        if (x < -speling || y < -speling || x > PIXELS + speling || y > PIXELS + speling) continue;
        const pen = doek.getContext("2d");
        for (const object of doek.lagen[this.options.naam] ?? []) {
          const raak = pen.isPointInPath(pad(object), x * doek.scherp, y * doek.scherp, "evenodd");
          const [px, py] = midden(object);
          const afstand = raak ? Math.hypot(px - x, py - y) / 1e6 : Math.hypot(px - x, py - y);
          if (afstand <= speling && (!beste || afstand < beste.afstand)) {
            beste = { object, afstand, clientX: rand.left + px / schaal, clientY: rand.top + py / schaal };
          }
        }
      }
      return beste;
    },
  });

  function midden(object) {
    const punten = object.delen[0];
    const som = punten.reduce(([x, y], [dx, dy]) => [x + dx, y + dy], [0, 0]);
    return [som[0] / punten.length, som[1] / punten.length];
  }

  // --- the map ------------------------------------------------------------------------------------------------------
  const blad = document.createElement("link");
  blad.rel = "stylesheet";
  blad.href = vak.dataset.leafletCss;
  document.head.prepend(blad); // Before our own stylesheets, so that those win.
  blad.onload = blad.onerror = start;

  function start() {
    leesKleuren();
    vak.querySelector("[data-wacht]")?.remove();
    const minZoom = Number(vak.dataset.minZoom);
    const maxZoom = Number(vak.dataset.maxZoom);
    const kaart = L.map(vak, {
      minZoom, maxZoom, scrollWheelZoom: false, zoomControl: false, attributionControl: Boolean(vak.dataset.achtergrond),
      fadeAnimation: false, keyboardPanDelta: 120,
    });
    L.control.zoom({ zoomInTitle: "Inzoomen", zoomOutTitle: "Uitzoomen" }).addTo(kaart);
    L.control.scale({ imperial: false }).addTo(kaart);
    achtergrond(kaart);

    const status = document.querySelector("[data-kaartstatus]");
    let mislukt = 0;
    const vraag = vak.dataset.vraag ? `?${vak.dataset.vraag}` : "";
    const maakLaag = (naam, adres, meer = {}) => {
      const laag = new Tegellaag({
        naam, adres, tileSize: PIXELS, minZoom, maxZoom, updateWhenZooming: false, keepBuffer: 1, ...meer,
      });
      laag.on("tileunload", ({ tile }) => tile.stop.abort());
      laag.on("tileerror", ({ error }) => {
        if (error.name === "AbortError") return;
        mislukt += 1;
        status.textContent = "Een deel van de kaart laadt nu niet. De lijst geeft alle panden.";
      });
      laag.on("load", () => {
        if (!mislukt) status.textContent = "";
        mislukt = 0;
      });
      return laag;
    };
    const namen = L.layerGroup();
    const open = (naam, meer) => maakLaag(naam, vak.dataset.laag.replace("{laag}", naam), meer);
    const lagen = {
      gemeenten: L.layerGroup([open("gemeenten", { zIndex: 1, gelezen: zetNamen }), namen]),
      percelen: open("percelen", { zIndex: 2, minZoom: 15 }),
      terreinen: open("terreinen", { zIndex: 3 }),
    };
    const panden = maakLaag("panden", vak.dataset.panden + vraag, { zIndex: 4 });

    const gezet = new Set();
    function zetNamen(gelezen, plek) {
      for (const object of gelezen.namen ?? []) {
        if (gezet.has(object.naam)) continue;
        gezet.add(object.naam);
        const [x, y] = object.delen[0][0];
        const punt = L.point(plek.x * PIXELS + x, plek.y * PIXELS + y);
        const waar = kaart.unproject(punt, plek.z);
        const naam = document.createElement("span");
        naam.textContent = object.naam;
        L.marker(waar, { interactive: false, keyboard: false, icon: L.divIcon({ className: "akt-kaartnaam", iconSize: null, html: naam }) }).addTo(namen);
      }
    }
    // Names would hide the panden from far away, and say nothing new from nearby.
    const metNamen = () => {
      const toon = kaart.getZoom() >= 10 && kaart.getZoom() <= 13;
      if (toon && !lagen.gemeenten.hasLayer(namen)) lagen.gemeenten.addLayer(namen);
      if (!toon) lagen.gemeenten.removeLayer(namen);
    };
    kaart.on("zoomend", metNamen);

    const [west, zuid, oost, noord] = (vak.dataset.begin || "4.79,51.86,5.63,52.3").split(",").map(Number);
    kaart.fitBounds([[zuid, west], [noord, oost]], { animate: false, maxZoom: 17 });
    metNamen();
    panden.addTo(kaart);

    const keuzes = document.querySelector("[data-lagen]");
    keuzes.hidden = false;
    const zetLagen = () => keuzes.querySelectorAll("input").forEach((keuze) => {
      const laag = lagen[keuze.value];
      if (keuze.checked) laag.addTo(kaart);
      else laag.remove();
    });
    keuzes.addEventListener("change", zetLagen);
    zetLagen();

    const opnieuw = () => kaart.eachLayer((laag) => laag.tekenOpnieuw?.());
    document.addEventListener("akt:thema", () => { leesKleuren(); opnieuw(); });
    // The sheet of the dark theme may come in after the first drawing.
    document.querySelector("link[data-donker]")?.addEventListener("load", () => { leesKleuren(); opnieuw(); });

    kies(kaart, panden);
    volgLijst(kaart);
    kaart.on("focus click", () => kaart.scrollWheelZoom.enable());
    kaart.on("blur mouseout", () => kaart.scrollWheelZoom.disable());
  }

  // A background that can't be reached goes away without a word: the map is complete without it.
  function achtergrond(kaart) {
    if (!vak.dataset.achtergrond) return;
    const laag = L.tileLayer(vak.dataset.achtergrond, { attribution: "Kaart: PDOK", className: "akt-kaartbeeld", zIndex: 0 });
    let gelukt = false;
    laag.on("tileload", () => { gelukt = true; });
    laag.on("tileerror", () => { if (!gelukt) laag.remove(); });
    laag.addTo(kaart);
  }

  // --- choosing a pand ----------------------------------------------------------------------------------------------
  function kies(kaart, panden) {
    const punt = (treffer) => kaart.mouseEventToLatLng(treffer);

    async function toon(treffer, metToetsen) {
      const { object } = treffer;
      if (!object.bag) {
        kaart.setView(punt(treffer), Math.min(kaart.getMaxZoom(), kaart.getZoom() + 2));
        return;
      }
      gekozen = object.bag;
      panden.tekenOpnieuw();
      const deel = document.createElement("div");
      deel.textContent = "Gegevens ophalen …";
      const venster = L.popup({ autoPanPadding: [24, 24], maxWidth: 280 }).setLatLng(punt(treffer)).setContent(deel).openOn(kaart);
      try {
        const antwoord = await fetch(vak.dataset.kort.replace("{bag}", object.bag), { headers: { Accept: "application/json" } });
        if (antwoord.redirected) location.reload();
        if (!antwoord.ok) throw new Error(String(antwoord.status));
        const { titel, tekst: regels, url } = await antwoord.json();
        const link = document.createElement("a");
        link.href = url;
        link.textContent = titel;
        deel.replaceChildren(link, ...regels.map((regel) => Object.assign(document.createElement("p"), { textContent: regel })));
        venster.update();
        if (metToetsen) link.focus();
      } catch {
        deel.textContent = "De gegevens van dit pand laden nu niet. Kies het pand in de lijst.";
      }
    }

    kaart.on("popupclose", () => { gekozen = ""; panden.tekenOpnieuw(); });
    kaart.on("click", ({ originalEvent }) => {
      const treffer = panden.bij(originalEvent.clientX, originalEvent.clientY, 8);
      if (treffer) toon(treffer, false);
    });
    kaart.on("mousemove", ({ originalEvent }) => {
      vak.classList.toggle("akt-kaart--kiest", Boolean(panden.bij(originalEvent.clientX, originalEvent.clientY, 4)));
    });
    vak.addEventListener("keydown", (gebeurtenis) => {
      if (gebeurtenis.key === "Escape") {
        kaart.closePopup();
        vak.focus({ preventScroll: true });
      }
      if (gebeurtenis.key !== "Enter" || gebeurtenis.target !== vak) return;
      gebeurtenis.preventDefault();
      const rand = vak.getBoundingClientRect();
      const treffer = panden.bij(rand.left + rand.width / 2, rand.top + rand.height / 2, Math.max(rand.width, rand.height) / 2);
      if (treffer) toon(treffer, true);
      else document.querySelector("[data-kaartstatus]").textContent = "Er ligt geen pand in beeld. Schuif of zoom de kaart.";
    });
  }

  // --- the list -----------------------------------------------------------------------------------------------------
  function volgLijst(kaart) {
    const lijst = document.querySelector("[data-lijst]");
    let bezig = null;
    let wekker = 0;

    async function haal(zoek, metFocus) {
      bezig?.abort();
      bezig = new AbortController();
      try {
        const antwoord = await fetch(`${location.pathname}?${zoek}`, { headers: { "HX-Request": "true" }, signal: bezig.signal });
        if (antwoord.redirected) location.reload();
        if (!antwoord.ok) return;
        lijst.innerHTML = await antwoord.text();
        history.replaceState(null, "", `?${zoek}`);
        if (metFocus) lijst.focus();
      } catch (fout) {
        if (fout.name !== "AbortError") document.querySelector("[data-kaartstatus]").textContent = "De lijst volgt de kaart nu niet.";
      }
    }

    kaart.on("moveend", () => {
      clearTimeout(wekker);
      wekker = setTimeout(() => {
        const zoek = new URLSearchParams(vak.dataset.vraag);
        const grens = kaart.getBounds();
        zoek.set("vak", [grens.getWest(), grens.getSouth(), grens.getEast(), grens.getNorth()].map((deel) => deel.toFixed(5)).join(","));
        const sortering = new URLSearchParams(location.search).get("sort");
        if (sortering) zoek.set("sort", sortering);
        haal(zoek, false);
      }, 300);
    });
    lijst.addEventListener("click", (gebeurtenis) => {
      const link = gebeurtenis.target.closest("a.akt-bladeren__link, a.akt-sorteer");
      if (!link || gebeurtenis.ctrlKey || gebeurtenis.metaKey || gebeurtenis.shiftKey) return;
      gebeurtenis.preventDefault();
      haal(new URL(link.href).searchParams, true);
    });
  }
})();
