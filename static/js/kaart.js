// Maps: <div data-kaart="geojson-url" data-leaflet-js data-leaflet-css [data-tegels]>. Leaflet is fetched when a map
// comes into view. Properties of a feature: titel, tekst (list of lines), url, klasse (0..4, "pand", "gekozen",
// "omtrek" for a border that only frames, or null for no data). Colours are in the stylesheet, by class, so that they
// follow the theme.
(() => {
  "use strict";
  const FOCUS_TOT = 60; // More features than this would be a trap for the Tab key; the list beside the map has them all.
  let leaflet = null;

  function laadLeaflet(vak) {
    leaflet ??= new Promise((klaar, mislukt) => {
      const blad = document.createElement("link");
      blad.rel = "stylesheet";
      blad.href = vak.dataset.leafletCss;
      const stijl = new Promise((goed) => { blad.onload = goed; blad.onerror = goed; });
      const script = document.createElement("script");
      script.src = vak.dataset.leafletJs;
      script.onload = () => stijl.then(() => klaar(window.L));
      script.onerror = () => mislukt(new Error("Leaflet is niet geladen"));
      // Before our own stylesheets, so that those win.
      document.head.prepend(blad);
      document.head.append(script);
    });
    return leaflet;
  }

  const klasse = (eigenschappen) => `akt-vlak akt-vlak--${eigenschappen.klasse ?? "geen"}`;

  function bijschrift(eigenschappen, metLink) {
    const deel = document.createElement("div");
    const titel = document.createElement(metLink && eigenschappen.url ? "a" : "strong");
    titel.textContent = eigenschappen.titel ?? "";
    if (titel.tagName === "A") titel.href = eigenschappen.url;
    deel.append(titel);
    for (const regel of eigenschappen.tekst ?? []) {
      const alinea = document.createElement("p");
      alinea.textContent = regel;
      deel.append(alinea);
    }
    return deel;
  }

  function maakToegankelijk(laag, eigenschappen) {
    const pad = laag.getElement();
    if (!pad) return;
    pad.setAttribute("tabindex", "0");
    pad.setAttribute("role", "button");
    pad.setAttribute("aria-label", [eigenschappen.titel, ...(eigenschappen.tekst ?? [])].filter(Boolean).join(", "));
    pad.addEventListener("keydown", (gebeurtenis) => {
      if (gebeurtenis.key === "Enter" || gebeurtenis.key === " ") {
        gebeurtenis.preventDefault();
        laag.openPopup();
      }
    });
    pad.addEventListener("focus", () => laag.openTooltip());
    pad.addEventListener("blur", () => laag.closeTooltip());
  }

  async function teken(vak) {
    const [L, antwoord] = await Promise.all([
      laadLeaflet(vak),
      fetch(vak.dataset.kaart, { headers: { Accept: "application/geo+json, application/json" } }),
    ]);
    if (!antwoord.ok) throw new Error(`GeoJSON: ${antwoord.status}`);
    const geojson = await antwoord.json();
    vak.querySelector("[data-wacht]")?.remove();
    const kaart = L.map(vak, { scrollWheelZoom: false, zoomControl: false, zoomSnap: 0.25, attributionControl: Boolean(vak.dataset.tegels) });
    L.control.zoom({ zoomInTitle: "Inzoomen", zoomOutTitle: "Uitzoomen" }).addTo(kaart);
    if (vak.dataset.tegels) L.tileLayer(vak.dataset.tegels, { attribution: "Kaart: PDOK", className: "akt-kaartbeeld" }).addTo(kaart);
    const laag = L.geoJSON(geojson, {
      style: (object) => ({ className: klasse(object.properties) }),
      pointToLayer: (object, plek) => L.circleMarker(plek, { radius: 6, className: klasse(object.properties) }),
      onEachFeature: (object, deel) => {
        if (object.properties.klasse === "omtrek") return;
        deel.bindTooltip(bijschrift(object.properties, false), { sticky: true, className: "akt-kaart__tip" });
        if (object.properties.url || object.properties.tekst?.length) deel.bindPopup(bijschrift(object.properties, true));
      },
    }).addTo(kaart);
    const grenzen = laag.getBounds();
    if (grenzen.isValid()) kaart.fitBounds(grenzen, { padding: [12, 12], maxZoom: 17, animate: false });
    else kaart.setView([52.09, 5.18], 10);
    if (laag.getLayers().length <= FOCUS_TOT) {
      laag.eachLayer((deel) => {
        if (deel.feature.properties.klasse !== "omtrek") maakToegankelijk(deel, deel.feature.properties);
      });
    }
    // The wheel scrolls the page until the visitor has chosen the map.
    kaart.on("focus click", () => kaart.scrollWheelZoom.enable());
    kaart.on("blur mouseout", () => kaart.scrollWheelZoom.disable());
    document.addEventListener("akt:zichtbaar", () => kaart.invalidateSize());
  }

  function start(vak) {
    vak.dataset.klaar = "ja";
    teken(vak).catch(() => {
      vak.classList.add("akt-kaart--weg");
      const regel = document.createElement("p");
      regel.className = "akt-wacht";
      regel.setAttribute("role", "status");
      regel.textContent = "De kaart laadt nu niet. Dezelfde gegevens staan in de tabel of lijst op deze pagina.";
      vak.replaceChildren(regel);
    });
  }

  const kijker = new IntersectionObserver((gezien) => {
    for (const { isIntersecting, target } of gezien) {
      if (!isIntersecting) continue;
      kijker.unobserve(target);
      start(target);
    }
  }, { rootMargin: "200px" });
  const volgAlle = () => document.querySelectorAll("[data-kaart]:not([data-klaar])").forEach((vak) => kijker.observe(vak));
  volgAlle();
  document.addEventListener("htmx:afterSettle", volgAlle);
})();
