// Insert a figure where the cursor last was: without this, the server puts it at the end of the link chosen.
(() => {
  const form = document.querySelector("form.writing");
  if (!form) return;
  const into = form.querySelector("#dans");
  let last = null;
  form.addEventListener("focusin", (event) => {
    if (!event.target.dataset.link) return;
    last = event.target;
    into.value = last.dataset.link;
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=inserer]");
    if (!button || !last || last.dataset.link !== into.value) return;
    event.preventDefault();
    last.setRangeText(`{{${button.value}}}`, last.selectionStart, last.selectionEnd, "end");
    last.focus();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.id !== "mots") return;
    event.preventDefault(); // looks for figures, and saves nothing
    form.querySelector("aside button:not([name])").click();
  });
})();
