"use strict";
(() => {
  const PAGE = 40;
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = (id) => document.getElementById(id);
  const fields = ["text", "symptom", "class", "mechanism", "guideline", "role", "status"];

  /* Names are compared without case, accents and punctuation, word by word. */
  const fold = (text) =>
    text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const fits = (query, name) => {
    const words = name.split(" ");
    return query.split(" ").every((part) => words.some((word) => word.startsWith(part)));
  };

  /* A tree of names: what somebody typed stands for nodes and everything below them. */
  const tree = (rows) => {
    const nodes = new Map(rows.map(([id, name, names, parents]) =>
      [id, { id, name, parents, keys: [name, ...names, id].map(fold) }]));
    const above = (id, seen = new Set()) => {
      if (!seen.has(id)) {
        seen.add(id);
        (nodes.get(id)?.parents ?? []).forEach((parent) => above(parent, seen));
      }
      return seen;
    };
    const lineage = new Map([...nodes.keys()].map((id) => [id, above(id)]));
    const pick = (typed) => {
      const query = fold(typed);
      const all = [...nodes.values()];
      const exact = all.filter((node) => node.keys.includes(query));
      const found = exact.length || !query
        ? exact : all.filter((node) => node.keys.some((key) => fits(query, key)));
      return new Set(found.map((node) => node.id));
    };
    const isUnder = (id, picked) => [...(lineage.get(id) ?? [])].some((node) => picked.has(node));
    return { nodes, pick, isUnder };
  };
  const trees = {
    symptom: tree(data.symptoms),
    class: tree(data.classes),
    mechanism: tree(data.mechanisms),
    guideline: tree(data.guidelines),
  };
  const labels = { symptom: "symptom", class: "class", mechanism: "mechanism", guideline: "guideline" };
  const valuesOf = {
    symptom: (t) => [t.symptom],
    class: (t) => t.classes,
    mechanism: (t) => t.mechanisms,
    guideline: (t) => t.who.map((said) => said[0]),
  };
  for (const t of data.treatments) {
    t.keys = [t.name, ...t.names].map(fold);
  }

  const matches = (wanted) => {
    const picked = {};
    for (const kind of Object.keys(trees)) {
      const note = byId(`${kind}-note`);
      note.textContent = "";
      if (fold(wanted[kind])) {
        picked[kind] = trees[kind].pick(wanted[kind]);
        if (!picked[kind].size) {
          note.textContent = `No ${labels[kind]} has this name.`;
        }
      }
    }
    const query = fold(wanted.text);
    const felt = query ? trees.symptom.pick(wanted.text) : new Set();
    const classed = query ? trees.class.pick(wanted.text) : new Set();
    return data.treatments.filter((t) =>
      (!wanted.role || t.role === wanted.role) &&
      (!wanted.status || t.status === wanted.status) &&
      Object.entries(picked).every(([kind, nodes]) =>
        valuesOf[kind](t).some((id) => trees[kind].isUnder(id, nodes))) &&
      (!query || t.keys.some((key) => fits(query, key)) ||
        trees.symptom.isUnder(t.symptom, felt) ||
        t.classes.some((id) => trees.class.isUnder(id, classed))));
  };

  const make = (tag, props = {}, ...children) => {
    const node = Object.assign(document.createElement(tag), props);
    node.append(...children);
    return node;
  };
  const cite = (id) => {
    const [label, citation, link] = data.sources[id];
    return link
      ? make("a", { href: link, title: citation, rel: "noopener noreferrer" }, label)
      : make("span", { title: citation }, label);
  };
  const pill = (text, kind = "") => make("span", { className: `pill ${kind}` }, text);
  const sign = (text, kind) => make("span", { className: `sign ${kind}` }, text);
  const list = (title, rows) =>
    make("details", {}, make("summary", {}, title), make("ul", {}, ...rows));
  const lines = (title, rows) =>
    rows.length ? [make("p", { className: "head" }, title), make("ul", {}, ...rows)] : [];
  const who = ([source, text, kind, words, onAls]) =>
    make("li", {}, sign(text, kind), " ", cite(source), `${onAls ? "" : " (not on ALS)"}: ${words}`);
  const key = ([source, kind, words]) => make("li", {}, pill(words, kind), " ", cite(source));
  const said = ([source, advice, statement, old]) =>
    make("li", {}, cite(source), `: ${advice}${old ? " (superseded)" : ""}. ${statement}`);
  const found = ([source, level, direction, how, finding]) =>
    make("li", {}, cite(source), `: ${level ? `level ${level}, ` : ""}${direction}. ${finding} (${how})`);

  const card = (t) => {
    const item = make("li", { className: "card", id: t.id });
    const symptom = trees.symptom.nodes.get(t.symptom).name;
    item.append(make("h2", {}, make("a", { href: t.page }, t.name), ` for ${symptom.toLowerCase()}`));
    const pills = make("p", {}, pill(t.as));
    if (t.boxed) pills.append(pill("! boxed warning", "boxed"));
    if (t.contested) pills.append(pill("* contested", "contested"));
    item.append(pills);
    if (t.summary) item.append(make("p", {}, t.summary));
    item.append(...lines("Who says so", t.who.map(who)));
    item.append(...lines("What studies found", [
      ...t.key.map(key),
      ...t.survival.map(([source, words]) => make("li", {}, `survival: ${words} `, cite(source))),
    ]));
    item.append(...lines("Sources disagree", t.why.map((why) => make("li", {}, why))));
    item.append(...lines("Label", t.labels.map((label) => make("li", {}, label))));
    if (t.said.length) item.append(list(`Statements in full (${t.said.length})`, t.said.map(said)));
    if (t.found.length) item.append(list(`Findings in full (${t.found.length})`, t.found.map(found)));
    return item;
  };

  let shown = [];
  let until = PAGE;
  const draw = () => {
    byId("results").replaceChildren(...shown.slice(0, until).map(card));
    byId("more").hidden = shown.length <= until;
  };
  const read = () => Object.fromEntries(fields.map((name) => [name, byId(name).value]));
  const keep = (wanted) => {
    const kept = new URLSearchParams(
      Object.entries(wanted).filter(([name, value]) => (name === "role" ? value !== "used" : value)));
    try {
      history.replaceState(null, "", kept.size ? `#${kept}` : location.pathname);
    } catch { /* some browsers refuse this for files */ }
  };
  const update = () => {
    const wanted = read();
    shown = matches(wanted);
    until = PAGE;
    draw();
    const role = wanted.role ? ` in role ${wanted.role.replaceAll("-", " ")}` : "";
    byId("count").textContent = `${shown.length} treatment${shown.length === 1 ? "" : "s"}${role}`;
    keep(wanted);
  };

  for (const [kind, id] of [["symptom", "symptoms"], ["class", "classes"],
    ["mechanism", "mechanisms"], ["guideline", "guidelines"]]) {
    const names = [...trees[kind].nodes.values()].map((node) => node.name).sort();
    byId(id).append(...names.map((name) => make("option", { value: name })));
  }
  for (const [status, words] of Object.entries(data.statuses)) {
    if (words) byId("status").append(make("option", { value: status }, words));
  }
  const form = byId("filters");
  form.addEventListener("input", update);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => { update(); byId("text").focus(); }));
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.type === "search" && event.target.value) {
      event.target.value = "";
      event.preventDefault();
      update();
    }
  });
  byId("more").addEventListener("click", () => {
    const first = until;
    until += PAGE;
    draw();
    byId("results").children[first]?.querySelector("a").focus();
  });
  for (const kept of [location.search, location.hash.slice(1)]) {
    for (const [name, value] of new URLSearchParams(kept)) {
      if (fields.includes(name)) byId(name).value = value;
    }
  }
  update();
})();
