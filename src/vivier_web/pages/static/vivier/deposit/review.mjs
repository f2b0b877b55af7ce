// What a member sees before sending: found, to be sent, to stay, to choose. Only text nodes: a file writes no HTML here.
const NUMBER = new Intl.NumberFormat("fr-FR", { maximumFractionDigits: 1 });

export function el(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

export const number = (value) => NUMBER.format(value);
export const counted = (n, one, many = `${one}s`) => `${number(n)} ${n < 2 ? one : many}`;
const siret = (value) => value.replace(/^(\d{3})(\d{3})(\d{3})(\d{5})$/, "$1\u202f$2\u202f$3\u202f$4");

export function card(title, sub, ...children) {
  return el("article", { className: "card" }, el("h3", {}, title), sub ? el("p", { className: "k" }, sub) : null, ...children);
}

export function wide(made) {
  made.classList.add("whole");
  return made;
}

export function table(caption, heads, rows) {
  const numbers = heads.map((head) => head.startsWith("#"));
  const cell = (value, rank) => {
    const made = el(rank ? "td" : "th", { className: numbers[rank] ? "n" : "" }, value);
    if (!rank) made.scope = "row";
    return made;
  };
  const head = heads.map((words, rank) => el("th", { scope: "col", className: numbers[rank] ? "n" : "" }, words.replace("#", "")));
  const made = el("table", {}, el("caption", { className: "unseen" }, caption), el("thead", {}, el("tr", {}, ...head)),
    el("tbody", {}, ...rows.map((row) => el("tr", {}, ...row.map(cell)))));
  const scroll = el("div", { className: "scroll", tabIndex: 0 }, made);
  scroll.setAttribute("role", "group");
  scroll.setAttribute("aria-label", caption);
  return scroll;
}

function facts({ people, contracts, fte, months }) {
  const fact = (value, label) => el("li", {}, el("b", {}, value), el("span", {}, label));
  return el("ul", { className: "facts" },
    fact(number(people), people < 2 ? "salarié présent" : "salariés présents"),
    fact(number(contracts), contracts < 2 ? "contrat" : "contrats"),
    fact(number(fte), "équivalents temps plein"),
    fact(number(months.length), months.length ? "mois de paie lus" : "mois de paie lu"));
}

function foundCard(found) {
  const rows = [];
  const row = (name, value) => rows.push(el("div", {}, el("dt", {}, name), el("dd", {}, value)));
  for (const file of found.files) row(file.name, file.kind);
  if (found.months.length) row("Mois", found.months.length > 1 ? `${found.months[0]} à ${found.months.at(-1)}` : found.months[0]);
  for (const [site, people] of found.sites) row(site === "inconnu" ? "Établissement non connu" : siret(site), counted(people, "salarié"));
  if (found.months.length > 1) row("Entrées et sorties sur ces mois", `${number(found.joined)} et ${number(found.left)}`);
  if (found.outside) row("Hors effectif (stages, mandats…)", number(found.outside));
  const made = card("Ce qui a été lu", "Fichiers, mois et établissements", el("dl", {}, ...rows));
  if (found.others.length) made.append(el("p", { className: "said" }, `D’autres entreprises figurent dans ces fichiers (SIREN ${found.others.join(", ")}) : elles ne seront pas envoyées.`));
  return made;
}

export function anomalyCard(anomalies) {
  if (!anomalies.length) return card("Rien à corriger", "Aucune anomalie dans ces fichiers");
  const item = ({ file, message, count, lines }) => el("li", {}, message, el("span", { className: "mute" },
    ` (${file}${lines.length ? `, ${lines.length > 1 ? "lignes" : "ligne"} ${lines.join(", ")}${count > lines.length ? "…" : ""}` : ""})`));
  const total = anomalies.reduce((sum, one) => sum + one.count, 0);
  const list = (some) => el("ul", { className: "said" }, ...some.map(item));
  const made = card(counted(total, "point à connaître", "points à connaître"), "Rien n’empêche d’envoyer : chaque ligne dit ce qui a été fait", list(anomalies.slice(0, 5)));
  if (anomalies.length > 5) made.append(el("details", {}, el("summary", {}, "Voir la suite"), list(anomalies.slice(5))));
  return made;
}

function sentCard({ found, table: cells }) {
  const rows = cells.map((row) => row.map((value, rank) => (rank === 4 ? number(value) : value)));
  const text = `${counted(found.cells, "case")}, comme dans le tableau : combien de salariés ont le même métier, la même tranche d’âge, le même sexe et la même sorte de contrat. S’y ajoutent les mêmes comptes par établissement, les entrées et les sorties des mois lus, et le nombre d’anomalies.`;
  return wide(card(`Ce qui sera envoyé : ${counted(found.cells, "case")}`, "Des comptes, et rien d’autre", el("p", {}, text),
    el("details", {}, el("summary", {}, "Voir les cases une à une"), table("Les cases qui seront envoyées", ["Métier", "Âge", "Sexe", "Contrat", "#Salariés"], rows))));
}

function smallNote({ found }) {
  if (!found.alone) return null;
  return el("div", { className: "note" }, el("p", {}, el("b", {}, `${counted(found.alone, "case ne compte", "cases ne comptent")} qu’une personne : `),
    "ce sont donc des données personnelles, et elles sont traitées comme telles. Vous et le calcul les voyez, personne d’autre : l’équipe du pôle ne lit que des sommes sur au moins trois entreprises et cinq salariés. Elles sont effacées un an après la clôture de la collecte."));
}

function stayCard() {
  const items = ["les noms et les prénoms", "les numéros de sécurité sociale et les matricules", "les dates de naissance et les adresses", "les salaires, les primes et les absences", "les fichiers eux-mêmes"];
  return card("Ce qui ne quitte pas cet ordinateur", "La page qui lit vos fichiers n’a pas le droit d’envoyer quoi que ce soit", el("ul", {}, ...items.map((words) => el("li", {}, words))));
}

function reason({ is_rare: isRare, is_named: isNamed, count }) {
  if (isNamed) return "contient un nom lu dans vos fichiers";
  return isRare ? (count < 2 ? "porté par une seule personne" : "porté par deux personnes") : "";
}

function titlesCard(titles) {
  if (!titles.length) return wide(card("Aucun intitulé de poste", "Vos fichiers n’en contiennent pas, ou aucun qui puisse être montré"));
  const boxes = titles.map((offer, rank) => {
    const box = el("input", { type: "checkbox", className: "form-check-input", id: `titre-${rank}`, checked: !(offer.is_rare || offer.is_named) });
    return { offer, box };
  });
  const rows = boxes.map(({ offer, box }, rank) => [
    el("span", { className: "form-check" }, box, " ", el("label", { className: "form-check-label", htmlFor: `titre-${rank}` }, offer.title)),
    offer.pcs === "inconnu" ? "sans code" : offer.pcs, number(offer.count), reason(offer)]);
  const made = wide(card("Intitulés de poste : vous choisissez", "Un intitulé coché part avec son code et son nombre de salariés, pour être rattaché à un métier. Ceux que portent une ou deux personnes, ou qui contiennent un nom, restent ici sauf si vous les cochez.",
    table("Les intitulés de poste, cochés s’ils partent", ["Intitulé", "PCS", "#Salariés", "Pourquoi il reste"], rows)));
  made.chosen = () => boxes.filter(({ box }) => box.checked).map(({ offer: { title, pcs, count } }) => ({ title, pcs, count }));
  return made;
}

export function review(place, answer, { send, again, columns }) {
  const { found } = answer;
  const titles = titlesCard(answer.titles);
  const heading = el("h2", { tabIndex: -1 }, `${counted(found.people, "salarié lu", "salariés lus")} au ${new Date(`${found.on}T12:00`).toLocaleDateString("fr-FR", { dateStyle: "long" })}`);
  const go = el("button", { type: "button", className: "btn btn-go", id: "envoyer" }, "Envoyer les effectifs");
  const back = el("button", { type: "button", className: "btn btn-line" }, "Choisir d’autres fichiers");
  const trouble = el("div", { className: "note error", hidden: true }, el("p"));
  trouble.setAttribute("role", "alert");
  go.addEventListener("click", async () => {
    go.disabled = true;
    go.textContent = "Envoi…";
    const sentence = await send({ company: answer.company, titles: titles.chosen?.() ?? [], single_ages: answer.single_ages });
    if (!sentence) return;
    trouble.hidden = false;
    trouble.firstChild.textContent = sentence;
    go.disabled = false;
    go.textContent = "Envoyer les effectifs";
  });
  back.addEventListener("click", again);
  const look = columns ? el("button", { type: "button", className: "btn btn-line", id: "revoir" }, "Revoir les colonnes") : null;
  look?.addEventListener("click", columns);
  place.replaceChildren(heading, facts(found), smallNote(answer) ?? "",
    el("div", { className: "two" }, foundCard(found), anomalyCard(answer.anomalies), sentCard(answer), titles, stayCard(),
      card("Prêt à envoyer", "Vous pourrez envoyer de nouveau tant que la collecte est ouverte : le dernier envoi remplace le précédent", trouble, el("p", { className: "buttons" }, ...[go, " ", look, look ? " " : null, back].filter(Boolean)))));
  heading.focus();
  place.scrollIntoView();
}

// Whatever was read: what was chosen is forgotten, and the files are asked again.
export function again({ shown, choice, button, input }) {
  shown.replaceChildren();
  button.disabled = false;
  choice.hidden = false;
  input.value = "";
  input.focus();
}

// Post what was shown, and go where the server says; otherwise the sentence to show.
export async function send(form, payload) {
  const response = await fetch(form.dataset.send, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value },
    body: JSON.stringify(payload),
  });
  const answer = await response.json().catch(() => ({}));
  if (response.ok && answer.next) {
    location.assign(answer.next);
    return "";
  }
  return answer.error ?? "L’envoi n’a pas abouti : rien n’a été enregistré ; recommencez dans un instant.";
}
