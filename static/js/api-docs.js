// Swagger UI on the API page. Requests that a visitor tries go to this site, whatever server the document names.
(async () => {
  const plek = document.getElementById("swagger-ui");
  const antwoord = await fetch(plek.dataset.openapi);
  const spec = await antwoord.json();
  spec.servers = [{ url: plek.dataset.api }];
  window.SwaggerUIBundle({
    spec,
    domNode: plek,
    presets: [window.SwaggerUIBundle.presets.apis],
    layout: "BaseLayout",
    deepLinking: false, // A link inside the button of an operation is no use to a screen reader.
    defaultModelsExpandDepth: 0,
    supportedSubmitMethods: ["get"],
    validatorUrl: null,
  });
})();
