/* The question of the front page: understood as names, answered by the scripts in answers/. */
"use strict";
(() => {
  const data = globalThis.alstxData;
  const rows = globalThis.alstxRows;
  const { fold, words, searcher, search, hasAWord, misspelled } = globalThis.alstx;
  const KINDS = data.kinds;
  const CALLED = {
    symptoms: "symptom", medications: "medicine", drug_classes: "class of medicines",
    therapies: "therapy", mechanisms: "mechanism",
  };
  const BETWEEN = new Set(["for", "with", "and", "or", "in", "of", "on", "the", "a", "to", "plus",
    "against", "help", "helps", "what", "treat", "treatment", "als", "mnd"]);
  const ENOUGH = 0.5;
  const SURE = 0.8;
  const MOST_NEAR = 6;
  const MOST_SYMPTOMS = 8;

  /* --- trees: a node stands for itself and all below it --- */

  const lineage = (kind, id, seen = new Set()) => {
    if (!seen.has(id)) {
      seen.add(id);
      (data.parents[kind]?.[id] ?? []).forEach((above) => lineage(kind, above, seen));
    }
    return seen;
  };
  const idOf = (kind, at) => data.names[kind][at][0];
  const treatments = data.treatments.map(([kind, at, symptom, role, level, status, contested, tubes, by]) => ({
    ref: `${KINDS[kind]}/${idOf(KINDS[kind], at)}`,
    symptom: idOf("symptoms", symptom),
    role: data.roles[role],
    level: level ? String(level) : "",
    status: data.statuses[status],
    contested: contested ? "yes" : "",
    tube: tubes.map((one) => data.tubes[one]).join(" "),
    by: by.map((one) => data.guidelines[one][0]).join(" "),
  }));
  const isOf = (treatment, [kind, id]) => {
    if (kind === "symptoms") return lineage(kind, treatment.symptom).has(id);
    const [own, of] = treatment.ref.split("/");
    if (own === kind && of === id) return true;
    if (kind === "drug_classes") {
      const classes = own === kind ? [of] : own === "medications" ? data.classes[of] ?? [] : [];
      return classes.some((one) => lineage(kind, one).has(id));
    }
    return kind === "mechanisms" && own === "medications"
      && (data.mechanisms[of] ?? []).some((one) => lineage(kind, one).has(id));
  };

  /* --- what a question means --- */

  const exact = (text) => KINDS.flatMap((kind) => {
    const coded = data.more?.codes[kind]?.[text.trim().toLowerCase()];
    return (coded ?? searcher(kind).exact(text)).map((id) => [kind, id]);
  });
  const telling = (text) => {
    const parts = text.split(/\s+/).filter(Boolean);
    const own = parts.filter((part) => !BETWEEN.has(fold(part)));
    return own.length ? own : parts;
  };

  /* Split a question into names, the longest first; null where a word belongs to none. */
  const split = (parts) => {
    if (!parts.length) return [];
    for (let end = parts.length; end > 0; end -= 1) {
      const found = exact(parts.slice(0, end).join(" "));
      if (found.length) {
        const rest = split(parts.slice(end));
        if (rest) return [found, ...rest];
      }
    }
    return BETWEEN.has(fold(parts[0])) ? split(parts.slice(1)) : null;
  };

  /* Records whose names resemble a text, best first: [kind, id, name, score]. As in the library,
     a name without a word of the text counts as misspelled where one of another kind has one. */
  const near = (text) => {
    const found = KINDS.flatMap((kind) => search(kind, text).map((hit) => [kind, ...hit]));
    const written = found.map(([, , name]) => hasAWord(name, text));
    const known = new Set(found.filter((_, at) => written[at]).map(([kind]) => kind));
    const isNearOnly = (kind, at) => !written[at] && known.size > Number(known.has(kind));
    const hits = found.map(([kind, id, name, score], at) =>
      [kind, id, name, isNearOnly(kind, at) ? misspelled(score) : score]);
    return hits.filter(([, , , score]) => score >= ENOUGH)
      .sort((a, b) => b[3] - a[3] || KINDS.indexOf(a[0]) - KINDS.indexOf(b[0]));
  };

  /* Two names of which one or both are misspelled. */
  const nearPair = (parts) => {
    let best = null;
    for (let cut = 1; cut < parts.length; cut += 1) {
      const sides = [parts.slice(0, cut), parts.slice(cut)].map((part) => near(part.join(" "))[0]);
      if (sides.every((hit) => hit && hit[3] >= SURE)) {
        const score = sides[0][3] * sides[1][3];
        if (!best || score > best.score) best = { score, sides };
      }
    }
    return best?.sides ?? null;
  };

  const understand = (text) => {
    const whole = exact(text);
    if (whole.length) return { parts: [whole] };
    const translated = data.more?.translations.filter(([name]) => fold(name) === fold(text)) ?? [];
    if (translated.length) return { parts: [translated.map(([, id]) => ["symptoms", id])] };
    const product = data.more?.products.find(([name]) => fold(name) === fold(text));
    if (product) {
      return { parts: product[1].map((id) => [["medications", id]]), product };
    }
    const agent = data.more?.agents.find(([, names]) => names.some((name) => fold(name) === fold(text)));
    if (agent) return { parts: [], agent };
    const parts = split(text.split(/\s+/).filter(Boolean));
    if (parts?.length) return { parts };
    const hits = near(text);
    const pair = nearPair(telling(text));
    if (pair && (!hits.length || hits[0][3] < SURE)) {
      return { parts: pair.map(([kind, id]) => [[kind, id]]), meant: pair.map((hit) => hit[2]).join(" "), hits };
    }
    const [best] = hits;
    if (!best) return { parts: [] };
    return { parts: [[[best[0], best[1]]]], meant: best[2], hits };
  };

  /* --- answers, which are written beside this script --- */

  const waiting = new Map();
  const held = new Map();
  globalThis.alstx.put = (key, html) => held.set(key, html);
  const load = (src) => {
    if (!waiting.has(src)) {
      waiting.set(src, new Promise((resolve) => {
        const script = make("script", { src, onload: resolve, onerror: resolve });
        document.head.append(script);
      }));
    }
    return waiting.get(src);
  };
  const answer = async (key) => {
    await load(`answers/${key}.js`);
    return held.get(key) ?? "";
  };

  const place = document.getElementById("answer");
  const box = document.getElementById("q");
  const group = document.querySelector(".filters");
  const example = place.innerHTML;
  const make = (tag, props = {}, ...children) => {
    const node = Object.assign(document.createElement(tag), props);
    node.append(...children);
    return node;
  };
  const nameOf = (kind, id) => kind === "symptoms" ? data.plain[id] : searcher(kind).first.get(id);
  const asked = (text) => {
    const link = make("a", { href: `?q=${encodeURIComponent(text)}`, className: "button pill" }, text);
    link.dataset.example = text;
    return link;
  };
  const parsed = (html) => {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    return holder.content;
  };

  /* What to say of a question that no name answers. */
  const nothing = (text) => make("section", { className: "result" },
    make("h2", {}, `Nothing here is called “${text}”`),
    make("p", {}, "That does not say that nothing helps: it is no name of a symptom, medicine, brand or therapy that this knowledge base knows."),
    make("p", {}, "Ways on: ",
      make("a", { href: "symptoms/index.html" }, "all symptoms"), ", ",
      make("a", { href: "medications/index.html" }, "all medicines"), ", ",
      make("a", { href: "names.html" }, "all names from A to Z"), ", ",
      make("a", { href: "agents.html" }, "outside medicines that labels name"), ", ",
      make("a", { href: "python/left-out.html" }, "what is left out, and why"), "."));

  /* What to say of a medicine without a page that labels name. */
  const outside = ([id, [name], medications]) => make("section", { className: "result" },
    make("h2", {}, name),
    make("p", {}, "It has no page here: no source says anything about it for a symptom of ALS. ",
      make("a", { href: `agents.html#${id}` }, "Among the outside medicines"),
      medications.length ? " it is named by the labels of:" : " it is listed."),
    make("ul", { className: "near" }, ...medications.map((one) =>
      make("li", {}, asked(nameOf("medications", one))))));

  /* What a product of several medicines is made of. */
  const ofSeveral = ([name, ids, others]) => make("p", {}, make("b", {}, name),
    ` is a product of ${[...ids.map((id) => nameOf("medications", id)), ...others].join(" and ")}.`);

  const meaning = ({ meant, hits }, text) => {
    const made = [make("p", {}, make("b", {}, `Did you mean ${meant}?`), ` Nothing is called “${text}”; this is the nearest name.`)];
    const others = (hits ?? []).slice(1, MOST_NEAR).filter(([, , name]) => name !== meant);
    if (others.length) {
      made.push(make("ul", { className: "near", ariaLabel: "Other near names" },
        ...others.map(([kind, , name]) => {
          const link = asked(name);
          link.title = CALLED[kind];
          return make("li", {}, link);
        })));
    }
    return make("div", { className: "names" }, ...made);
  };

  /* Which records to show: for several names those treatments that all of them hold for. */
  const plan = (parts, wanted, isProduct) => {
    const of = (kind) => parts.filter((part) => part.some(([own]) => own === kind));
    const symptoms = of("symptoms");
    const others = parts.filter((part) => !part.some(([kind]) => kind === "symptoms"));
    const is = (part, t) => part.some((node) => isOf(t, node));
    const fitting = (t) => rows.fits(t, wanted);
    if (parts.length === 0) {
      const found = treatments.filter(fitting);
      return { keys: bySymptom(found), count: found.length, also: () => true };
    }
    if (symptoms.length && others.length) {
      const found = treatments.filter((t) =>
        fitting(t) && symptoms.some((part) => is(part, t)) && others.some((part) => is(part, t)));
      const also = (row) => found.some((t) => t.ref === row.ref && row.treatment.endsWith(`-for-${t.symptom}`));
      const names = others.map((part) => nameOf(...part[0])).join(", ");
      return { keys: bySymptom(found), count: found.length, also, isPair: true, others: names };
    }
    const keys = parts.flatMap((part) => part.map(([kind, id]) => `${kind}/${id}`));
    return { keys, count: null, also: () => true, pairs: others.length > 1 && !isProduct ? others : null };
  };
  const bySymptom = (found) => {
    const counts = new Map();
    for (const t of found) counts.set(t.symptom, (counts.get(t.symptom) ?? 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1]).map(([id]) => `symptoms/${id}`);
  };

  /* Of the answer on a symptom leave what is about the other name of the question. */
  const narrowed = (section, names) => {
    section.querySelectorAll(".line4, .counts-line, [data-unfold]").forEach((node) => node.remove());
    section.querySelector("h2").prepend(`${names} for `);
  };

  /* Tell a screen reader in a line what is shown, not all of it. */
  const tell = () => {
    const shown = [...place.querySelectorAll(".result:not([hidden])")];
    const names = shown.map((section) => section.querySelector("h2").textContent.replace(/\s+/g, " ").trim());
    const all = [...place.querySelectorAll(".row")].filter((row) => row.offsetParent);
    document.getElementById("told").textContent =
      `${names.join(", ")}${all.length ? `: ${all.length} row${all.length === 1 ? "" : "s"}` : ""}`;
  };

  let turn = 0;
  const update = async () => {
    turn += 1;
    const own = turn;
    const text = box.value.trim();
    const wanted = rows.chosen(group);
    remember(text, wanted);
    for (const link of document.querySelectorAll(".examples [data-example]")) {
      link.classList.toggle("on", fold(link.dataset.example) === fold(text));
    }
    const isFiltered = Object.values(wanted).some(Boolean);
    const count = group.querySelector("[data-count]");
    count.textContent = "";
    if (!fold(text) && !isFiltered) {
      place.innerHTML = example;
      return;
    }
    let understood = fold(text) ? understand(text) : { parts: [] };
    if (fold(text) && (understood.meant || !understood.parts.length)) {
      await load("more.js"); // codes, products of several medicines, outside medicines
      if (own !== turn) return;
      understood = understand(text);
    }
    if (fold(text) && !understood.parts.length) {
      const { agent, product } = understood;
      place.replaceChildren(agent ? outside(agent) : product ? ofSeveral(product) : nothing(text));
      tell();
      return;
    }
    const { keys, also, count: number, pairs, isPair, others } = plan(understood.parts, wanted, Boolean(understood.product));
    const shownKeys = keys.slice(0, MOST_SYMPTOMS);
    const told = pairs ? await interactions(pairs) : [];
    const found = await Promise.all(shownKeys.map(answer));
    if (own !== turn) return;
    const made = document.createDocumentFragment();
    if (understood.product) made.append(ofSeveral(understood.product));
    if (understood.meant) made.append(meaning(understood, text));
    made.append(...told);
    if (isPair && !number) {
      made.append(make("section", { className: "result" },
        make("h2", {}, `Nothing is recorded on ${understood.parts.map((part) => nameOf(...part[0])).join(" for ")}`),
        make("p", {}, isFiltered ? "No treatment fits both names and the filters." : "No source here speaks of one for the other. That does not say that it does not help. Each of them has an answer of its own: "),
        make("ul", { className: "near" }, ...understood.parts.map((part) => make("li", {}, asked(nameOf(...part[0])))))));
    }
    found.forEach((html) => made.append(parsed(html)));
    place.replaceChildren(made);
    let shown = 0;
    for (const section of place.querySelectorAll(".result")) {
      const rowsOf = section.querySelectorAll(".row").length;
      const left = rowsOf ? rows.show(section, wanted, also) : 0;
      if (isFiltered || isPair) section.querySelector(".folded")?.classList.add("open");
      shown += left;
      if (rowsOf && !left) section.hidden = keys.length > 1 && isFiltered;
      if (rowsOf && !left && !section.hidden && isFiltered) {
        section.querySelector("table").before(make("p", {}, make("b", {}, "No treatment fits these filters."), " Take one away to see more."));
      }
      if (isPair) narrowed(section, others);
      else if (!fold(text)) section.querySelectorAll(".line4").forEach((line) => line.remove());
    }
    const fit = number ?? shown;
    count.textContent = isFiltered ? `${fit} treatment${fit === 1 ? " fits" : "s fit"}` : "";
    if (keys.length > shownKeys.length) {
      place.append(make("p", {}, `Shown are the ${MOST_SYMPTOMS} symptoms with most of them; ${keys.length - shownKeys.length} more have some. A symptom in the box narrows it.`));
    }
    tell();
  };

  /* What labels say of two medicines that were asked for together. */
  const interactions = async (parts) => {
    const refs = parts.map((part) => part.find(([kind]) => kind === "medications")?.[1]);
    if (refs.some((id) => !id)) return [];
    const made = [];
    for (let one = 0; one < refs.length; one += 1) {
      const html = await answer(`interactions/${refs[one]}`);
      const all = parsed(html);
      for (let two = one + 1; two < refs.length; two += 1) {
        const own = [...all.querySelectorAll(`[data-other="${refs[two]}"]`)];
        const [a, b] = [nameOf("medications", refs[one]), nameOf("medications", refs[two])];
        made.push(make("section", { className: "result" },
          make("h2", {}, `${a} with ${b}`),
          ...(own.length ? own : [make("p", {}, "No recorded label speaks of this pair. That is no clearance.")])));
      }
    }
    return made;
  };

  /* --- the address keeps the question --- */

  const remember = (text, wanted) => {
    const kept = new URLSearchParams(Object.entries({ q: text, ...wanted }).filter(([, value]) => value));
    try {
      history.replaceState(null, "", kept.size ? `?${kept}` : location.pathname);
    } catch { /* some browsers refuse this for files */ }
  };
  const ask = (text) => {
    box.value = text;
    update();
  };

  rows.offer(group.querySelector("[data-filter=by]"), data.guidelines);
  const given = Object.fromEntries(new URLSearchParams(location.search));
  rows.choose(group, given);
  rows.listen(group, update);
  let pause = 0;
  box.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(update, 120);
  });
  document.getElementById("ask").addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(pause);
    update();
  });
  document.addEventListener("click", (event) => {
    const unfold = event.target.closest?.("[data-unfold]");
    if (unfold) {
      unfold.closest(".result").querySelector(".folded").classList.add("open");
      unfold.parentElement.remove();
    }
    const link = event.target.closest?.("[data-example]");
    if (link) {
      event.preventDefault();
      ask(link.dataset.example);
      box.focus();
    }
  });
  if (given.q || Object.keys(given).length) ask(given.q ?? "");
  globalThis.alstx.understand = understand;
})();
