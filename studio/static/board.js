// The board: a figure drawn with JSXGraph, whose points can be dragged and picked.
// How points follow is in motion.js, which the pages of proofs have too.

import { offsetOf } from "./labels.js";

const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";

const lowered = digits => [...digits].map(d => SUBSCRIPTS[d]).join("");

/** Write a point's name with its number as an index: A1 is A₁. */
export const indexed = label => label.replace(/(?<=\p{L}['_]?)_?(\d+)$/u, (_, digits) => lowered(digits));

/** Write the numbers of all names in a sentence as indices: P_0P_3 ∥ AB1 is P₀P₃ ∥ AB₁. */
export const subscripted = says => says.replace(/(?<=\p{L}['_]?)_?(\d+)/gu, (_, digits) => lowered(digits));

export class Board {
  /** `on.pick(hit)` is called for a click, `on.moved(places)` when a point has been dragged. */
  constructor(id, on) {
    this.on = on;
    this.places = {};
    this.problem = { points: [], clauses: [], goals: [] };
    this.objects = { lines: [], circles: [], goal: { lines: [], circles: [] } };
    this.motion = { steps: [], free: [], order: [] };
    this.points = {};
    this.hints = [];
    this.shown = [];
    this.others = [];
    this.selected = new Set();
    this.lit = new Set();
    this.moving = true;
    JXG.Options.text.fontSize = 16;
    JXG.Options.text.display = "internal";
    this.board = JXG.JSXGraph.initBoard(id, {
      boundingbox: [-6, 5, 6, -5], keepaspectratio: true, axis: false, grid: false,
      showCopyright: false, showNavigation: false, showInfobox: false,
      pan: { enabled: true, needTwoFingers: false, needShift: false },
      zoom: { enabled: true, wheel: true, needShift: false, factorX: 1.12, factorY: 1.12 },
      keyboard: { enabled: true, dx: 8, dy: 8, panCtrl: false, panShift: true }, title: "Figure",
      description: "Points can be moved with the arrow keys, and picked with Enter.",
    });
    this.board.containerObj.removeAttribute("tabindex");
    this.watchClicks();
    new ResizeObserver(() => this.resized()).observe(this.board.containerObj);
  }

  /** The width of what is shown, in the figure's unit. */
  get size() {
    const [left, top, right, bottom] = this.board.getBoundingBox();
    return Math.min(right - left, top - bottom);
  }

  /** Show a figure: the problem with its clauses, the places of its points, lines and circles. */
  show({ problem, places, objects, motion }, fit) {
    this.clearAll(); // before the places go that the old lines look at
    this.problem = problem;
    this.objects = objects;
    this.motion = motion;
    this.places = places;
    this.selected = new Set([...this.selected].filter(p => p in places));
    if (fit || !this.inView()) this.fit();
    this.redraw();
  }

  redraw() {
    const { board } = this;
    board.suspendUpdate();
    this.clearAll();
    this.kinds = this.kindsOfPoints();
    for (const line of this.objects.lines) this.addLine(line, "--line", {});
    for (const circle of this.objects.circles) this.addCircle(circle, "--line", {});
    const dashed = { dash: 2, strokeWidth: 2.4 };
    for (const line of this.objects.goal.lines) this.addLine(line, "--goal", dashed);
    for (const circle of this.objects.goal.circles) this.addCircle(circle, "--goal", dashed);
    for (const { name, label } of this.problem.points) this.addPoint(name, label);
    this.placeLabels();
    board.unsuspendUpdate();
    this.mark();
  }

  clearAll() {
    for (const made of this.others.reverse()) this.board.removeObject(made, false);
    for (const made of Object.values(this.points)) this.board.removeObject(made, false);
    for (const made of this.shown.reverse()) this.board.removeObject(made, false);
    this.shown = [];
    this.others = [];
    this.points = {};
  }

  // --- what is drawn -----------------------------------------------------------------------

  /** Which points are free, which can move on something, and which follow from the others. */
  kindsOfPoints() {
    const kinds = {};
    for (const { new: points, rows, free } of this.motion.steps) {
      for (const p of points) kinds[p] = !free ? "fixed" : rows.length ? "semi" : "free";
    }
    return kinds;
  }

  addPoint(name, label) {
    const kind = this.kinds[name] ?? "fixed";
    const made = this.board.create("point", [...this.places[name]], {
      name: indexed(label), size: kind === "fixed" ? 2.5 : 4, fixed: kind === "fixed" || !this.moving,
      fillColor: css(`--${kind}`), strokeColor: css("--pane"), strokeWidth: 1.5,
      highlightFillColor: css(`--${kind}`), highlightStrokeColor: css("--accent"),
      label: { offset: [12, 12], anchorX: "middle", anchorY: "middle", strokeColor: css("--ink"), highlightStrokeColor: css("--ink"),
        cssStyle: "font-style: italic; font-family: Georgia, 'DejaVu Serif', serif",
        highlightCssStyle: "font-style: italic; font-family: Georgia, 'DejaVu Serif', serif" },
      tabindex: 0, showInfobox: false, layer: 9,
    });
    made.rendNode.setAttribute("aria-label", `Point ${label}`);
    made.rendNode.setAttribute("role", "button");
    made.rendNode.dataset.point = name;
    made.on("drag", () => this.dragged(name, made));
    made.on("up", () => this.dropped());
    this.points[name] = made;
  }

  /** Put the letters where they lie on nothing. */
  placeLabels() {
    const goal = this.objects.goal;
    const lines = [...this.objects.lines, ...goal.lines].map(line => this.ends(line));
    const circles = [...this.objects.circles, ...goal.circles].map(circle => this.round(circle));
    for (const [p, made] of Object.entries(this.points)) {
      const points = Object.entries(this.places).filter(([q]) => q !== p).map(([, at]) => at);
      const unit = this.board.unitX;
      made.label.setAttribute({ offset: offsetOf(this.places[p], { lines, circles, points, unit }) });
    }
  }

  /** The ends of what is drawn of a line: its outermost points. */
  ends(line) {
    const [a, b] = line.map(p => this.places[p]);
    const along = line.map(p => {
      const q = this.places[p];
      return [(q[0] - a[0]) * (b[0] - a[0]) + (q[1] - a[1]) * (b[1] - a[1]), q];
    }).sort((x, y) => x[0] - y[0]);
    return [along[0][1], along[along.length - 1][1]];
  }

  /** Make something that is not a point of the problem; `redraw` removes it again. */
  keep(kind, parents, look) {
    const made = this.board.create(kind, parents, { tabindex: null, ...look });
    this.others.push(made);
    return made;
  }

  addLine(line, colour, more) {
    const unseen = { visible: false, withLabel: false, fixed: true };
    const ends = [0, 1].map(i => this.keep("point",
      [0, 1].map(k => () => this.ends(line)[i][k]), unseen));
    const look = { fixed: true, highlight: false, strokeColor: css(colour), strokeWidth: 1.7 };
    if (colour === "--line") {
      this.keep("line", ends, { ...look, strokeColor: css("--faint"), strokeWidth: 1, layer: 3 });
    }
    this.keep("segment", ends, { ...look, layer: 5, ...more });
  }

  addCircle(circle, colour, more) {
    const part = i => () => this.round(circle)[i];
    const centre = this.keep("point", [part(0), part(1)],
      { visible: false, withLabel: false, fixed: true });
    this.keep("circle", [centre, part(2)], {
      fixed: true, highlight: false, strokeColor: css(colour), strokeWidth: 1.6, fillColor: "none",
      layer: 4, ...more,
    });
  }

  /** Centre and radius of a circle. */
  round({ centre, points }) {
    const [a, b, c] = points.map(p => this.places[p]);
    if (centre) {
      const o = this.places[centre];
      return [o[0], o[1], Math.hypot(a[0] - o[0], a[1] - o[1])];
    }
    const [bx, by, cx, cy] = [b[0] - a[0], b[1] - a[1], c[0] - a[0], c[1] - a[1]];
    const d = 2 * (bx * cy - by * cx) || 1e-12;
    const x = (cy * (bx * bx + by * by) - by * (cx * cx + cy * cy)) / d;
    const y = (bx * (cx * cx + cy * cy) - cx * (bx * bx + by * by)) / d;
    return [a[0] + x, a[1] + y, Math.hypot(x, y)];
  }

  // --- moving ------------------------------------------------------------------------------

  dragged(name, made) {
    const { at } = Motion.drag(this.motion, this.places, name, [made.X(), made.Y()]);
    this.places = { ...this.places, ...at };
    this.replace();
    this.changed = true;
  }

  dropped() {
    if (!this.changed) return;
    this.changed = false;
    this.placeLabels();
    this.on.moved(this.places);
  }

  replace() {
    for (const [p, made] of Object.entries(this.points)) {
      made.setPositionDirectly(JXG.COORDS_BY_USER, this.places[p]);
    }
    this.board.update();
  }

  /** Let points be dragged, or not while a tool is in hand. */
  setMoving(moving) {
    this.moving = moving;
    this.board.containerObj.classList.toggle("drawing", !moving);
    for (const [p, made] of Object.entries(this.points)) {
      made.setAttribute({ fixed: !moving || this.kinds[p] === "fixed" });
    }
  }

  fit() {
    const all = Object.values(this.places);
    const rims = this.objects.circles.map(c => this.round(c)).filter(([, , r]) => r < 40);
    for (const [x, y, r] of rims) all.push([x - r, y - r], [x + r, y + r]);
    if (!all.length) return;
    const xs = all.map(p => p[0]), ys = all.map(p => p[1]);
    const middle = [(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2];
    const half = 0.62 * Math.max(Math.max(...xs) - Math.min(...xs),
      Math.max(...ys) - Math.min(...ys), 1);
    const [x, y] = middle;
    this.board.setBoundingBox([x - half, y + half, x + half, y - half], true);
  }

  /** Whether all points can be seen. */
  inView() { return Object.values(this.places).every(place => this.clear(place) > 0); }

  resized() {
    const { clientWidth, clientHeight } = this.board.containerObj;
    if (clientWidth && clientHeight) this.board.resizeContainer(clientWidth, clientHeight, true);
  }

  /** How far within the board a place is. */
  clear([x, y]) {
    const [left, top, right, bottom] = this.board.getBoundingBox();
    return Math.min(x - left, right - x, top - y, y - bottom);
  }

  /** Show where new points will be. */
  ghosts(places) {
    for (const made of this.hints) this.board.removeObject(made);
    this.hints = places.map(place => this.board.create("point", [...place], {
      name: "", size: 4, fixed: true, fillColor: css("--pick"), strokeColor: css("--accent"),
      highlight: false, tabindex: null, layer: 8,
    }));
  }

  // --- picking -----------------------------------------------------------------------------

  watchClicks() {
    const box = this.board.containerObj;
    let down = null;
    box.addEventListener("pointerdown", event => {
      down = [event.clientX, event.clientY];
    }, true);
    box.addEventListener("pointerup", event => {
      if (!down || Math.hypot(event.clientX - down[0], event.clientY - down[1]) > 6) return;
      this.on.pick(this.hit(event));
    }, true);
    box.addEventListener("keydown", event => {
      const point = event.target.closest?.("[data-point]")?.dataset.point;
      if (point && (event.key === "Enter" || event.key === " ")) {
        event.preventDefault();
        this.on.pick({ point, at: this.places[point], objects: [] });
      }
    });
    box.addEventListener("keyup", () => this.dropped());
  }

  /** Return what is at a pointer: a point, or the lines and circles near it, and where. */
  hit(event) {
    const at = this.board.getUsrCoordsOfMouse(event);
    const reach = (event.pointerType === "touch" ? 20 : 11) / this.board.unitX;
    let point = null, best = reach;
    for (const [p, [x, y]] of Object.entries(this.places)) {
      const far = Math.hypot(x - at[0], y - at[1]);
      if (far < best) [point, best] = [p, far];
    }
    const objects = [];
    for (const line of this.objects.lines) {
      const [[ax, ay], [bx, by]] = this.ends(line);
      const far = Math.abs((bx - ax) * (at[1] - ay) - (by - ay) * (at[0] - ax))
        / (Math.hypot(bx - ax, by - ay) || 1e-9);
      if (far < 0.8 * reach) objects.push({ kind: "line", points: line, far });
    }
    for (const circle of this.objects.circles) {
      const [x, y, r] = this.round(circle);
      const far = Math.abs(Math.hypot(at[0] - x, at[1] - y) - r);
      if (far < 0.8 * reach) objects.push({ kind: "circle", ...circle, far });
    }
    objects.sort((x, y) => x.far - y.far);
    return { point, at, objects };
  }

  // --- marking -----------------------------------------------------------------------------

  /** Mark points as chosen. */
  select(points) {
    this.selected = new Set(points);
    this.mark();
  }

  /** Light up what a statement speaks of: points, and lines and circles where it has some. */
  light(points, objects) {
    this.lit = new Set(points.filter(p => p in this.places));
    for (const made of this.shown.reverse()) this.board.removeObject(made, false);
    const drawn = this.others;
    this.others = [];
    const look = { strokeWidth: 4, dash: 0, strokeOpacity: 0.75 };
    const there = list => list.every(p => p in this.places);
    for (const line of objects?.lines ?? []) if (there(line)) this.addLine(line, "--pick", look);
    for (const circle of objects?.circles ?? []) {
      if (there(circle.points)) this.addCircle(circle, "--pick", look);
    }
    this.shown = this.others;
    this.others = drawn;
    this.mark();
  }

  mark() {
    for (const [p, made] of Object.entries(this.points)) {
      const kind = this.kinds[p] ?? "fixed";
      const chosen = this.selected.has(p), lit = this.lit.has(p);
      made.setAttribute({
        strokeColor: chosen || lit ? css(chosen ? "--accent" : "--pick") : css("--pane"),
        strokeWidth: chosen || lit ? 4 : 1.5,
        size: (kind === "fixed" ? 2.5 : 4) + (chosen || lit ? 1.5 : 0),
      });
      made.rendNode.setAttribute("aria-pressed", String(chosen));
    }
  }
}
