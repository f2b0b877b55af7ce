// A passkey that does not answer is told in French, in the page, rather than in the console.
document.addEventListener("allauth.error", (event) => {
  const said = document.getElementById("sans-cle");
  if (said) { said.hidden = false; event.preventDefault(); }
});
