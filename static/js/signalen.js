// One click ticks all signalen on the page, or none. Without this one ticks them one by one.
(() => {
  "use strict";
  const vorm = document.querySelector("[data-signalen]");
  const rij = vorm?.querySelector("[data-kies-alles]");
  const vakken = vorm ? [...vorm.querySelectorAll("input[name=kies]")] : [];
  if (!rij || !vakken.length) return;
  const knop = rij.querySelector("button");
  const alles = () => vakken.every((vak) => vak.checked);
  const noem = () => { knop.textContent = alles() ? "Kies niets" : "Kies alles op deze pagina"; };
  rij.hidden = false;
  knop.addEventListener("click", () => {
    const aan = !alles();
    for (const vak of vakken) vak.checked = aan;
    noem();
  });
  vorm.addEventListener("change", noem);
})();
