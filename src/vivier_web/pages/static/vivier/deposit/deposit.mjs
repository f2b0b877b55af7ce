// The page of a deposit: it hands the chosen files to the worker, shows what was read, and posts counts, never a file.
import { ask } from "./columns.mjs";
import { again as chooseAgain, review, send } from "./review.mjs";

const form = document.querySelector("#depot");
const { dataset } = form;
const input = form.querySelector("input[type=file]");
const button = form.querySelector("#lire");
const status = document.querySelector("#avancement");
const bar = status.querySelector("progress");
const words = status.querySelector("p");
const trouble = document.querySelector("#ennui");
const choice = document.querySelector("#choix");
const shown = document.querySelector("#relecture");
const columns = document.querySelector("#colonnes");
const WHAT = { "lecture des salariés": "Lecture des salariés", "ouverture des fichiers": "Ouverture des fichiers" };
let worker;
let begun = 0;
let asked = {}; // of the reading under way: files, day, company, ages

function complain(sentence) {
  trouble.hidden = !sentence;
  trouble.querySelector("p").textContent = sentence;
  if (sentence) {
    status.hidden = true;
    button.disabled = false;
    trouble.focus();
  }
}

function progress(sentence, done, steps) {
  (choice.hidden ? columns : form).append(status);
  status.hidden = false;
  words.textContent = sentence;
  if (steps) {
    bar.max = steps;
    bar.value = done;
  } else {
    bar.removeAttribute("value");
  }
}

function readElsewhere() {
  for (const one of form.querySelectorAll(".here")) one.hidden = true;
  for (const one of form.querySelectorAll(".elsewhere")) one.hidden = false;
  status.hidden = true;
}

const told = {
  ready: ({ took }) => { document.documentElement.dataset.started = Math.round(took); },
  columns: ({ sheets }) => {
    if (!sheets.length) return count([]);
    status.hidden = true;
    choice.hidden = true;
    ask(columns, sheets, { confirm: count, again });
  },
  progress: ({ what, done, steps }) => progress(`${WHAT[what] ?? what} : ${done} sur ${steps}`, done, steps),
  read: ({ answer, took }) => {
    button.disabled = false;
    status.hidden = true;
    if (answer.error) return complain(answer.error);
    document.documentElement.dataset.read = Math.round(took);
    document.documentElement.dataset.waited = Math.round(performance.now() - begun);
    choice.hidden = true;
    columns.hidden = true;
    review(shown, answer, { send: (payload) => send(form, payload), again, columns: columns.firstChild ? lookAgain : null });
  },
  failed: ({ starting }) => {
    if (starting) return readElsewhere();
    complain("La lecture s’est arrêtée : rien n’a été envoyé. Vérifiez que vos fichiers sont ceux de votre logiciel de paie, puis recommencez.");
  },
};

function start() {
  worker = new Worker(dataset.worker, { type: "module" });
  worker.addEventListener("message", ({ data }) => told[data.type](data));
  worker.addEventListener("error", readElsewhere);
  const at = (path) => new URL(path, location.origin).href;
  worker.postMessage({ type: "start", base: at(dataset.python), archive: at(dataset.archive) });
}

function read(event) {
  if (!worker) return;
  event.preventDefault();
  const files = [...input.files];
  if (!files.length) return complain("Choisissez d’abord un ou plusieurs fichiers.");
  complain("");
  shown.replaceChildren();
  button.disabled = true;
  begun = performance.now();
  progress("Démarrage de la lecture sur votre ordinateur…", 0, 0);
  const singleAges = form.querySelector("[name=single_ages]").checked;
  asked = { files, on: dataset.on, siren: dataset.siren, singleAges };
  worker.postMessage({ type: "look", ...asked });
}

function count(chosen) {
  complain("");
  progress("Lecture des fichiers…", 0, 0);
  worker.postMessage({ type: "read", columns: chosen, ...asked });
}

function lookAgain() {
  shown.replaceChildren();
  columns.hidden = false;
  columns.querySelector("h2").focus();
}

function again() {
  form.append(status);
  columns.replaceChildren();
  columns.hidden = false;
  chooseAgain({ shown, choice, button, input });
}

function drop(zone) {
  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => { event.preventDefault(); zone.classList.add("over"); });
  }
  for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    input.files = event.dataTransfer.files;
  });
}

if (typeof WebAssembly === "object" && typeof Worker === "function") {
  for (const one of form.querySelectorAll(".here")) one.hidden = false;
  for (const one of form.querySelectorAll(".elsewhere")) one.hidden = true;
  form.addEventListener("submit", read);
  drop(form.querySelector(".drop"));
  start();
}
