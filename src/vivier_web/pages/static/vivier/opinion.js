// Keeps the draft of an opinion on this device until it is sent, so that nothing is lost without a network.
"use strict";
(() => {
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const { draft: key, given } = form.dataset;
  const state = form.querySelector("[data-draft-state]");
  const left = ["csrfmiddlewaretoken", "content"];
  const say = (words) => { if (state) state.textContent = words; };

  const read = () => Object.fromEntries([...new FormData(form)].filter(([name]) => !left.includes(name)));

  const fill = (said) => {
    for (const field of form.elements) {
      if (!(field.name in said)) continue;
      if (field.type === "radio") field.checked = field.value === said[field.name];
      else field.value = said[field.name];
    }
  };

  let kept = null;
  try { kept = JSON.parse(localStorage.getItem(key) || "null"); } catch { kept = null; }
  if (kept && kept.given !== given) { // an opinion was sent since: this draft is over
    localStorage.removeItem(key);
  } else if (kept && !form.querySelector(".note.error")) { // what the server refused is shown as it was sent
    fill(kept.said);
    say("Brouillon repris de cet appareil ; rien n’est encore envoyé.");
  }

  form.addEventListener("input", () => {
    try {
      localStorage.setItem(key, JSON.stringify({ given, said: read() }));
      say(navigator.onLine ? "Brouillon gardé sur cet appareil." : "Hors connexion : brouillon gardé sur cet appareil.");
    } catch { say("Cet appareil ne garde pas de brouillon : envoyez avant de fermer la page."); }
  });
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    say("Pas de connexion : votre brouillon est gardé ici, envoyez-le dès qu’elle revient.");
  });
})();
