/* The map of gaps: one stop for Tab, arrow keys between cells, and a panel that reads them. */
"use strict";
(() => {
  const panel = document.getElementById("panel");
  const grid = document.querySelector(".gaps");
  const lines = [...grid.rows].map((row) => [...row.cells].map((cell) => cell.querySelector(".cell")));
  const places = new Map();
  lines.forEach((row, y) => row.forEach((cell, x) => cell && places.set(cell, [y, x])));
  const read = (cell) => {
    const [title, ...rest] = cell.dataset.say.split("\n");
    const head = Object.assign(document.createElement("h2"), { textContent: title });
    const open = Object.assign(document.createElement("a"), { href: cell.href, textContent: "Open its statements and findings" });
    panel.replaceChildren(head, ...rest.map((text) =>
      Object.assign(document.createElement("p"), { textContent: text })), open);
  };
  for (const cell of document.querySelectorAll(".cell[data-say]")) {
    cell.addEventListener("focus", () => read(cell));
    cell.addEventListener("pointerenter", () => read(cell));
    if (!places.has(cell)) cell.tabIndex = 0;
  }
  const first = places.keys().next().value;
  if (first) first.tabIndex = 0;
  const to = (cell) => {
    grid.querySelectorAll(".cell[tabindex='0']").forEach((old) => { old.tabIndex = -1; });
    cell.tabIndex = 0;
    cell.focus();
  };
  const along = (y, x, down, right) => {
    for (let row = y + down, col = x + right; lines[row] && col >= 0 && col < 99; row += down, col += right) {
      if (lines[row][col]) return lines[row][col];
      if (right && col >= lines[row].length) return null;
    }
    return null;
  };
  const KEYS = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };
  grid.addEventListener("keydown", (event) => {
    const place = places.get(event.target);
    if (!place) return;
    const own = lines[place[0]].filter(Boolean);
    const goal = event.key === "Home" ? own[0] : event.key === "End" ? own.at(-1)
      : KEYS[event.key] && along(...place, ...KEYS[event.key]);
    if (goal) {
      event.preventDefault();
      to(goal);
    } else if (KEYS[event.key]) event.preventDefault();
  });
})();
