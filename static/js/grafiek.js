// Charts: <div data-grafiek="url" data-naam data-plotly data-plotly-taal>. The address answers with a Plotly figure
// {"data": [...], "layout": {...}}. A colour written as "var(--akt-leegstand)" is taken from the stylesheet, so that
// a chart follows the theme. Plotly is fetched once, when the first chart comes near the screen.
(() => {
  "use strict";
  const getekend = new Map(); // element -> figure as it came from the server
  let plotly = null;

  function script(adres) {
    return new Promise((klaar, mislukt) => {
      const deel = document.createElement("script");
      deel.src = adres;
      deel.onload = klaar;
      deel.onerror = () => mislukt(new Error(adres));
      document.head.append(deel);
    });
  }

  function laadPlotly(vak) {
    if (!plotly) {
      // By this id and class Plotly knows that its rules come from a file; it would otherwise write a <style>, which
      // the content security policy refuses.
      const blad = document.createElement("link");
      Object.assign(blad, { rel: "stylesheet", href: vak.dataset.plotlyCss, id: "plotly.js-style-global", className: "no-inline-styles" });
      document.head.prepend(blad);
    }
    plotly ??= script(vak.dataset.plotly).then(() => script(vak.dataset.plotlyTaal)).then(() => window.Plotly);
    return plotly;
  }

  const kleur = (naam) => getComputedStyle(document.documentElement).getPropertyValue(naam).trim();

  // A copy of the figure with every "var(--akt-...)" replaced by the colour of this moment.
  function metKleuren(waarde) {
    if (typeof waarde === "string") return waarde.startsWith("var(--akt-") ? kleur(waarde.slice(4, -1)) : waarde;
    if (Array.isArray(waarde)) return waarde.map(metKleuren);
    if (waarde && typeof waarde === "object") {
      return Object.fromEntries(Object.entries(waarde).map(([sleutel, deel]) => [sleutel, metKleuren(deel)]));
    }
    return waarde;
  }

  function as(eigen = {}) {
    return {
      automargin: true, gridcolor: kleur("--akt-lijn"), linecolor: kleur("--akt-lijn-sterk"),
      zerolinecolor: kleur("--akt-lijn-sterk"), tickcolor: kleur("--akt-lijn-sterk"), fixedrange: true, ...eigen,
    };
  }

  function opmaak(eigen, breedte, data) {
    // Grid lines only along the axis of values.
    const liggend = data.some((reeks) => reeks.orientation === "h");
    const letter = { family: getComputedStyle(document.body).fontFamily, size: 14, color: kleur("--akt-inkt") };
    const layout = {
      autosize: true,
      paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
      colorway: [1, 2, 3, 4, 5, 6].map((nummer) => kleur(`--akt-reeks-${nummer}`)),
      margin: { t: 16, r: 12, b: 40, l: 12 },
      hovermode: liggend ? "y unified" : "x unified",
      separators: ",.",
      ...eigen,
      font: { ...letter, ...eigen.font },
      legend: { orientation: "h", y: -0.18, x: 0, ...eigen.legend },
      hoverlabel: {
        bgcolor: kleur("--akt-vlak"), bordercolor: kleur("--akt-lijn-sterk"),
        font: { color: kleur("--akt-inkt"), family: letter.family }, ...eigen.hoverlabel,
      },
    };
    delete layout.template; // Plotly's own look would win over the theme.
    delete layout.width;
    for (const naam of new Set(["xaxis", "yaxis", ...Object.keys(eigen).filter((sleutel) => /^[xy]axis/.test(sleutel))])) {
      layout[naam] = as({ showgrid: naam.startsWith("x") === liggend, ...eigen[naam] });
    }
    if (breedte < 480) layout.font.size = 12;
    return layout;
  }

  const instelling = { displayModeBar: false, responsive: true, locale: "nl", scrollZoom: false };

  async function plot(vak, figuur) {
    const Plotly = await laadPlotly(vak);
    const { data, layout = {} } = metKleuren(figuur);
    await Plotly.react(vak, data, opmaak(layout, vak.clientWidth, data), instelling);
  }

  async function start(vak) {
    vak.dataset.klaar = "ja";
    try {
      const [antwoord] = await Promise.all([
        fetch(vak.dataset.grafiek, { headers: { Accept: "application/json" } }), laadPlotly(vak),
      ]);
      if (!antwoord.ok) throw new Error(String(antwoord.status));
      const figuur = await antwoord.json();
      vak.querySelector("[data-wacht]")?.remove();
      await plot(vak, figuur);
      getekend.set(vak, figuur);
      vak.closest("[data-figuur]")?.querySelectorAll("[data-download]").forEach((knop) => { knop.hidden = false; });
    } catch {
      const regel = document.createElement("p");
      regel.className = "akt-wacht";
      regel.textContent = "De grafiek laadt nu niet. De cijfers staan in de tabel hieronder.";
      vak.replaceChildren(regel);
      vak.removeAttribute("role");
      vak.removeAttribute("aria-label");
      const tabel = vak.closest("[data-figuur]")?.querySelector("details");
      if (tabel) tabel.open = true;
    }
  }

  const kijker = new IntersectionObserver((gezien) => {
    for (const { isIntersecting, target } of gezien) {
      if (!isIntersecting) continue;
      kijker.unobserve(target);
      start(target);
    }
  }, { rootMargin: "300px" });
  const volgAlle = () => document.querySelectorAll("[data-grafiek]:not([data-klaar])").forEach((vak) => kijker.observe(vak));
  volgAlle();
  document.addEventListener("htmx:afterSettle", volgAlle);
  document.addEventListener("akt:thema", () => getekend.forEach((figuur, vak) => {
    if (vak.isConnected) plot(vak, figuur);
    else getekend.delete(vak);
  }));
  document.addEventListener("akt:zichtbaar", () => getekend.forEach((_, vak) => {
    if (vak.isConnected) window.Plotly.Plots.resize(vak);
  }));

  document.addEventListener("click", async (gebeurtenis) => {
    const knop = gebeurtenis.target.closest("[data-download]");
    const vak = knop?.closest("[data-figuur]")?.querySelector("[data-grafiek]");
    if (!getekend.has(vak)) return;
    const { data, layout = {} } = metKleuren(getekend.get(vak));
    const titel = knop.closest("[data-figuur]").querySelector("h2").textContent.trim();
    const bron = knop.closest("[data-figuur]").querySelector(".akt-figuur__bron")?.innerText.replace(/\s+/g, " ") ?? "";
    const afbeelding = {
      data,
      layout: {
        ...opmaak(layout, 1200, data), width: 1200, height: 675, paper_bgcolor: kleur("--akt-vlak"),
        title: { text: titel, x: 0.02, xanchor: "left", font: { size: 24 } },
        margin: { t: 80, r: 40, b: 100, l: 40 },
        annotations: [...(layout.annotations ?? []), {
          text: bron, xref: "paper", yref: "paper", x: 0, y: -0.16, xanchor: "left", showarrow: false, font: { size: 13 },
        }],
      },
      config: instelling,
    };
    await window.Plotly.downloadImage(afbeelding, {
      format: knop.dataset.download, filename: vak.dataset.naam || "grafiek", width: 1200, height: 675,
    });
  });
})();
