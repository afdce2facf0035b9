// The report's tables and its articles. `DataTable` is defined above, by the library.

const STEERING = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]/g;
const PAIRS = /[\ud800-\udbff][\udc00-\udfff]/;
const PAGE_ROWS = 15; // of a table: about half a screen
const FIELDS = { id: 0, title: 1, url: 2, site: 3, author: 4, language: 5, day: 6, words: 7, share: 8, confidence: 9, spun: 10, copy: 11, canonical: 12, rules: 13 };
const LOOKS = ["kept", "removed", "left-out", "lifted", "repaired"];

const byId = (id) => document.getElementById(id);

/** Show characters that would turn a line or hide in it. */
function shown(text) {
  return text.replace(STEERING, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Like `shown`, for texts with characters beyond U+FFFF. */
function shownText(text) {
  if (!PAIRS.test(text)) return shown(text);
  return Array.from(text, (char) => (char.length === 2 ? char : shown(char))).join("");
}

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

async function unpack(script) {
  const text = atob(script.textContent);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(stream).text());
}

function sortTables() {
  for (const table of document.querySelectorAll("table.sortable")) {
    const isLong = table.tBodies[0].rows.length > PAGE_ROWS;
    const layout = { topStart: null, topEnd: isLong ? "search" : null, bottomStart: isLong ? "info" : null, bottomEnd: isLong ? "paging" : null };
    new DataTable(table, { autoWidth: false, order: [], paging: isLong, pageLength: PAGE_ROWS, layout });
  }
}

class Articles {
  constructor(index) {
    this.index = index;
    this.rows = index.rows;
    this.blocks = document.querySelectorAll("script.articles-block");
    this.unpacked = new Map();
    this.kinds = index.rules.map((rule) => /^(extraction\/[^/]*|[^/]*)/.exec(rule)[0]);
    this.places = new Map(this.rows.map((row, place) => [row[FIELDS.id], place]));
    this.words = this.rows.map((row) => this.haystack(row));
    this.found = null; // places whose texts have the words that are searched for
    this.open = null;
  }

  haystack(row) {
    const { title, url, author, id, site } = FIELDS;
    return [row[title], row[url], row[author], row[id], this.index.sites[row[site]]].join("\n").toLowerCase();
  }

  block(number) {
    if (!this.unpacked.has(number)) this.unpacked.set(number, unpack(this.blocks[number]));
    return this.unpacked.get(number);
  }

  async pieces(place) {
    const number = Math.floor(place / this.index.block);
    if (number >= this.blocks.length) return null;
    const block = await this.block(number);
    return block[place % this.index.block];
  }
}

class List {
  constructor(articles) {
    this.articles = articles;
    this.fillFilters();
    this.table = this.makeTable();
    this.table.search.fixed("filters", (_, __, place) => this.passes(place));
    this.table.on("draw", () => this.count());
    this.listen();
    this.read();
    byId("filters").hidden = false;
  }

  fillFilters() {
    const { index, kinds } = this.articles;
    const add = (id, names) => byId(id).append(...names.map((name) => element("option", { value: name, textContent: shown(name) })));
    add("rules", index.rules);
    add("all-sites", index.sites);
    add("filter-language", index.languages);
    add("filter-kind", [...new Set(kinds)].sort());
  }

  makeTable() {
    const { index } = this.articles;
    const table = element("table", {});
    table.append(element("caption", { textContent: "Articles and copies, the most doubtful first" }));
    byId("articles-table").append(table);
    const text = (get, className = "") => ({ className, type: "string", searchable: false, render: (_, kind, row) => (kind === "display" ? document.createTextNode(shown(get(row))) : get(row)) });
    const number = (get, show, className = "") => ({ className: `number ${className}`, type: "num", searchable: false, render: (_, kind, row) => (kind === "display" ? document.createTextNode(show(get(row))) : get(row)) });
    const percent = (value) => `${(100 * value).toFixed(0)}%`;
    return new DataTable(table, {
      data: this.articles.rows, deferRender: true, autoWidth: false, order: [], pageLength: 25,
      layout: { topStart: null, topEnd: null, bottomStart: "info", bottomEnd: ["pageLength", "paging"] },
      columns: [
        { title: "Title", type: "string", searchable: false, render: (_, kind, row) => (kind === "display" ? this.button(row) : row[FIELDS.title]) },
        { title: "Site", ...text((row) => index.sites[row[FIELDS.site]], "wide site") },
        { title: "Language", ...text((row) => index.languages[row[FIELDS.language]], "wide") },
        { title: "Date", ...text((row) => row[FIELDS.day], "wide day") },
        { title: "Words", ...number((row) => row[FIELDS.words], (value) => value.toLocaleString("en"), "wide") },
        { title: "Removed", ...number((row) => row[FIELDS.share], percent) },
        { title: "Confidence", ...number((row) => row[FIELDS.confidence], (value) => value.toFixed(2)) },
        { title: "Spun", ...text((row) => (row[FIELDS.spun] ? "spun" : ""), "wide") },
        { title: "Kept", ...text((row) => (row[FIELDS.copy] ? `copy, ${row[FIELDS.copy]}` : "article"), "wide") },
      ],
    });
  }

  button(row) {
    const made = element("button", { type: "button", textContent: shown(row[FIELDS.title]) || "without a title" });
    made.dir = "auto";
    made.addEventListener("click", () => this.show(this.articles.places.get(row[FIELDS.id])));
    return made;
  }

  listen() {
    const form = byId("filters");
    let timer = 0;
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.read(), 150);
    });
    form.addEventListener("reset", () => setTimeout(() => this.read()));
    form.addEventListener("submit", (event) => event.preventDefault());
  }

  async read() {
    const { index, kinds } = this.articles;
    const value = (name) => byId(`filter-${name}`).value;
    const part = (name) => value(name).trim().toLowerCase();
    const having = (names, wanted) => new Set([...names.keys()].filter((key) => names[key].toLowerCase().includes(wanted)));
    this.wanted = {
      words: part("search").split(/\s+/).filter(Boolean),
      rules: part("rule") && having(index.rules, part("rule")),
      kind: value("kind") && new Set([...kinds.keys()].filter((key) => kinds[key] === value("kind"))),
      sites: part("site") && having(index.sites, part("site")),
      language: value("language"), spun: value("spun"), fate: value("fate"),
    };
    this.found = byId("filter-texts").checked && this.wanted.words.length ? await this.searchTexts(this.wanted.words) : null;
    this.table.draw();
  }

  async searchTexts(words) {
    const found = new Set();
    byId("found").textContent = "Searching the texts…";
    for (let number = 0; number < this.articles.blocks.length; number++) {
      const block = await this.articles.block(number);
      block.forEach((pieces, at) => {
        const text = pieces.flat().filter((part) => typeof part === "string").join("").toLowerCase();
        if (words.every((word) => text.includes(word))) found.add(number * this.articles.index.block + at);
      });
    }
    return found;
  }

  passes(place) {
    const row = this.articles.rows[place];
    const wanted = this.wanted;
    if (!wanted) return true;
    const inIndex = wanted.words.every((word) => this.articles.words[place].includes(word));
    if (!inIndex && !this.found?.has(place)) return false;
    if (wanted.rules && !row[FIELDS.rules].some((rule) => wanted.rules.has(rule))) return false;
    if (wanted.kind && !row[FIELDS.rules].some((rule) => wanted.kind.has(rule))) return false;
    if (wanted.sites && !wanted.sites.has(row[FIELDS.site])) return false;
    if (wanted.language && this.articles.index.languages[row[FIELDS.language]] !== wanted.language) return false;
    if (wanted.spun && String(row[FIELDS.spun]) !== wanted.spun) return false;
    return this.hasFate(row, wanted.fate);
  }

  hasFate(row, fate) {
    const copy = row[FIELDS.copy];
    return !fate || (fate === "article" ? !copy : fate === "copy" ? Boolean(copy) : copy === fate);
  }

  count() {
    const found = this.places().length;
    byId("found").textContent = `${found.toLocaleString("en")} of ${this.articles.rows.length.toLocaleString("en")}`;
  }

  places() {
    return this.table.rows({ search: "applied", order: "applied" }).indexes().toArray();
  }

  set(name, value) {
    byId("filters").reset();
    const field = byId(`filter-${name}`);
    if (name === "fate" && ![...field.options].some((option) => option.value === value)) {
      field.append(element("option", { value, textContent: `not, ${value} copies` }));
    }
    field.value = value;
    this.read();
  }

  show(place) {
    if (place === undefined) return;
    this.viewer.show(place);
  }
}

