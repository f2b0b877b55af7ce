// The page of a deposit: it hands the chosen files to the worker, shows what was read, and posts counts, never a file.
import { review } from "./review.mjs";

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
const WHAT = { "lecture des salariés": "Lecture des salariés", "ouverture des fichiers": "Ouverture des fichiers" };
let worker;
let begun = 0;

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
  progress: ({ what, done, steps }) => progress(`${WHAT[what] ?? what} : ${done} sur ${steps}`, done, steps),
  read: ({ answer, took }) => {
    button.disabled = false;
    status.hidden = true;
    if (answer.error) return complain(answer.error);
    document.documentElement.dataset.read = Math.round(took);
    document.documentElement.dataset.waited = Math.round(performance.now() - begun);
    choice.hidden = true;
    review(shown, answer, { send, again });
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
  worker.postMessage({ type: "read", files, on: dataset.on, siren: dataset.siren, singleAges });
}

function again() {
  shown.replaceChildren();
  choice.hidden = false;
  input.value = "";
  input.focus();
}

async function send(payload) {
  const response = await fetch(dataset.send, {
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
