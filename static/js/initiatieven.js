// Shows what a slider stands at. Without this its label says from where to where it goes.
(() => {
  "use strict";
  document.addEventListener("input", (gebeurtenis) => {
    const schuif = gebeurtenis.target;
    if (schuif.matches?.(".akt-schuif")) {
      document.querySelector(`output[for="${schuif.id}"]`).textContent = schuif.value;
    }
  });
})();
