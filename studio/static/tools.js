// The drawing tools. Each collects what is picked on the board and then adds clauses to the
// statement: the text is what is drawn, and the drawing nothing but the text.
import { addingClauses, addingComment, clauseSpans, freshNames, withoutClauses }
  from "./statement.js";

const sub = (p, q) => [p[0] - q[0], p[1] - q[1]];
const plus = (p, u, t = 1) => [p[0] + t * u[0], p[1] + t * u[1]];
const unit = u => { const n = Math.hypot(...u) || 1; return [u[0] / n, u[1] / n]; };
const turned = u => [-u[1], u[0]];
const middle = (p, q) => [(p[0] + q[0]) / 2, (p[1] + q[1]) / 2];

const WANTED = { point: "a point", line: "a line", circle: "a circle",
  object: "a line or a circle", mirror: "a line or a point" };

/** In the order of the toolbar: what is picked, and what is made of it with `pen`. */
const TOOLS = [
  { id: "move", label: "Move", picture: "M5 4l14 8-6.5 1.6L9 20z",
    hint: "Drag red and violet points. Click points to select them." },
  { id: "point", label: "Point", picture: "M12 12m-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0",
    wants: ["point"], make: () => {} },
  { id: "line", label: "Line", picture: "M3 20L21 4", wants: ["point", "point"],
    make: (pen, [a, b]) => pen.drawn("line", a, b) },
  { id: "triangle", label: "Triangle", picture: "M12 4L3 20h18z",
    wants: ["point", "point", "point"], make: (pen, corners) => pen.triangle(corners) },
  { id: "circle", label: "Circle", wants: ["point", "point"], asks: ["its centre", "a point of it"],
    picture: "M12 12m-9 0a9 9 0 1 0 18 0a9 9 0 1 0-18 0M12 12h.1",
    make: (pen, [o, a]) => pen.drawn("circle", o, a) },
  { id: "circle3", label: "Circle by three", wants: ["point", "point", "point"],
    picture: "M12 12m-9 0a9 9 0 1 0 18 0a9 9 0 1 0-18 0M12 3h.1M4.5 17h.1M19.5 17h.1",
    make: (pen, three) => pen.drawn("circle", ...three) },
  { id: "meet", label: "Intersection", picture: "M4 4l16 16M20 4L4 20",
    wants: ["object", "object"], make: (pen, [one, two], at) => pen.meet(one, two, at) },
  { id: "midpoint", label: "Midpoint", picture: "M3 17L21 7M12 12m-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0",
    wants: ["point", "point"],
    make: (pen, [a, b]) => pen.add("m", `midpoint ${a} ${b}`, middle(pen.at(a), pen.at(b))) },
  { id: "foot", label: "Foot", picture: "M3 19h18M12 19V5M12 15h4v4", wants: ["point", "line"],
    make: (pen, [p, line]) => {
      const [a, b] = pen.two(line, p);
      pen.add("d", `foot ${p} ${a} ${b}`, pen.at(p));
    } },
  { id: "perpendicular", label: "Perpendicular", picture: "M3 19h18M12 21V3",
    wants: ["point", "line"],
    make: (pen, [p, line]) => {
      const [a, b] = pen.two(line);
      pen.add("", `on_tline ${p} ${a} ${b}`, pen.along(p, turned(sub(pen.at(b), pen.at(a)))));
    } },
  { id: "parallel", label: "Parallel", picture: "M3 17L17 3M7 21L21 7", wants: ["point", "line"],
    make: (pen, [p, line]) => {
      const [a, b] = pen.two(line, p);
      pen.add("", `on_pline ${p} ${a} ${b}`, pen.along(p, sub(pen.at(b), pen.at(a))));
    } },
  { id: "bisector", label: "Angle bisector", picture: "M21 20H3L17 4M3 20L21 12",
    wants: ["point", "point", "point"], asks: ["a point of one side", "the vertex",
      "a point of the other side"],
    make: (pen, [a, b, c]) => {
      const way = plus(unit(sub(pen.at(a), pen.at(b))), unit(sub(pen.at(c), pen.at(b))));
      pen.add("", `angle_bisector ${a} ${b} ${c}`, pen.along(b, way));
    } },
  { id: "bline", label: "Perpendicular bisector", picture: "M4 16L20 16M12 21V3M7 14v4M17 14v4",
    wants: ["point", "point"],
    make: (pen, [a, b]) => {
      const mid = middle(pen.at(a), pen.at(b));
      const m = pen.add("m", `midpoint ${a} ${b}`, mid);
      const x = pen.add("", `on_bline ${a} ${b}`,
        pen.along(m, turned(sub(pen.at(b), pen.at(a)))));
      pen.drawn("line", m, x);
    } },
  { id: "tangent", label: "Tangents", wants: ["point", "circle"],
    picture: "M9 14m-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0M21 4L2 9M21 4L14 21",
    make: (pen, [p, circle]) => pen.tangent(p, circle) },
  { id: "reflect", label: "Reflection", picture: "M12 3v18M4 8l4 4-4 4M20 8l-4 4 4 4",
    wants: ["point", "mirror"],
    make: (pen, [p, mirror]) => {
      if (typeof mirror === "string") {
        pen.add("", `mirror ${p} ${mirror}`, plus(pen.at(mirror), sub(pen.at(mirror), pen.at(p))));
      } else {
        const [a, b] = pen.two(mirror, p);
        pen.add("", `reflect ${p} ${a} ${b}`, pen.mirrored(p, a, b));
      }
    } },
  { id: "circumcentre", label: "Circumcentre", wants: ["point", "point", "point"],
    picture: "M12 12m-9 0a9 9 0 1 0 18 0a9 9 0 1 0-18 0M12 3L4.5 17h15zM12 12h.1",
    make: (pen, three) => pen.centre("o", "circumcenter", three) },
  { id: "incentre", label: "Incentre", wants: ["point", "point", "point"],
    picture: "M12 3L3 20h18zM12 14.5m-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0",
    make: (pen, three) => pen.centre("i", "incenter", three) },
  { id: "orthocentre", label: "Orthocentre", wants: ["point", "point", "point"],
    picture: "M12 3L3 20h18zM12 3v17M3 20l13.5-8",
    make: (pen, three) => pen.centre("h", "orthocenter", three) },
  { id: "remove", label: "Remove", picture: "M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13",
    wants: ["old"], hint: "Click a point to remove it, and all that is made from it." },
];

