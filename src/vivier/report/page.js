// The charts that the server drew answer the pointer, the finger and the keyboard.
// Without this script nothing is lost: each mark keeps its native title, and the table is beside.
(() => {
  "use strict";
  const REACH = 24, PHONE = 760, LINGER = 250; // px around a pointer; px of a narrow screen; ms to reach what is said
  const made = (name, of = {}, ...children) => {
    const one = Object.assign(document.createElement(name), of);
    one.append(...children);
    return one;
  };
  const box = (mark) => mark.getBoundingClientRect();

  // What says what a mark holds: one for each drawing, after it, so that Tab goes from the mark to its link.
  const bubble = (holder) => {
    const said = made("div", { className: "bubble", hidden: true });
    if (holder.matches("figure")) holder.append(said);
    else holder.after(said);
    return said;
  };

  // Where the figures of a drawing come from: the fold of its card, else the part of the page that tells sources.
  const origin = (holder) => {
    const fold = holder.closest(".card")?.querySelector("details.whence");
    return fold ?? document.querySelector("#sources, #suites");
  };
  const explain = (holder) => {
    const place = origin(holder);
    const fold = place.matches("details") ? place : place.querySelector("details");
    if (fold) fold.open = true;
    const to = fold?.querySelector("summary") ?? place;
    if (to === place) place.tabIndex = -1;
    to.focus({ preventScroll: true });
    place.scrollIntoView({ block: "nearest" });
  };

  const place = (said, svg, mark, holder) => {
    const isDocked = window.innerWidth <= PHONE; // at the foot of the screen, where no finger hides it
    said.classList.toggle("docked", isDocked);
    if (isDocked) {
      said.style.left = said.style.top = "";
      return;
    }
    const all = box(holder), drawn = box(svg), at = box(mark), ground = box(said.offsetParent);
    const { offsetWidth: width, offsetHeight: height } = said;
    const isBeside = at.height > drawn.height / 2; // a whole column: beside it rather than over it
    const right = at.right + 8, middle = at.left + at.width / 2 - width / 2;
    const wanted = isBeside ? (right + width < all.right ? right : at.left - width - 8) : middle;
    const above = at.top - height - 8;
    const top = isBeside ? at.top : above > drawn.top - 40 ? above : at.bottom + 8;
    said.style.left = `${Math.max(Math.min(wanted, all.right - width), all.left) - ground.left}px`;
    said.style.top = `${top - ground.top}px`;
  };

  const alive = (svg) => {
    const marks = [...svg.querySelectorAll(".hit")];
    if (!marks.length) return;
    const holder = svg.closest(".chart, figure"), said = bubble(holder);
    const isWithin = (one) => holder.contains(one) || said.contains(one);
    const words = new Map();
    let shown = null, leaving = 0;

    const hide = () => {
      shown?.classList.remove("on");
      shown = null;
      said.hidden = true;
    };
    const show = (mark) => {
      clearTimeout(leaving);
      if (shown === mark && !said.hidden) return;
      hide();
      shown = mark;
      mark.classList.add("on");
      const [heading, ...lines] = words.get(mark);
      said.replaceChildren(made("b", { textContent: heading }), ...lines.map((line) => made("span", { textContent: line })));
      if (holder.dataset.source) said.append(made("small", { textContent: holder.dataset.source }));
      if (origin(holder)) {
        const why = made("button", { type: "button", textContent: "D’où vient ce chiffre ?" });
        why.addEventListener("click", () => { hide(); explain(holder); });
        said.append(why);
      }
      said.hidden = false;
      place(said, svg, mark, holder);
    };
    const leave = () => {
      clearTimeout(leaving);
      leaving = setTimeout(() => { if (!isWithin(document.activeElement)) hide(); }, LINGER);
    };
    const nearest = ({ clientX: x, clientY: y }) => {
      const far = marks.map((mark) => {
        const { left, right, top, bottom } = box(mark);
        const out = Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
        return { mark, out, middle: Math.hypot((left + right) / 2 - x, (top + bottom) / 2 - y) };
      });
      far.sort((one, two) => one.out - two.out || one.middle - two.middle);
      return far[0].out <= REACH ? far[0].mark : null;
    };

    // From a picture to a group of marks, each with its words: no mark is told twice, none is told by colour.
    svg.setAttribute("aria-label", svg.querySelector("title").textContent);
    svg.removeAttribute("aria-labelledby");
    svg.setAttribute("aria-describedby", svg.querySelector("desc").id);
    svg.querySelector("title").remove();
    svg.setAttribute("role", "group");
    marks.forEach((mark, rank) => {
      const title = mark.querySelector("title");
      words.set(mark, title.textContent.split("\n"));
      title.remove();
      mark.setAttribute("role", "img");
      mark.setAttribute("aria-label", words.get(mark).join(", "));
      mark.setAttribute("tabindex", rank ? "-1" : "0");
      mark.addEventListener("focus", () => {
        marks.forEach((other) => other.setAttribute("tabindex", other === mark ? "0" : "-1"));
        show(mark);
      });
    });

    const step = (key) => {
      const order = marks.map((mark) => ({ mark, ...box(mark).toJSON() }));
      order.sort((one, two) => Math.round(one.left - two.left) || one.top - two.top);
      const here = order.findIndex(({ mark }) => mark === document.activeElement);
      const to = { ArrowRight: here + 1, ArrowDown: here + 1, ArrowLeft: here - 1, ArrowUp: here - 1, Home: 0, End: order.length - 1 }[key];
      return to === undefined ? null : order[Math.min(Math.max(to, 0), order.length - 1)].mark;
    };
    svg.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !marks.includes(document.activeElement)) return;
      const to = step(event.key);
      if (to) { event.preventDefault(); to.focus(); }
      else if (event.key === "Enter" && origin(holder)) { event.preventDefault(); hide(); explain(holder); }
    });
    for (const one of [svg, said]) {
      one.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
      one.addEventListener("focusout", leave);
    }
    svg.addEventListener("pointermove", (event) => {
      if (event.pointerType === "touch") return;
      const mark = nearest(event);
      if (mark) show(mark); else leave();
    });
    svg.addEventListener("click", (event) => {
      if (event.target.closest(".switch")) return;
      const mark = nearest(event);
      if (mark) show(mark); else hide();
    });
    svg.addEventListener("pointerleave", (event) => { if (event.pointerType !== "touch") leave(); });
    said.addEventListener("pointerenter", () => clearTimeout(leaving));
    said.addEventListener("pointerleave", leave);
    document.addEventListener("pointerdown", (event) => { if (!isWithin(event.target)) hide(); });
    window.addEventListener("resize", hide);  // it was placed for another width
  };

  // The words that name a series hide it and show it again; what stood on it comes down in its place.
  const switches = (svg) => {
    const names = [...svg.querySelectorAll(".switch")], off = new Set();
    const bars = [...svg.querySelectorAll("[data-serie]")];
    const drop = (bar) => {
      const { x, y } = bar.getBBox(), axis = bar.dataset.stack;
      const under = bars.filter((one) => one !== bar && one.dataset.stack && off.has(one.dataset.serie)
        && Number(one.dataset.serie) < Number(bar.dataset.serie)
        && Math.abs(axis === "y" ? one.getBBox().x - x : one.getBBox().y - y) < 1);
      const by = under.reduce((sum, one) => sum + (axis === "y" ? one.getBBox().height : one.getBBox().width), 0);
      bar.style.transform = by ? (axis === "y" ? `translateY(${by}px)` : `translateX(${-by}px)`) : "";
    };
    const turn = (name) => {
      if (!off.delete(name.dataset.hides)) off.add(name.dataset.hides);
      if (off.size === names.length) off.clear();
      bars.forEach((bar) => {
        bar.classList.toggle("off", bar.dataset.serie === "total" ? off.size > 0 : off.has(bar.dataset.serie));
        if (bar.dataset.stack) drop(bar);
      });
      names.forEach((one) => one.setAttribute("aria-pressed", String(!off.has(one.dataset.hides))));
    };
    names.forEach((name) => {
      name.setAttribute("role", "button");
      name.setAttribute("tabindex", "0");
      name.setAttribute("aria-label", `${name.dataset.words}, montrer`);
      name.setAttribute("aria-pressed", "true");
      name.addEventListener("click", () => turn(name));
      name.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === " ") { event.preventDefault(); turn(name); }
      });
    });
  };

  document.querySelectorAll(".chart svg, .multiples svg").forEach((svg) => { alive(svg); switches(svg); });
})();
