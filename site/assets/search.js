/* The search of alstx in the browser: folding, and ranked search in the names of records.

   It applies the rules that `alstx.names.rules` exports, and finds what `search` of the library
   finds; `site/tests/test_questions.py` asks both the same questions. */
"use strict";
(() => {
  const data = globalThis.alstxData;
  const rules = data.rules;

  /* --- folding: the rule by which two spellings are the same name --- */

  const isWordLetter = /[\p{L}\p{N}]/u;
  const isMark = /\p{M}/u;
  const isPlain = /^[\x00-\x7f]*$/;
  const without = (text, signs) => [...text].filter((ch) => !signs.includes(ch)).join("");
  const caseless = (text) =>
    text.replace(/[^\x00-\x7f]/gu, (ch) => ch.toUpperCase()).toLowerCase().replace(/ς/g, "σ");
  const plainly = (text) =>
    caseless(without(text, rules.signs).normalize("NFKD")).normalize("NFKD");

  const fold = (text) =>
    isPlain.test(text)
      ? text.toLowerCase().replace(/[^a-z0-9]+/g, "")
      : [...plainly(text)].filter((ch) => isWordLetter.test(ch)).join("");

  const british = new RegExp(rules.british, "g");
  const respell = (key) =>
    [...key].map((ch) => rules.greek[ch] ?? ch).join("")
      .replace(british, (found) => rules.american[found]);

  const words = (text) => {
    const low = without(text, rules.apostrophes);
    const spaced = isPlain.test(text)
      ? low.toLowerCase().replace(/[^a-z0-9]+/g, " ")
      : [...plainly(low).normalize("NFD")]
        .map((ch) => (isWordLetter.test(ch) ? ch : isMark.test(ch) ? "" : " ")).join("");
    return spaced.split(" ").filter(Boolean);
  };

  const endings = new RegExp(rules.endings);
  const stem = (word) => word.replace(endings, "");
  const particles = new Set(rules.particles);
  const unique = (items) => [...new Set(items)];
  const telling = (own) => {
    const found = own.filter((word) => !particles.has(word));
    return found.length ? found : own;
  };

  /* --- edits between two words: insert, delete, replace, swap two neighbours --- */

  const allowed = (length) =>
    length >= rules.short ? rules.mostEdits : length >= rules.shortest ? 1 : 0;

  const edits = (one, other, most) => {
    if (one === other) return 0;
    const [longer, shorter] = one.length >= other.length ? [one, other] : [other, one];
    if (!most || longer.length - shorter.length > most) return most + 1;
    let at = 0;
    while (at < shorter.length && longer[at] === shorter[at]) at += 1;
    if (at === shorter.length) return longer.length - shorter.length;
    const a = longer.slice(at);
    const b = shorter.slice(at);
    let found = Math.min(
      edits(a.slice(1), b.slice(1), most - 1),
      edits(a.slice(1), b, most - 1),
      edits(a, b.slice(1), most - 1));
    if (a.length > 1 && b.length > 1 && a[0] === b[1] && a[1] === b[0]) {
      found = Math.min(found, edits(a.slice(2), b.slice(2), most - 1));
    }
    return 1 + found;
  };

  const near = (key, held, most) => {
    const found = new Map();
    for (const other of held) {
      if (Math.abs(other.length - key.length) <= most) {
        const count = edits(key, other, most);
        if (count <= most) found.set(other, count);
      }
    }
    return found;
  };

  /* Round to three decimals, a half to the even digit, as Python does. */
  const rounded = (value) => {
    const [low, half] = [Math.floor(value * 1000), value * 1000 - Math.floor(value * 1000)];
    if (half === 0.5 && Number.isInteger(value * 65536)) return (low + (low % 2)) / 1000;
    return Number(value.toFixed(3));
  };

  /* --- ranked search in the names of one kind of record --- */

  class Searcher {
    constructor(rows) {
      this.count = rows.length;
      this.held = new Map();
      for (const [id, names] of rows) {
        names.forEach((name, place) => {
          const key = fold(name);
          if (key) this.held.set(key, [...(this.held.get(key) ?? []), [id, name, place]]);
        });
      }
      this.keys = [...this.held.keys()].sort();
      this.spellings = new Map();
      for (const [key, bearers] of this.held) {
        const found = this.spellings.get(respell(key)) ?? [];
        this.spellings.set(respell(key), unique([...found, ...bearers.map(([id]) => id)]));
      }
      this.first = new Map(rows.map(([id, names]) => [id, names[0]]));
    }

    /* What words need is made when the first question needs it. */
    index() {
      if (this.postings) return;
      this.wordsOf = new Map();
      this.postings = new Map();
      for (const [key, bearers] of this.held) {
        const own = telling(words(bearers[0][1]));
        this.wordsOf.set(key, own);
        for (const root of new Set(own.map(stem))) {
          this.postings.set(root, [...(this.postings.get(root) ?? []), key]);
        }
      }
      this.bearers = new Map([...this.postings].map(([root, keys]) =>
        [root, new Set(keys.flatMap((key) => this.held.get(key).map(([id]) => id))).size]));
      this.weights = new Map([...this.wordsOf].map(([key, own]) =>
        [key, unique(own.map(stem)).reduce((sum, root) => sum + this.weight(root), 0)]));
      this.allWords = unique([...this.wordsOf.values()].flat());
    }

    weight(root) {
      return Math.log(1 + this.count / this.bearers.get(root));
    }

    /* Ids that have this very name, in any spelling. */
    exact(text) {
      const key = fold(text);
      const own = this.held.get(key)?.map(([id]) => id);
      return unique(own ?? (key ? this.spellings.get(respell(key)) : null) ?? []);
    }

    /* Every id with a name that resembles a text, best first: [id, name, score]. */
    search(text) {
      const key = fold(text);
      if (!key) return [];
      const best = new Map();
      for (const [found, score] of this.scored(key, text)) {
        for (const [id, name, place] of this.held.get(found)) {
          const old = best.get(id);
          const isBetter = !old || score > old[0] || (score === old[0]
            && (place < old[1] || (place === old[1] && name < old[2])));
          if (isBetter) best.set(id, [score, place, name]);
        }
      }
      const hits = [...best].map(([id, [score, , name]]) => [id, name, score]);
      const rank = ([id, name, score]) => [-score, caseless(name), id];
      return hits.map((hit) => [rank(hit), hit]).sort(([a], [b]) => compare(a, b))
        .map(([, hit]) => hit);
    }

    scored(key, text) {
      const size = key.length;
      const found = [...near(key, this.keys, allowed(size))].map(([name, count]) =>
        [name, rounded(1 - count / Math.max(size, name.length))]);
      if (size >= rules.shortestBeginning) found.push(...this.beginnings(key));
      const query = words(text).slice(0, rules.mostWords);
      const best = Math.max(0, ...found.map(([, score]) => score));
      this.index();
      if (query.length > 1 || best < rules.near || this.postings.has(query[0])) {
        found.push(...this.wordwise(query));
      }
      return found;
    }

    beginnings(key) {
      const { beginning, wordwise } = rules;
      return this.keys.filter((name) => name !== key && name.startsWith(key)).map((name) =>
        [name, rounded(beginning + (wordwise - beginning) * (key.length / name.length))]);
    }

    /* Names that share words with the text: what both have in common in all that they have. */
    wordwise(query) {
      const shared = new Map();
      let total = 0;
      for (const word of telling(unique(query))) {
        const stems = this.stemsNear(word);
        const weights = [...stems.keys()].map((root) => this.weight(root));
        total += weights.length ? Math.max(...weights) : Math.log(1 + this.count) / 2;
        const gained = new Map();
        for (const [root, share] of stems) {
          for (const name of this.postings.get(root)) {
            gained.set(name, Math.max(gained.get(name) ?? 0, share * this.weight(root)));
          }
        }
        for (const [name, gain] of gained) shared.set(name, (shared.get(name) ?? 0) + gain);
      }
      return [...shared]
        .map(([name, gain]) =>
          [name, rounded(rules.wordwise * 2 * gain / (total + this.weights.get(name)))])
        .filter(([, score]) => score >= rules.least)
        .map(([name, score]) => [name, Math.min(score, rules.wordwise)]);
    }

    stemsNear(word) {
      const root = stem(word);
      if (this.postings.has(root)) return new Map([[root, 1]]);
      const found = near(word, this.allWords, allowed(word.length));
      const fewest = Math.min(...found.values());
      const kept = [...found].filter(([, count]) => count === fewest);
      return new Map(kept.map(([other]) => [stem(other), rules.misspelled]));
    }
  }

  const compare = (a, b) => {
    for (let at = 0; at < a.length; at += 1) {
      if (a[at] !== b[at]) return a[at] < b[at] ? -1 : 1;
    }
    return 0;
  };

  const searchers = new Map();
  const searcher = (kind) => {
    if (!searchers.has(kind)) {
      const rows = data.names[kind].map(([id, names]) => [id, [...names, id]]);
      searchers.set(kind, new Searcher(rows));
    }
    return searchers.get(kind);
  };
  const search = (kind, text) => {
    const named = data.more?.codes[kind]?.[text.trim().toLowerCase()];
    if (!named) return searcher(kind).search(text);
    return named.map((id) => [id, searcher(kind).first.get(id), 1]);
  };

  /* Whether a name has a word of a text, be it as the beginning of a longer one. */
  const hasAWord = (name, text) => {
    const roots = telling(words(text)).map(stem);
    return words(name).some((word) => roots.some((root) => word.startsWith(root)));
  };
  const misspelled = (score) => rounded(score * rules.misspelled);

  globalThis.alstx = {
    fold, respell, words, stem, edits, search, searcher, hasAWord, misspelled,
  };
})();