class Viewer {
  constructor(articles, list) {
    this.articles = articles;
    this.list = list;
    this.dialog = byId("article");
    byId("previous").addEventListener("click", () => this.step(-1));
    byId("next").addEventListener("click", () => this.step(1));
    this.dialog.addEventListener("keydown", (event) => this.key(event));
    for (const radio of document.querySelectorAll("input[name=look]")) radio.addEventListener("change", () => this.write());
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { j: 1, k: -1 }[event.key];
    if (step) this.step(step);
  }

  step(by) {
    const next = this.neighbour(by);
    if (next !== undefined) this.show(next);
  }

  neighbour(by) {
    const places = this.list.places();
    return places[places.indexOf(this.place) + by];
  }

  async show(place) {
    this.place = place;
    const row = this.articles.rows[place];
    byId("article-title").textContent = shown(row[FIELDS.title]) || "without a title";
    byId("article-values").replaceChildren(...this.values(row));
    byId("article-text").replaceChildren();
    byId("previous").disabled = this.neighbour(-1) === undefined;
    byId("next").disabled = this.neighbour(1) === undefined;
    if (!this.dialog.open) this.dialog.showModal();
    this.pieces = await this.articles.pieces(place);
    if (this.place === place) this.write();
    this.dialog.scrollTop = 0;
  }

