/* On every page: the chosen theme, and the key that leads to the search box. */
"use strict";
/* Load a script when it is needed: a page on a disk may load scripts, but no data. */
globalThis.alstxLoad = (src) => new Promise((onload, onerror) => {
  document.head.append(Object.assign(document.createElement("script"), { src, onload, onerror }));
});
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  const kept = (value) => {
    try {
      if (value) localStorage.setItem("alstx-theme", value);
      return localStorage.getItem("alstx-theme");
    } catch {
      return value; // a page on a disk, or a browser that keeps nothing
    }
  };
  const theme = kept();
  if (theme) root.dataset.theme = theme;
  addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector(".theme");
    const isDark = () => root.dataset.theme
      ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    const tell = () => {
      button.textContent = isDark() ? "Light" : "Dark";
      button.setAttribute("aria-label", `Use ${isDark() ? "light" : "dark"} colours`);
    };
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      kept(root.dataset.theme);
      tell();
    });
    tell();
    const open = () => {
      const goal = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
      const fold = goal && goal.querySelector(".fold");
      if (fold) fold.open = true;
      if (goal && goal.matches("details")) goal.open = true;
    };
    addEventListener("hashchange", open);
    open();
  });
  addEventListener("keydown", (event) => {
    const isTyping = event.target.closest?.("input, select, textarea");
    if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey) {
      const box = document.querySelector("#q, #find");
      if (box) {
        event.preventDefault();
        box.focus();
      }
    }
    const fold = event.key === "Escape" && event.target.closest?.(".row, .more-of");
    if (fold) {
      const row = fold.matches(".row") ? fold : fold.previousElementSibling;
      const details = row.querySelector(".fold");
      if (details?.open) {
        details.open = false;
        details.querySelector("summary").focus();
      }
    }
  });
})();
