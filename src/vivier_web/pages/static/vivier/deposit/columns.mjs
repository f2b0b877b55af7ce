// What was understood of the columns of a staff list: a choice for each field, then the count. Examples stay in this page.
const SURE = { sure: ["sûr", ""], likely: ["probable", ""], doubtful: ["à vérifier", "warm"], chosen: ["choisi par vous", ""], none: ["aucune colonne", "warm"] };
const KEPT = "vivier.colonnes"; // titles of columns and names of fields, never a value
const MOST = 20; // lists remembered

function el(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

const plain = (title) => title.replace(/\s+/g, " ").trim();
const named = ({ letter, title }) => `${letter} · ${plain(title) || "sans titre"}`;
const signature = (sheet) => sheet.columns.map(({ title }) => plain(title)).join(" | ");

function memory() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) ?? {};
  } catch {
    return {};
  }
}

function remember(sheets) {
  const all = memory();
  for (const { sheet, columns } of sheets) {
    const titles = Object.fromEntries(sheet.columns.map(({ rank, title }) => [rank, plain(title)]));
    delete all[signature(sheet)];
    all[signature(sheet)] = Object.fromEntries(Object.entries(columns).map(([field, rank]) => [field, titles[rank]]));
  }
  try {
    localStorage.setItem(KEPT, JSON.stringify(Object.fromEntries(Object.entries(all).slice(-MOST))));
  } catch {
    // A browser that keeps nothing asks again: that is all.
  }
}

function tag(state) {
  const [words, tone] = SURE[state];
  return el("span", { className: `tag ${tone}`.trim() }, words);
}

function shownOf(column, guess) {
  if (!column) return guess.is_wanted ? "Sans elle, cette donnée sera comptée « non connue »." : "";
  const found = column.examples[guess.guise] ?? Object.values(column.examples)[0] ?? [];
  if (guess.guise === "never" || "never" in column.examples) return "Jamais montré";
  return found.length ? found.join(" · ") : "Aucune valeur dans les premières lignes";
}

function row(sheet, guess, rank, before) {
  const id = `colonne-${rank}-${guess.field}`;
  const options = sheet.columns.map((column) => el("option", { value: column.rank }, named(column)));
  const select = el("select", { className: "form-select", id, name: guess.field }, el("option", { value: "" }, "Aucune colonne"), ...options);
  const recalled = before && before[guess.field] !== undefined ? sheet.columns.find(({ title }) => plain(title) === before[guess.field]) : undefined;
  const start = before ? recalled?.rank : guess.column;
  select.value = start ?? "";
  const state = el("td", {});
  const said = el("td", { className: "examples", id: `${id}-exemples` });
  select.setAttribute("aria-describedby", said.id);
  const show = () => {
    const column = sheet.columns.find((one) => String(one.rank) === select.value);
    const isGuess = (guess.column ?? "") === (column?.rank ?? "");
    state.replaceChildren(...(column ? [tag(isGuess ? guess.sure : "chosen")] : guess.is_wanted ? [tag("none")] : []));
    said.textContent = shownOf(column, guess);
  };
  select.addEventListener("change", () => { select.setCustomValidity(""); show(); });
  show();
  const label = el("label", { htmlFor: id }, guess.label[0].toUpperCase() + guess.label.slice(1));
  return el("tr", {}, Object.assign(el("th", {}, label), { scope: "row" }), el("td", {}, select), state, said);
}

function table(caption, rows) {
  const heads = ["Ce que nous lisons", "Votre colonne", "Certitude", "Exemples masqués"].map((words) => Object.assign(el("th", {}, words), { scope: "col" }));
  const scroll = el("div", { className: "scroll", tabIndex: 0 }, el("table", { className: "columns" }, el("caption", { className: "unseen" }, caption), el("thead", {}, el("tr", {}, ...heads)), el("tbody", {}, ...rows)));
  scroll.setAttribute("role", "group");
  scroll.setAttribute("aria-label", caption);
  return scroll;
}

function card(sheet, rank) {
  const before = memory()[signature(sheet)];
  const isFirst = (guess) => guess.is_wanted || guess.column !== null || before?.[guess.field] !== undefined;
  const rows = (some) => some.map((guess) => row(sheet, guess, rank, before));
  const others = sheet.guesses.filter((guess) => !isFirst(guess));
  const where = `${sheet.sheet ? `Feuille « ${sheet.sheet} », titres` : "Titres"} à la ligne ${sheet.line}`;
  const said = before ? `${where}. Colonnes reprises de votre dernier choix pour ce tableau.` : where;
  const made = el("article", { className: "card" }, el("h3", {}, sheet.file), el("p", { className: "k" }, said),
    sheet.is_recognised ? null : el("p", { className: "said" }, "Aucun titre n’a été reconnu : désignez au moins l’emploi, la date de naissance, la date d’entrée ou le contrat. Sans choix, ce tableau est laissé de côté."),
    table(`Colonnes de ${sheet.file}`, rows(sheet.guesses.filter(isFirst))),
    el("details", {}, el("summary", {}, "Lire d’autres données"), table(`Autres données de ${sheet.file}`, rows(others))));
  if (sheet.never.length) made.append(el("p", { className: "said mute" }, `Jamais lu, quoi que vous choisissiez : ${sheet.never.map(plain).join(", ")}.`));
  made.sheet = sheet;
  return made;
}

function chosenIn(made) {
  const seen = new Map();
  for (const select of made.querySelectorAll("select")) {
    if (!select.value) continue;
    if (seen.has(select.value)) {
      const words = (one) => made.querySelector(`label[for="${one.id}"]`).textContent.toLowerCase();
      select.closest("details")?.setAttribute("open", "");
      select.setCustomValidity(`Cette colonne donne déjà « ${words(seen.get(select.value))} » : choisissez-en une autre pour l’une des deux.`);
      select.reportValidity();
      return null;
    }
    seen.set(select.value, select);
  }
  return Object.fromEntries([...seen].map(([rank, select]) => [select.name, Number(rank)]));
}

export function ask(place, sheets, { confirm, again }) {
  const cards = sheets.map(card);
  const heading = el("h2", { tabIndex: -1 }, "Voici ce que j’ai compris de vos colonnes");
  const go = el("button", { type: "button", className: "btn btn-go", id: "compter" }, "Compter avec ces colonnes");
  const back = el("button", { type: "button", className: "btn btn-line" }, "Choisir d’autres fichiers");
  go.addEventListener("click", () => {
    const all = cards.map((made) => ({ sheet: made.sheet, columns: chosenIn(made) }));
    if (all.some(({ columns }) => columns === null)) return;
    remember(all.filter(({ columns }) => Object.keys(columns).length));
    confirm(all.map(({ sheet, columns }) => ({ file: sheet.file, sheet: sheet.sheet, line: sheet.line, columns })));
  });
  back.addEventListener("click", again);
  place.replaceChildren(heading, el("p", { className: "said" }, "Vérifiez, corrigez au besoin, puis comptez. Les exemples restent sur cet ordinateur ; les noms y sont réduits à une initiale, les dates à leur mois. Votre choix est retenu par ce navigateur pour la prochaine fois : les titres des colonnes seulement."),
    ...cards, el("p", { className: "buttons" }, go, " ", back));
  heading.focus();
  place.scrollIntoView();
}