  values(row) {
    const { index } = this.articles;
    const values = {
      Id: row[FIELDS.id], Address: this.address(row[FIELDS.url]), Site: shown(index.sites[row[FIELDS.site]]), Author: shown(row[FIELDS.author]),
      Date: row[FIELDS.day], Language: index.languages[row[FIELDS.language]],
      Removed: `${(100 * row[FIELDS.share]).toFixed(1)}%`, "Lowest confidence": row[FIELDS.confidence].toFixed(2),
      Spun: row[FIELDS.spun] ? "yes" : "no", "Copy of": row[FIELDS.canonical] ? this.original(row) : "",
    };
    const known = Object.entries(values).filter(([, value]) => value);
    return known.flatMap(([name, value]) => [element("dt", {}, name), element("dd", { dir: "auto" }, value)]);
  }

  address(url) {
    if (!/^https?:\/\//i.test(url)) return shown(url);
    return element("a", { href: url, rel: "noopener noreferrer nofollow", target: "_blank", textContent: shown(url) });
  }

  original(row) {
    const place = this.articles.places.get(row[FIELDS.canonical]);
    const words = `${row[FIELDS.copy]} copy of ${row[FIELDS.canonical]}`;
    if (place === undefined) return words;
    const title = shown(this.articles.rows[place][FIELDS.title]) || row[FIELDS.canonical];
    const button = element("button", { type: "button", textContent: title });
    button.addEventListener("click", () => this.show(place));
    return element("span", {}, `${row[FIELDS.copy]} copy of `, button);
  }

  write() {
    const look = document.querySelector("input[name=look]:checked").value;
    const pieces = this.pieces?.flatMap((piece) => this.piece(piece, look)) ?? [this.hidden("the text is not in this file: unspun show DIR ID")];
    byId("article-text").replaceChildren(...pieces);
  }

  piece(piece, look) {
    if (typeof piece === "string") return [shownText(piece)];
    if (piece[0] === 0) return [shownText(piece[1]), this.hidden(`… ${piece[3].toLocaleString("en")} unchanged characters …`), shownText(piece[2])];
    const [code, before, after, rules, confidence, cut, unkept] = piece;
    if (look === "after") return [shownText(after)];
    const inner = before.trimEnd();
    const space = cut ? "" : shownText(before.slice(inner.length));
    const gone = [shownText(cut ? before : inner)];
    if (cut) gone.push(this.hidden(`… ${cut.toLocaleString("en")} more characters`));
    if (unkept) gone.push(this.hidden(`${unkept.toLocaleString("en")} characters, not stored`));
    if (look === "before") return [...gone, space];
    if (look === "both" && gone[0] === "" && !cut && !unkept && !after) return [space];
    return [...this.changed(code, gone, after, `${rules.map((rule) => this.articles.index.rules[rule]).join(" + ")} ${confidence.toFixed(2)}`), space];
  }

  /** Mark what went and what came; the white space after it stays unmarked. */
  changed(code, gone, after, why) {
    const className = LOOKS[code];
    const made = [element(code === 3 ? "mark" : "del", { className, title: why }, ...gone)];
    if (after) made.push(element("ins", { className, title: why }, shownText(after)));
    if (code !== 4) made.push(element("sup", {}, shown(why)));
    return made;
  }

  hidden(text) {
    return element("span", { className: "hidden", textContent: ` [${text}] ` });
  }
}

async function listArticles() {
  const articles = new Articles(await unpack(byId("articles-index")));
  const list = new List(articles);
  list.viewer = new Viewer(articles, list);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-filter], a[data-open]");
    if (!link) return;
    if (link.dataset.filter) list.set(link.dataset.filter, link.dataset.value);
    else list.show(articles.places.get(link.dataset.open));
  });
}

async function begin() {
  sortTables();
  try {
    await listArticles();
  } catch (error) {
    byId("articles-table").textContent = `This browser cannot list the articles: ${error.message}`;
    throw error;
  } finally {
    document.documentElement.dataset.ready = "yes";
  }
}

begin();
