/* Filters on the rows of a matrix: what a row is stands in the attributes of its element. */
"use strict";
globalThis.alstxRows = (() => {
  const tests = {
    role: (row, wanted) => row.role === wanted,
    by: (row, wanted) => row.by.split(" ").includes(wanted),
    level: (row, wanted) => row.level !== "" && Number(row.level) <= Number(wanted),
    status: (row, wanted) => row.status === wanted,
    tube: (row, wanted) => row.tube.split(" ").some((word) =>
      word === wanted || (wanted === "with-care" && word === "yes")),
    contested: (row) => row.contested === "yes",
  };
  const fits = (row, wanted) =>
    Object.entries(wanted).every(([name, value]) => !value || tests[name](row, value));

  /* What is chosen in a group of filters. */
  const chosen = (group) => {
    const made = {};
    for (const select of group.querySelectorAll("[data-filter]")) {
      made[select.dataset.filter] = select.value;
      select.classList.toggle("on", Boolean(select.value));
    }
    for (const button of group.querySelectorAll("[data-only]")) {
      made[button.dataset.only] = button.getAttribute("aria-pressed") === "true" ? "yes" : "";
    }
    return made;
  };

  /* Choose what an address says. */
  const choose = (group, wanted) => {
    for (const select of group.querySelectorAll("[data-filter]")) {
      select.value = wanted[select.dataset.filter] ?? "";
      if (select.selectedIndex < 0) select.value = "";
    }
    for (const button of group.querySelectorAll("[data-only]")) {
      button.setAttribute("aria-pressed", String(Boolean(wanted[button.dataset.only])));
    }
  };

  /* Show the rows that fit, and no heading without a row; return how many there are. */
  const show = (place, wanted, also = () => true) => {
    let shown = 0;
    for (const body of place.querySelectorAll(".matrix tbody")) {
      let own = 0;
      for (const row of body.querySelectorAll(".row")) {
        row.hidden = !fits(row.dataset, wanted) || !also(row.dataset);
        const details = row.nextElementSibling;
        if (details?.matches(".more-of")) details.hidden = row.hidden;
        own += row.hidden ? 0 : 1;
      }
      body.hidden = own === 0;
      shown += own;
    }
    return shown;
  };

  const offer = (select, entries) => {
    const old = select.value;
    select.replaceChildren(select.options[0], ...entries.map(([value, text]) =>
      Object.assign(document.createElement("option"), { value, textContent: text })));
    select.value = old;
  };

  const listen = (group, update) => {
    group.addEventListener("change", update);
    for (const button of group.querySelectorAll("[data-only]")) {
      button.addEventListener("click", () => {
        const isOn = button.getAttribute("aria-pressed") === "true";
        button.setAttribute("aria-pressed", String(!isOn));
        update();
      });
    }
  };

  /* On the page of a symptom the filters work on the rows that are there. */
  const group = document.querySelector(".filters");
  const place = document.querySelector("section .matrix")?.parentElement;
  if (group && place && !document.getElementById("ask")) {
    const names = new Map();
    for (const row of place.querySelectorAll(".row")) {
      row.dataset.by.split(" ").filter(Boolean).forEach((id) => names.set(id, id));
    }
    const known = JSON.parse(document.getElementById("guidelines")?.textContent ?? "{}");
    offer(group.querySelector("[data-filter=by]"),
      [...names.keys()].filter((id) => known[id]).map((id) => [id, known[id]]));
    const all = place.querySelectorAll(".row").length;
    const update = () => {
      const wanted = chosen(group);
      const shown = show(place, wanted);
      const isWhole = shown === all;
      group.querySelector("[data-count]").textContent =
        isWhole ? "" : shown ? `${shown} of ${all}` : `None of ${all}: take a filter away.`;
    };
    listen(group, update);
  }
  return { chosen, choose, fits, listen, offer, show };
})();
