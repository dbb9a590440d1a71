/* The rows of a symptom: by group or the strongest first, and as CSV. */
"use strict";
(() => {
  const group = document.querySelector(".arrange");
  const table = document.querySelector("section .matrix");
  if (!group || !table) return;
  const order = new Map(JSON.parse(document.getElementById("order").textContent).map((id, at) => [id, at]));
  const bodies = [...table.tBodies];
  const parts = bodies.map((body) => [...body.querySelectorAll(".row")].map((row) => [row, row.nextElementSibling]));
  const heads = bodies.map((body) => body.querySelector(".group th").innerHTML);
  const used = bodies.filter((body) => body.dataset.section === "used");

  const byGroup = () => bodies.forEach((body, at) => {
    body.append(...parts[at].flat());
    body.querySelector(".group th").innerHTML = heads[at];
  });
  const byStrength = () => {
    for (const role of new Set(bodies.map((body) => body.dataset.section))) {
      const own = bodies.map((body, at) => (body.dataset.section === role ? parts[at] : [])).flat();
      own.sort(([one], [other]) => order.get(one.dataset.treatment) - order.get(other.dataset.treatment));
      bodies.find((body) => body.dataset.section === role).append(...own.flat());
      if (role === "used" && used.length > 1) {
        used[0].querySelector(".group th").innerHTML = `In use <span class="quiet">${own.length}</span>`;
      }
    }
  };
  group.addEventListener("click", ({ target }) => {
    const wanted = target.dataset.order;
    if (!wanted) return;
    for (const button of group.querySelectorAll("[data-order]")) {
      button.setAttribute("aria-pressed", String(button === target));
    }
    (wanted === "group" ? byGroup : byStrength)();
    table.classList.toggle("ranked", wanted === "strength");
    for (const body of bodies) {
      body.hidden = ![...body.querySelectorAll(".row")].some((row) => !row.hidden);
    }
  });

  const told = group.querySelector("[data-copied]");
  let sheet;
  globalThis.alstxSheet = (head, lines) => { sheet = { head, lines }; };
  const put = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const box = Object.assign(document.createElement("textarea"), { value: text });
      document.body.append(box);
      box.select();
      document.execCommand("copy"); // where a page may not write to the clipboard by itself
      box.remove();
    }
  };
  const copy = group.querySelector("[data-copy]");
  copy.addEventListener("click", async () => {
    const id = location.pathname.split("/").at(-1).replace(/\.html$/, "");
    if (!sheet) await alstxLoad(`../csv/${id}.js`);
    const shown = [...table.querySelectorAll(".row")].filter((row) => !row.hidden);
    await put(sheet.head + shown.map((row) => sheet.lines[row.dataset.treatment]).join(""));
    copy.focus();
    told.textContent = `Copied ${shown.length} rows with the columns of the table "treatments".`;
  });
})();
