// The page: steps by keys, buttons, hover and tap; points that are dragged or moved by keys.
(() => {
  const data = JSON.parse(document.getElementById("figure-data").textContent);
  const svg = document.querySelector("svg.figure");
  const figure = new Figure(svg, data);
  const stage = document.querySelector(".stage");
  const readout = document.querySelector(".readout");
  const notice = document.querySelector(".notice");
  const counter = document.querySelector(".counter");
  const button = name => document.querySelector(`[data-do="${name}"]`);
  const steps = [...document.querySelectorAll("[data-step]")];
  let current = -1, moved = false;
  document.documentElement.classList.add("live");

  // --- steps -----------------------------------------------------------------------------------

  // What stays of the steps before: the lines of the whole figure, and the latest others.
  const KEPT = 8;
  const key = shape => shape.k + " " + [...shape.p].sort().join(" ");
  const whole = new Set(figure.overview.map(key));
  const said = last => {
    const found = new Map();
    for (const shape of figure.steps.slice(0, last + 1).flatMap(step => step.show))
      if (["stroke", "circle", "about"].includes(shape.k) && !shape.d) {
        found.delete(key(shape));
        found.set(key(shape), shape);
      }
    const others = [...found.keys()].filter(k => !whole.has(k)).slice(-KEPT);
    return [...found].filter(([k]) => whole.has(k) || others.includes(k)).map(([, shape]) => shape);
  };
  const render = () => {
    if (current < 0) figure.show({ said: figure.overview });
    else {
      const step = figure.steps[current];
      figure.show({ now: step.show, cited: step.cited, said: said(current - 1) });
    }
    tell();
  };

  const tell = () => {
    const step = figure.steps[current];
    const text = step ? step.measure.map(m => figure.measure(m)).filter(Boolean).join("\u2003") : "";
    readout.replaceChildren(...text.split(/\[([^\]]*)\]/).map((part, i) => {
      if (i % 2 === 0) return part;
      const index = document.createElement("sub");
      index.textContent = part;
      return index;
    }));
  };

  const go = (number, scroll = true) => {
    current = Math.max(-1, Math.min(data.steps.length - 1, number));
    steps.forEach(node => {
      const here = Number(node.dataset.step) === current;
      if (here) node.setAttribute("aria-current", "step");
      else node.removeAttribute("aria-current");
    });
    counter.textContent = current < 0 ? counter.dataset.whole : `${current + 1} / ${data.steps.length}`;
    button("first").disabled = button("back").disabled = current < 0;
    button("last").disabled = button("next").disabled = current === data.steps.length - 1;
    render();
    const node = steps.find(n => Number(n.dataset.step) === current);
    if (node && scroll) node.scrollIntoView({ block: "nearest", behavior: calm() ? "auto" : "smooth" });
  };
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

  const acts = {
    first: () => go(-1), back: () => go(current - 1), next: () => go(current + 1),
    last: () => go(data.steps.length - 1),
    reset: () => { figure.reset(); moved = false; after(); },
  };
  for (const [name, act] of Object.entries(acts)) button(name).addEventListener("click", act);
  const lines = button("lines");
  lines?.addEventListener("click", () => {
    const shown = lines.getAttribute("aria-pressed") !== "true";
    lines.setAttribute("aria-pressed", String(shown));
    document.querySelector("main").classList.toggle("with-lines", shown);
  });

  document.addEventListener("keydown", event => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const target = event.target;
    if (target.closest("input, textarea, select, summary")) return;
    const point = target.closest("g[tabindex]");
    if (point && event.key.startsWith("Arrow")) {
      const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
      const far = event.shiftKey ? 20 : 5, [x, y] = figure.point(point.dataset.point);
      pull(point.dataset.point, [x + far * dx, y + far * dy]);
      figure.fit();
      after();
      event.preventDefault();
      return;
    }
    const act = { ArrowRight: acts.next, ArrowLeft: acts.back, Home: acts.first, End: acts.last,
                  Escape: acts.first, n: acts.next, p: acts.back, r: acts.reset }[event.key];
    if (!act || (point && event.key !== "Escape")) return;
    act();
    event.preventDefault();
  });

  // --- pointing at the text -------------------------------------------------------------------------

  const peek = shapes => figure.show({ now: shapes, said: current < 0 ? figure.overview : said(current) });
  for (const node of steps) {
    const number = Number(node.dataset.step);
    node.addEventListener("click", event => {
      if (!event.target.closest("a, button, summary") && !String(getSelection())) go(number, false);
    });
    node.addEventListener("keydown", event => {
      if (event.target === node && (event.key === "Enter" || event.key === " ")) {
        go(number, false);
        event.preventDefault();
      }
    });
    node.addEventListener("pointerenter", event => {
      if (event.pointerType !== "touch") peek(figure.steps[number].show);
    });
    node.addEventListener("pointerleave", event => { if (event.pointerType !== "touch") render(); });
  }
  const parts = [...document.querySelectorAll("[data-part]")];
  for (const node of parts) {
    const shapes = figure.parts[Number(node.dataset.part)];
    node.addEventListener("pointerenter", event => {
      if (event.pointerType !== "touch") peek(shapes);
    });
    node.addEventListener("pointerleave", event => {
      if (event.pointerType === "touch") return;
      const outer = node.parentElement.closest("[data-part], [data-step]");
      if (!outer) render();
      else if (outer.dataset.part) peek(figure.parts[Number(outer.dataset.part)]);
      else peek(figure.steps[Number(outer.dataset.step)].show);
    });
    node.addEventListener("click", event => {
      if (event.target.closest("[data-part]") !== node || node.closest("a") || String(getSelection())) return;
      const step = node.closest("[data-step]");
      if (step) go(Number(step.dataset.step), false);
      peek(shapes);
      event.stopPropagation();
    });
  }
  for (const link of document.querySelectorAll("a.cite")) {
    const target = document.getElementById(link.hash.slice(1));
    if (!target) continue;
    const number = target.dataset.step;
    const on = () => {
      target.classList.add("lit");
      if (number !== undefined) peek(figure.steps[Number(number)].show);
      else if (target.dataset.part) peek(figure.parts[Number(target.dataset.part)]);
    };
    const off = () => { target.classList.remove("lit"); render(); };
    link.addEventListener("pointerenter", on);
    link.addEventListener("pointerleave", off);
    link.addEventListener("focus", on);
    link.addEventListener("blur", off);
    link.addEventListener("click", event => {
      const fold = target.closest("details");
      if (fold) fold.open = true;
      if (number === undefined) return;
      off();
      go(Number(number));
      event.preventDefault();
    });
  }

  // --- pointing at the figure -----------------------------------------------------------------------

  const after = () => {
    button("reset").disabled = !moved;
    const broken = data.conditions.find(([statement]) => !Motion.holds(statement, figure.at));
    notice.textContent = moved && broken ? `${notice.dataset.outside} ${broken[1]}` : "";
    tell();
  };
  const pull = (id, pixel) => {
    moved = true;
    stage.classList.toggle("stopped", figure.drag(id, pixel));
    after();
  };
  const pixelOf = event => {
    const p = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    return [Math.min(data.width, Math.max(0, p.x)), Math.min(data.height, Math.max(0, data.height - p.y))];
  };
  let held = null, waiting = null;
  const work = () => {
    if (held && waiting) pull(held.id, [waiting[0] + held.off[0], waiting[1] + held.off[1]]);
    waiting = null;
  };
  for (const id of data.motion.free) {
    const group = figure.groups[id];
    group.addEventListener("pointerdown", event => {
      if (event.button) return;
      const [x, y] = pixelOf(event), [px, py] = figure.point(id);
      held = { id, off: [px - x, py - y] };
      group.setPointerCapture(event.pointerId);
      group.classList.add("held");
      event.preventDefault();
    });
    group.addEventListener("pointermove", event => {
      if (!held || held.id !== id) return;
      if (!waiting) requestAnimationFrame(work);
      waiting = pixelOf(event);
    });
    const drop = () => {
      if (!held || held.id !== id) return;
      work();
      held = null;
      group.classList.remove("held");
      stage.classList.remove("stopped");
      figure.fit();
    };
    group.addEventListener("pointerup", drop);
    group.addEventListener("pointercancel", drop);
    group.addEventListener("dblclick", acts.reset);
  }
  // A point lights the sentences that speak of it.
  const speaking = Object.fromEntries(data.points.map(p => [p.id, steps.filter(node =>
    figure.steps[Number(node.dataset.step)].show.some(shape => shape.p.includes(p.id)))]));
  for (const [id, group] of Object.entries(figure.groups)) {
    group.addEventListener("pointerenter", () => speaking[id].forEach(n => n.classList.add("speaks")));
    group.addEventListener("pointerleave", () => speaking[id].forEach(n => n.classList.remove("speaks")));
  }

  // What programs and tests may ask the page to do.
  window.porism = { figure, go, drag: (id, pixel) => { pull(id, pixel); return figure.at; } };
  addEventListener("beforeprint", () => {
    figure.show({ said: figure.overview }); for (const d of document.querySelectorAll("details.printed")) d.open = true;
  });
  addEventListener("afterprint", render);
  go(-1, false);
  after();
  figure.resize();
  new ResizeObserver(() => figure.resize()).observe(svg);
})();