/** The clauses that one use of a tool adds, with where their points should be. */
class Pen {
  constructor(board, text) {
    this.board = board;
    this.text = text;
    this.clauses = [];
    this.comments = [];
    this.places = {};
    this.names = new Set(clauseSpans(text).flatMap(({ from, to }) =>
      text.slice(from, to).split("=")[0].trim().split(/\s+/).map(word => word.split("@")[0])));
  }

  at(name) { return this.places[name] ?? this.board.places[name]; }

  name(wanted) {
    const [name] = freshNames(this.names, 1, wanted);
    this.names.add(name);
    return name;
  }

  /** Add a point: `wanted` are letters to be tried for its name first. */
  add(wanted, construction, place) {
    const name = this.name(wanted);
    this.clauses.push(`${name} = ${construction}`);
    this.places[name] = place;
    return name;
  }

  drawn(kind, ...names) { this.comments.push(`draw ${kind} ${names.join(" ")}`); }

  /** A place on the way from a point, a good part of the board away, and within it if it can be. */
  along(name, way) {
    const far = 0.3 * this.board.size;
    const [one, two] = [far, -far].map(t => plus(this.at(name), unit(way), t));
    return this.board.clear(one) >= this.board.clear(two) ? one : two;
  }

  mirrored(p, a, b) {
    const u = unit(sub(this.at(b), this.at(a)));
    const v = sub(this.at(p), this.at(a));
    const foot = plus(this.at(a), u, v[0] * u[0] + v[1] * u[1]);
    return plus(foot, sub(foot, this.at(p)));
  }

