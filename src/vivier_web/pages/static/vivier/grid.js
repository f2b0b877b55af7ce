// Totals as one types, arrows between cells, a block pasted from a spreadsheet; the server adds up by itself.
(() => {
  const table = document.querySelector(".grid-of-costs");
  if (!table || !table.querySelector("input")) return;
  const rows = [...table.querySelectorAll("tbody tr:not(.block)")];
  const cellsOf = (row) => [...row.querySelectorAll("td:not([data-sum])")];
  const inputOf = (cell) => (cell ? cell.querySelector("input") : null);
  const cents = (text) => {
    const plain = text.replace(/[\s\u202f\u00a0€]/g, "").replace(",", ".");
    return /^\d+(\.\d{1,2})?$/.test(plain) ? Math.round(Number(plain) * 100) : 0;
  };
  const euros = (amount) => {
    const rest = amount % 100;
    const whole = String((amount - rest) / 100).replace(/\B(?=(\d{3})+$)/g, "\u202f");
    return `${whole}${rest ? `,${String(rest).padStart(2, "0")}` : ""}\u00a0€`;
  };
  const closed = rows.some((row) => cellsOf(row).some((cell) => !inputOf(cell)));
  const amount = (cell) => cents((inputOf(cell) || { value: "" }).value);
  const add = () => {
    if (closed) return; // columns one may not read are in the server's totals alone
    const whole = [...table.querySelectorAll("[data-sum=column]")];
    const sums = whole.map(() => 0);
    for (const row of rows) {
      const amounts = cellsOf(row).map(amount);
      amounts.forEach((each, rank) => { sums[rank] += each; });
      row.querySelector("[data-sum=row]").textContent = euros(amounts.reduce((a, b) => a + b, 0));
    }
    whole.forEach((cell, rank) => { cell.textContent = euros(sums[rank]); });
    table.querySelector("[data-sum=whole]").textContent = euros(sums.reduce((a, b) => a + b, 0));
  };
  const placeOf = (input) => {
    const row = rows.findIndex((each) => each.contains(input));
    return [row, cellsOf(rows[row]).findIndex((cell) => cell.contains(input))];
  };
  const move = (input, down, right) => {
    let [row, column] = placeOf(input);
    while ((row += down) >= 0 && (column += right) >= 0 && row < rows.length) {
      const found = inputOf(cellsOf(rows[row])[column]);
      if (found) { found.focus(); found.select(); return true; }
      if (right && column >= cellsOf(rows[row]).length) return false;
    }
    return false;
  };
  table.addEventListener("input", add);
  table.addEventListener("keydown", (event) => {
    const input = event.target;
    if (input.tagName !== "INPUT" || event.altKey || event.ctrlKey || event.metaKey) return;
    const atStart = input.selectionStart === 0 && input.selectionEnd === 0;
    const atEnd = input.selectionStart === input.value.length;
    const steps = { ArrowDown: [1, 0], ArrowUp: [-1, 0], Enter: [event.shiftKey ? -1 : 1, 0] };
    if (event.key === "ArrowLeft" && atStart) steps.ArrowLeft = [0, -1];
    if (event.key === "ArrowRight" && atEnd) steps.ArrowRight = [0, 1];
    const step = steps[event.key];
    if (step && (move(input, ...step) || event.key === "Enter")) event.preventDefault();
  });
  table.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text").replace(/\r?\n$/, "");
    if (event.target.tagName !== "INPUT" || !/[\t\n]/.test(text)) return;
    event.preventDefault();
    const [top, left] = placeOf(event.target);
    text.split(/\r?\n/).forEach((line, down) => line.split("\t").forEach((word, right) => {
      const row = rows[top + down];
      const input = row && inputOf(cellsOf(row)[left + right]);
      if (input) input.value = word.trim();
    }));
    add();
  });
})();
