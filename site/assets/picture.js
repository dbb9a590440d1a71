/* Pictures that answer: Vega and what it draws are loaded when a picture is opened. */
"use strict";
(() => {
  const folder = new URL("pictures/", document.currentScript.src).href;
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const specs = new Map();
  const views = new Map();
  globalThis.alstxPicture = (name, spec) => specs.set(name, JSON.stringify(spec));
  let library;

  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
  const painted = (text) =>
    JSON.parse(isDark() ? text.replace(/#[0-9a-f]{6}\b/g, (light) => alstxDark[light] ?? light) : text);

  const draw = async (place) => {
    const name = place.dataset.picture;
    try {
      library ??= alstxLoad(`${folder}vega.js`);
      await library;
      if (!specs.has(name)) await alstxLoad(`${folder}${name}.js`);
      const spec = painted(specs.get(name));
      const made = await vegaEmbed(place, { ...spec, usermeta: {}, background: "transparent", padding: 4 }, {
        renderer: "svg", actions: false, config: { aria: false }, loader: { target: "_self" },
        tooltip: { theme: isDark() ? "dark" : "light" },
      });
      for (const node of place.querySelectorAll("svg, svg [role]")) {
        node.removeAttribute("role"); // the place says what it is, and the tables say it in words
        node.removeAttribute("aria-roledescription");
      }
      place.querySelector("svg").setAttribute("aria-hidden", "true");
      views.get(place)?.finalize();
      views.set(place, made);
    } catch {
      place.classList.add("failed");
    }
  };

  for (const place of document.querySelectorAll("[data-picture]")) {
    const fold = place.closest("details");
    const open = () => fold.open && !views.has(place) && draw(place);
    fold.addEventListener("toggle", open);
    open();
    for (const button of fold.querySelectorAll("[data-save]")) {
      button.addEventListener("click", async () => {
        const { save } = button.dataset;
        const href = await views.get(place)?.view.toImageURL(save, 2);
        if (href) {
          const download = `alstx-${place.dataset.picture}.${save}`;
          Object.assign(document.createElement("a"), { href, download }).click();
        }
      });
    }
  }
  const again = () => views.forEach((_, place) => draw(place));
  system.addEventListener("change", again);
  new MutationObserver(again).observe(root, { attributeFilter: ["data-theme"] });
})();