  /** Two points of a line, other than `not` if it has them. */
  two(line, not) {
    const others = line.points.filter(p => p !== not);
    return others.length > 1 ? others.slice(0, 2) : line.points.slice(0, 2);
  }

  /** What says that a point lies on a line or a circle. */
  on(object) {
    const [a, b, c] = object.points;
    if (object.kind === "line") return `on_line ${a} ${b}`;
    return object.centre ? `on_circle ${object.centre} ${a}` : `on_circum ${a} ${b} ${c}`;
  }

  /** The name of a point at a hit: one that is there, or a new one. */
  point(hit) {
    if (hit.name) return hit.name;
    if (hit.point) return hit.point;
    const [one, two] = hit.objects;
    if (two) return this.meet(one, two, hit.at);
    if (one) return this.add("", this.on(one), hit.at);
    const name = this.name("");
    this.clauses.push(`${name} = free ${name}`);
    this.places[name] = hit.at;
    return name;
  }

  /** A common point of two lines or circles; the second one where they share one. */
  meet(one, two, at) {
    const shared = one.points.find(p => two.points.includes(p));
    if (one.kind === "line" && two.kind === "line") {
      if (shared) return shared;
      const words = [...one.points.slice(0, 2), ...two.points.slice(0, 2)].join(" ");
      return this.add("", `intersection_ll ${words}`, at);
    }
    const lines = [one, two].filter(object => object.kind === "line");
    const circles = [one, two].filter(object => object.kind === "circle");
    if (shared && circles.every(circle => circle.centre)) {
      if (!lines.length) {
        const centres = circles.map(circle => circle.centre).join(" ");
        return this.add("", `intersection_cc ${centres} ${shared}`, at);
      }
      const other = lines[0].points.find(p => p !== shared);
      return this.add("", `intersection_lc ${other} ${circles[0].centre} ${shared}`, at);
    }
    return this.add("", `${this.on(one)}, ${this.on(two)}`, at);
  }

  centre(wanted, construction, three) {
    const [p, q, r] = three.map(name => this.at(name));
    const place = [0, 1].map(i => (p[i] + q[i] + r[i]) / 3);
    this.add(wanted, `${construction} ${three.join(" ")}`, place);
    if (construction === "circumcenter") this.drawn("circle", ...three);
  }

  triangle(corners) {
    // Three free points and nothing else are one clause: a triangle.
    if (this.clauses.length === 3 && this.clauses.every(clause => clause.includes("= free "))) {
      this.clauses = [`${corners.join(" ")} = triangle`];
      return;
    }
    const [a, b, c] = corners;
    for (const side of [[a, b], [b, c], [c, a]]) this.drawn("line", ...side);
  }

  tangent(p, circle) {
    const [x, y, r] = this.board.round(circle);
    let { centre } = circle;
    if (!centre) centre = this.add("o", `circle ${circle.points.slice(0, 3).join(" ")}`, [x, y]);
    const way = sub(this.at(p), [x, y]);
    const far = Math.hypot(...way);
    if (circle.points.includes(p)) {
      this.add("", `lc_tangent ${p} ${centre}`, this.along(p, turned(way)));
      return;
    }
    if (far <= r) throw new Error("No tangent: the point lies within the circle.");
    const angle = Math.acos(r / far), base = Math.atan2(way[1], way[0]);
    const names = [angle, -angle].map(turn => {
      const name = this.name("");
      this.places[name] = plus([x, y], [Math.cos(base + turn), Math.sin(base + turn)], r);
      return name;
    });
    this.clauses.push(`${names.join(" ")} = tangent ${p} ${centre} ${circle.points[0]}`);
  }
}

