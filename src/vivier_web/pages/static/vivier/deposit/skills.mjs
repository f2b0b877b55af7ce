// The page of polyvalence matrices: files go to the worker, skills and counts are shown, and counts alone are posted.
import { again, anomalyCard, card, counted, el, number, send, table, wide } from "./review.mjs";

const form = document.querySelector("#matrices");
const { dataset } = form;
const input = form.querySelector("input[type=file]");
const button = form.querySelector("#lire");
const status = document.querySelector("#avancement");
const trouble = document.querySelector("#ennui");
const choice = document.querySelector("#choix");
const shown = document.querySelector("#relecture");
const LEVELS = ["0", "1", "2", "3", "4"];
let worker;

function complain(sentence) {
  trouble.hidden = !sentence;
  trouble.querySelector("p").textContent = sentence;
  if (!sentence) return;
  status.hidden = true;
  button.disabled = false;
  trouble.focus();
}

function progress(sentence, done, steps) {
  const bar = status.querySelector("progress");
  status.hidden = false;
  status.querySelector("p").textContent = sentence;
  if (steps) Object.assign(bar, { max: steps, value: done });
  else bar.removeAttribute("value");
}

function readElsewhere() {
  for (const one of form.querySelectorAll(".here")) one.hidden = true;
  for (const one of form.querySelectorAll(".elsewhere")) one.hidden = false;
  status.hidden = true;
}

function skillsCard({ company, words }) {
  const rows = company.skills.map((one, rank) => {
    const box = el("input", { type: "checkbox", className: "form-check-input", id: `competence-${rank}`, checked: true });
    const by = Object.fromEntries(one.levels);
    const name = el("span", { className: "form-check" }, box, " ", el("label", { className: "form-check-label", htmlFor: box.id }, one.skill));
    const cells = LEVELS.map((level) => (by[level] ? number(by[level]) : "–"));
    return { one, box, row: [name, ...cells, one.required === null ? "non dit" : number(one.required)] };
  });
  const heads = ["Compétence", ...LEVELS.map((level) => `#${level}`), "#Requis"];
  const scale = LEVELS.map((level) => `${level} ${words[level]}`).join(", ");
  const made = wide(card(`Ce qui sera envoyé : ${counted(rows.length, "compétence")}`,
    `Combien de personnes à chaque niveau (${scale}). Décochez une compétence pour qu’elle reste ici.`,
    table("Les compétences, cochées si elles partent", heads, rows.map(({ row }) => row))));
  made.chosen = () => rows.filter(({ box }) => box.checked).map(({ one }) => one);
  return made;
}

function stayingCard(staying) {
  const items = ["les noms, les prénoms et les matricules", "le niveau de chaque personne", "les fichiers eux-mêmes"].map((words) => el("li", {}, words));
  const made = card("Ce qui ne quitte pas cet ordinateur", "La page qui lit vos fichiers n’a pas le droit d’envoyer quoi que ce soit", el("ul", {}, ...items));
  if (staying.length) {
    made.append(el("h4", { className: "h4" }, `${counted(staying.length, "compétence reste aussi", "compétences restent aussi")}`),
      el("ul", { className: "said" }, ...staying.map(({ skill, why }) => el("li", {}, skill, el("span", { className: "mute" }, ` (${why})`)))),
      el("p", { className: "said" }, "S’il ne s’agit pas d’un nom, renommez la colonne dans votre fichier, puis recommencez."));
  }
  return made;
}

function foundCard({ found }) {
  const rows = found.files.map(({ name, kind }) => el("div", {}, el("dt", {}, name), el("dd", {}, kind)));
  return card("Ce qui a été lu", counted(found.people, "personne évaluée", "personnes évaluées"), el("dl", {}, ...rows));
}

function review(answer) {
  const skills = skillsCard(answer);
  const heading = el("h2", { tabIndex: -1 }, `${counted(answer.company.skills.length, "compétence lue", "compétences lues")} chez ${counted(answer.found.people, "personne")}`);
  const go = el("button", { type: "button", className: "btn btn-go", id: "envoyer" }, "Envoyer les compétences");
  const back = el("button", { type: "button", className: "btn btn-line" }, "Choisir d’autres fichiers");
  const wrong = el("div", { className: "note error", hidden: true }, el("p"));
  wrong.setAttribute("role", "alert");
  go.addEventListener("click", async () => {
    go.disabled = true;
    const sentence = await send(form, { ...answer.company, skills: skills.chosen() });
    if (!sentence) return;
    wrong.hidden = false;
    wrong.firstChild.textContent = sentence;
    go.disabled = false;
  });
  back.addEventListener("click", () => again({ shown, choice, button, input }));
  choice.hidden = true;
  shown.replaceChildren(heading, el("div", { className: "two" }, skills, stayingCard(answer.staying), foundCard(answer), anomalyCard(answer.anomalies),
    card("Prêt à envoyer", "Le dernier envoi remplace le précédent, tant que la collecte est ouverte", wrong, el("p", { className: "buttons" }, go, " ", back))));
  heading.focus();
  shown.scrollIntoView();
}

const told = {
  ready: () => { document.documentElement.dataset.started = "oui"; },
  progress: ({ done, steps }) => progress(`Lecture : ${done} sur ${steps}`, done, steps),
  read: ({ answer }) => {
    button.disabled = false;
    status.hidden = true;
    if (answer.error) complain(answer.error);
    else review(answer);
  },
  failed: ({ starting }) => {
    if (starting) return readElsewhere();
    complain("La lecture s’est arrêtée : rien n’a été envoyé. Vérifiez que vos fichiers sont des matrices de polyvalence, puis recommencez.");
  },
};

function read(event) {
  if (!worker) return;
  event.preventDefault();
  const files = [...input.files];
  if (!files.length) return complain("Choisissez d’abord un ou plusieurs fichiers.");
  complain("");
  button.disabled = true;
  progress("Lecture sur votre ordinateur…", 0, 0);
  worker.postMessage({ type: "skills", files, on: dataset.on, siren: dataset.siren });
}

if (typeof WebAssembly === "object" && typeof Worker === "function") {
  for (const one of form.querySelectorAll(".here")) one.hidden = false;
  for (const one of form.querySelectorAll(".elsewhere")) one.hidden = true;
  form.addEventListener("submit", read);
  worker = new Worker(dataset.worker, { type: "module" });
  worker.addEventListener("message", ({ data }) => told[data.type](data));
  worker.addEventListener("error", readElsewhere);
  const at = (path) => new URL(path, location.origin).href;
  worker.postMessage({ type: "start", base: at(dataset.python), archive: at(dataset.archive) });
}
