// The keyboard of the review: 1–5 choose, / searches, n passes, u takes the last answer back; may be turned off.
(() => {
  const box = document.querySelector("#raccourcis");
  const press = (selector) => document.querySelector(selector)?.click();
  if (box) {
    box.closest(".shortcuts").hidden = false;
    box.checked = localStorage.getItem("raccourcis") !== "non";
    box.addEventListener("change", () => localStorage.setItem("raccourcis", box.checked ? "oui" : "non"));
  }
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input:not([type=checkbox]), textarea, select");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || (box && !box.checked)) return;
    if (/^[1-5]$/.test(event.key)) press(`.proposal[data-rank="${event.key}"]`);
    else if (event.key === "/") { event.preventDefault(); document.querySelector("#q")?.focus(); }
    else if (event.key === "n") press("#passer");
    else if (event.key === "u") press(".undo");
  });
  // After a search, the first answer is under the finger: Enter takes it.
  document.querySelector(".proposal.found")?.focus();
})();