/** Make the toolbar; returns `pick`, to be called with what is clicked on the board. */
export function makeTools(bar, { board, editor, hint, selected }) {
  let tool = TOOLS[0];
  let picked = [];
  const buttons = TOOLS.map(made => {
    const button = document.createElement("button");
    button.type = "button";
    button.title = made.label;
    button.dataset.tool = made.id;
    const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    picture.setAttribute("viewBox", "0 0 24 24");
    picture.setAttribute("aria-hidden", "true");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", made.picture);
    path.setAttribute("stroke-linecap", "round");
    path.setAttribute("stroke-linejoin", "round");
    picture.append(path);
    const label = document.createElement("span");
    label.textContent = made.label;
    button.append(picture, label);
    button.setAttribute("aria-label", made.label);
    button.addEventListener("click", () => take(made));
    bar.append(button);
    return button;
  });

  function take(next) {
    tool = next;
    picked = [];
    board.ghosts([]);
    board.setMoving(tool.id === "move");
    buttons.forEach(button => {
      button.setAttribute("aria-pressed", String(button.dataset.tool === tool.id));
    });
    ask();
  }

  function ask() {
    if (tool.hint) return hint(tool.hint);
    const what = tool.asks?.[picked.length] ?? WANTED[tool.wants[picked.length]];
    const article = picked.length && what === WANTED[tool.wants[picked.length - 1]]
      ? what.replace(/^a /, "another ") : what;
    hint(`${tool.label}: pick ${article}.`);
  }

  function pick(hit) {
    if (tool.id === "move") return selected(hit.point);
    if (tool.id === "remove") return hit.point ? remove(hit.point) : ask();
    const wanted = tool.wants[picked.length];
    const found = fitting(wanted, hit);
    if (!found) return ask();
    picked.push({ wanted, found, at: hit.at });
    board.ghosts(picked.filter(({ found: { point, at } }) => !point && at).map(({ at }) => at));
    if (picked.length < tool.wants.length) return ask();
    finish();
  }

  /** What of a hit serves a tool that wants a point, a line, ... ; null when nothing does. */
  function fitting(wanted, hit) {
    if (wanted === "point") return hit;
    if (wanted === "mirror" && hit.point) return hit;
    const object = hit.objects.find(({ kind }) => wanted === "object" || kind === wanted
      || (wanted === "mirror" && kind === "line"));
    const again = picked.some(({ found }) => object && found.points === object.points);
    return object && !again ? object : null;
  }

  function finish() {
    const { text } = editor;
    const pen = new Pen(board, text);
    const last = picked[picked.length - 1].at;
    try {
      const made = picked.map(({ found }) => (found.kind ? found : pen.point(found)));
      const names = made.filter(name => typeof name === "string");
      if (new Set(names).size < names.length) throw new Error("Pick different points.");
      tool.make(pen, made, last);
      commit(pen, text);
      take(tool);
    } catch (error) {
      take(tool);
      hint(error.message);
    }
  }

  function commit(pen, text) {
    board.places = { ...board.places, ...pen.places };
    const known = new Set(text.split("\n").map(line => line.replace(/^\s*#\s*/, "").trim()));
    const comments = pen.comments.filter(line => !known.has(line));
    const changes = comments.map(line => addingComment(text, line));
    if (pen.clauses.length) changes.push(addingClauses(text, pen.clauses));
    editor.change(changes);
  }

  function remove(point) {
    const { text } = editor;
    const clauses = clauseSpans(text).map(({ from, to }) => text.slice(from, to));
    const gone = new Set([point]);
    const numbers = new Set();
    for (const [i, clause] of clauses.entries()) {
      const [left] = clause.split("=");
      const words = clause.split(/[\s=,]+/).map(word => word.split("@")[0]);
      if (words.some(word => gone.has(word))) {
        numbers.add(i);
        left.trim().split(/\s+/).forEach(word => gone.add(word.split("@")[0]));
      }
    }
    editor.text = withoutClauses(text, numbers, gone);
  }

  document.addEventListener("keydown", event => {
    if (event.key === "Escape" && tool.id !== "move" && !document.querySelector("dialog[open]")) {
      take(TOOLS[0]);
    }
  });
  take(TOOLS[0]);
  return pick;
}
