// A figure that can be drawn again: objects, marks, shapes of the step that is read, points, labels.
// It does what outlines.py, labels.py and svg.py do, for points that move. Data: see page.py.
class Figure {
  static RIGHT = 9; static TICK = 5; static BETWEEN = 4; static ARC = 21; static CAP = 11.5;
  static ALONG = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74]; static CLEAR = 13;
  static LEAST = 0.74; static MOST = 1.9;

  constructor(svg, data) {
    this.svg = svg;
    this.data = data;
    this.home = {};
    this.box = {};
    for (const p of data.points) {
      this.home[p.id] = p.at;
      this.box[p.id] = { dx: p.label[0] - p.at[0], dy: p.label[1] - (data.height - p.at[1]), half: p.label[2] };
    }
    this.at = { ...this.home };
    this.large = 1;
    this.scale = 1;
    this.shift = [0, 0];
    const layer = name => svg.querySelector("." + name);
    this.layers = Object.fromEntries(["said", "fills", "cited", "now"].map(n => [n, layer(n)]));
    this.objects = [...layer("objects").children];
    this.marks = [...layer("marks").children];
    this.groups = {};
    for (const group of layer("points").children) this.groups[group.dataset.point] = group;
    this.live = [];
    const look = numbers => numbers.map(k => data.shapes[k]);
    this.steps = data.steps.map(s => ({ ...s, show: look(s.show), cited: look(s.cited) }));
    this.parts = data.parts.map(look);
    this.overview = look(data.overview);
  }

  // --- places ----------------------------------------------------------------------------------

  // Pixels, y upwards, of a place of the figure.
  px(place) { return [place[0] * this.scale + this.shift[0], place[1] * this.scale + this.shift[1]]; }
  back(pixel) { return [(pixel[0] - this.shift[0]) / this.scale, (pixel[1] - this.shift[1]) / this.scale]; }
  point(id) { return this.px(this.at[id]); }
  y(value) { return this.data.height - value; }

  outline(shape) {
    const at = shape.p.map(p => this.point(p));
    switch (shape.k) {
      case "stroke": {
        let far = at[0];
        const gap = p => Motion.norm(Motion.sub(p, at[0]));
        for (const p of at) if (gap(p) > gap(far)) far = p;
        const along = p => Motion.dot(Motion.sub(p, at[0]), Motion.sub(far, at[0]));
        const sorted = [...at].sort((p, q) => along(p) - along(q));
        return { start: sorted[0], end: sorted[sorted.length - 1] };
      }
      case "circle": {
        const [a, b, c] = at, u = Motion.sub(b, a), v = Motion.sub(c, a);
        if (Math.abs(Motion.cross(u, v)) <= 1e-9 * Motion.norm(u) * Motion.norm(v)) return null;
        const centre = Motion.circumcentre(a, b, c);
        return { centre, radius: Motion.norm(Motion.sub(a, centre)) };
      }
      case "about": return { centre: at[0], radius: Motion.norm(Motion.sub(at[1], at[0])) };
      case "right": return this.right(at);
      case "arc": return this.arc(shape.p, at);
    }
    return null;
  }

  right(at) {
    const [a, b, c, d] = at, x = Motion.meet(a, b, c, d);
    if (!x.every(Number.isFinite)) return null;
    const gap = p => Motion.norm(Motion.sub(p, x));
    const size = Math.max(Motion.norm(Motion.sub(b, a)), Motion.norm(Motion.sub(d, c)));
    const reach = [];
    for (const [p, q] of [[a, b], [c, d]]) {
      const [far, near] = gap(p) >= gap(q) ? [p, q] : [q, p];
      if (gap(near) > 0.02 * size && Motion.dot(Motion.sub(near, x), Motion.sub(far, x)) > 0) return null;
      reach.push(Math.atan2(far[1] - x[1], far[0] - x[0]));
    }
    return this.between(x, reach[0], reach[1]);
  }

  between(corner, start, end) {
    if (Math.sin(end - start) < 0) [start, end] = [end, start];
    const turn = 2 * Math.PI;
    return { corner, start, end: start + (((end - start) % turn) + turn) % turn };
  }

  arc(points, at) {
    const found = this.angle(points.slice(0, 4), at.slice(0, 4));
    if (!found || points.length === 4) return found;
    const other = this.angle(points.slice(4), at.slice(4));
    if (!other) return found;
    const size = found.end - found.start, wanted = other.end - other.start;
    if (Math.abs(size - wanted) > 1e-3 && Math.abs(size + wanted - Math.PI) < 1e-3)
      return { corner: found.corner, start: found.end, end: found.start + Math.PI };
    return found;
  }

  angle(points, at) {
    const shared = points.slice(0, 2).filter(p => points.slice(2).includes(p));
    let x, one, other;
    if (new Set(shared).size === 1) {
      x = this.point(shared[0]);
      [one, other] = [0, 2].map(k => at[k + (points[k] === shared[0] ? 1 : 0)]);
    } else {
      x = Motion.meet(...at);
      if (!x.every(Number.isFinite)) return null;
      const gap = p => Motion.norm(Motion.sub(p, x));
      [one, other] = [0, 2].map(k => gap(at[k]) >= gap(at[k + 1]) ? at[k] : at[k + 1]);
      if (Motion.cross(Motion.sub(one, x), Motion.sub(other, x)) < 0)
        other = Motion.sub(Motion.add(x, x), other);
    }
    const turn = p => Math.atan2(p[1] - x[1], p[0] - x[0]);
    return this.between(x, turn(one), turn(other));
  }

  // On a small screen letters, marks and lines are drawn larger, so that they can be read.
  resize() {
    const rect = this.svg.getBoundingClientRect();
    const shown = Math.min(rect.width / this.data.width, rect.height / this.data.height);
    const large = shown > 0 ? Math.min(Figure.MOST, Math.max(1, Figure.LEAST / shown)) : 1;
    if (Math.abs(large - this.large) < 0.02) return;
    this.large = large;
    this.svg.style.setProperty("--k", large.toFixed(3));
    for (const p of this.data.points) this.box[p.id].half = p.label[2] * large;
    this.label();
    this.draw();
  }

  get cap() { return Figure.CAP * this.large; }

  // --- drawing ---------------------------------------------------------------------------------

  make(tag, attributes, parent) {
    const node = document.createElementNS(this.svg.namespaceURI, tag);
    this.set(node, attributes);
    parent.append(node);
    return node;
  }

  set(node, attributes) { for (const [k, v] of Object.entries(attributes)) node.setAttribute(k, v); }
  n(value) { return value.toFixed(1).replace("-0.0", "0.0"); }
  path(places, close) {
    return "M" + places.map(([x, y]) => this.n(x) + " " + this.n(this.y(y))).join("L") + (close ? "Z" : "");
  }

  lineOf(found) {
    return { x1: this.n(found.start[0]), y1: this.n(this.y(found.start[1])),
             x2: this.n(found.end[0]), y2: this.n(this.y(found.end[1])) };
  }

  circleOf(found) {
    return { cx: this.n(found.centre[0]), cy: this.n(this.y(found.centre[1])), r: this.n(found.radius) };
  }

  // Where on a segment marks are not hidden by points: the middle, or near it.
  clearOn(a, b) {
    const others = this.data.points.map(p => this.point(p.id));
    let best = a, gap = -1;
    for (const t of Figure.ALONG) {
      const x = a[0] + t * (b[0] - a[0]), y = a[1] + t * (b[1] - a[1]);
      const near = Math.min(...others.map(p => Math.hypot(p[0] - x, p[1] - y)));
      if (near >= Figure.CLEAR * this.large) return [x, y];
      if (near > gap) { best = [x, y]; gap = near; }
    }
    return best;
  }

  markOf(shape) {
    const at = shape.p.map(p => this.point(p));
    if (shape.k === "ticks" || shape.k === "arrows") {
      const [[x1, y1], [x2, y2]] = at, length = Math.hypot(x2 - x1, y2 - y1);
      if (!length) return "";
      const ux = (x2 - x1) / length, uy = (y2 - y1) / length, t = Figure.TICK * this.large;
      const [mx, my] = this.clearOn(at[0], at[1]);
      let found = "";
      for (let k = 0; k < shape.n; k++) {
        const along = Figure.BETWEEN * this.large * (k - (shape.n - 1) / 2);
        const x = mx + along * ux, y = my + along * uy;
        found += shape.k === "ticks"
          ? this.path([[x - t * uy, y + t * ux], [x + t * uy, y - t * ux]])
          : this.path([[x - t * (ux + uy), y - t * (uy - ux)], [x + t * ux / 2, y + t * uy / 2],
                       [x - t * (ux - uy), y - t * (uy + ux)]]);
      }
      return found;
    }
    const found = this.outline(shape);
    if (!found) return "";
    const { corner: [x, y], start, end } = found;
    if (shape.k === "right") {
      const r = Figure.RIGHT * this.large, one = [x + r * Math.cos(start), y + r * Math.sin(start)];
      const two = [x + r * Math.cos(end), y + r * Math.sin(end)];
      return this.path([one, [one[0] + two[0] - x, one[1] + two[1] - y], two]);
    }
    const r = (Figure.ARC + (shape.c === 2 ? 6 : 0)) * this.large, turn = end - start > Math.PI ? 1 : 0;
    const at2 = a => this.n(x + r * Math.cos(a)) + " " + this.n(this.y(y + r * Math.sin(a)));
    return `M${this.n(x)} ${this.n(this.y(y))}L${at2(start)}A${r} ${r} 0 ${turn} 0 ${at2(end)}Z`;
  }

  // Draw what is there anew; called for every move.
  draw() {
    this.data.objects.forEach((shape, k) => {
      const found = this.outline(shape), node = this.objects[k];
      node.classList.toggle("gone", !found);
      if (found) this.set(node, found.centre ? this.circleOf(found) : this.lineOf(found));
    });
    this.data.marks.forEach((shape, k) => this.marks[k].setAttribute("d", this.markOf(shape)));
    for (const { shape, node } of this.live) this.place(shape, node);
    for (const p of this.data.points) {
      const [x, y] = this.point(p.id), box = this.box[p.id], group = this.groups[p.id];
      for (const dot of group.querySelectorAll("circle"))
        this.set(dot, { cx: this.n(x), cy: this.n(this.y(y)) });
      for (const text of group.querySelectorAll("text"))
        this.set(text, { x: this.n(x + box.dx), y: this.n(this.y(y) + box.dy + this.cap / 2) });
    }
  }

  place(shape, node) {
    if (shape.k === "fill") node.setAttribute("d", this.path(shape.p.map(p => this.point(p)), true));
    else if (shape.k === "dot") {
      const [x, y] = this.point(shape.p[0]);
      this.set(node, { cx: this.n(x), cy: this.n(this.y(y)) });
    } else if (["stroke", "circle", "about"].includes(shape.k)) {
      const found = this.outline(shape);
      node.classList.toggle("gone", !found);
      if (found) this.set(node, found.centre ? this.circleOf(found) : this.lineOf(found));
    } else node.setAttribute("d", this.markOf(shape));
  }

  // Show shapes over the figure: `now` strongly, `cited` less so, `said` faintly.
  show({ now = [], cited = [], said = [] }) {
    this.live = [];
    for (const layer of Object.values(this.layers)) layer.replaceChildren();
    const lasting = shape => !shape.d && ["stroke", "circle", "about"].includes(shape.k);
    const seen = new Set(now.map(s => JSON.stringify([s.k, s.p])));
    const put = (shape, name) => {
      if (name !== "now") {
        const key = JSON.stringify([shape.k, shape.p]);
        if (seen.has(key)) return;
        seen.add(key);
      }
      const tag = shape.k === "stroke" ? "line"
        : ["circle", "about", "dot"].includes(shape.k) ? "circle" : "path";
      const layer = this.layers[shape.k === "fill" && name === "now" ? "fills" : name];
      const node = this.make(tag, { class: `${shape.k} tone${shape.c}` }, layer);
      if (shape.k === "dot") node.setAttribute("r", 6 * this.large);
      this.live.push({ shape, node });
    };
    now.forEach(s => put(s, "now"));
    cited.filter(s => s.k !== "fill" && s.k !== "dot").forEach(s => put(s, "cited"));
    said.filter(lasting).forEach(s => put(s, "said"));
    const spoken = new Set(now.flatMap(s => s.p));
    this.svg.classList.toggle("reading", now.length > 0);
    for (const p of this.data.points) this.groups[p.id].classList.toggle("spoken", spoken.has(p.id));
    this.draw();
  }

  // --- labels ----------------------------------------------------------------------------------

  // Put the labels where they cover least, as labels.py does.
  label() {
    const down = o => o.centre ? { centre: [o.centre[0], this.y(o.centre[1])], radius: o.radius }
      : { start: [o.start[0], this.y(o.start[1])], end: [o.end[0], this.y(o.end[1])] };
    const live = this.live.map(l => l.shape).filter(s => ["stroke", "circle", "about"].includes(s.k));
    const shapes = [[this.data.objects, 1], [live, 0.3]].flatMap(([list, weight]) =>
      list.map(s => this.outline(s)).filter(Boolean).map(o => [down(o), weight]));
    const ids = this.data.points.map(p => p.id), half = this.cap / 2;
    const below = Object.fromEntries(ids.map(id => {
      const [x, y] = this.point(id);
      return [id, [x, this.y(y)]];
    }));
    const spots = {}, fixed = {};
    for (const id of ids) {
      const [px, py] = below[id], w = this.box[id].half;
      spots[id] = [];
      for (const base of [6.5, 9, 12, 17, 23, 30]) for (let k = 0; k < 24; k++) {
        const reach = base * this.large, turn = 2 * Math.PI * k / 24 + Math.PI / 4, c = Math.cos(turn), s = Math.sin(turn);
        const out = Math.min(Math.abs(c) > 1e-9 ? w / Math.abs(c) : Infinity,
                             Math.abs(s) > 1e-9 ? half / Math.abs(s) : Infinity) + reach;
        spots[id].push({ x: px + out * c, y: py - out * s, w, reach });
      }
      fixed[id] = spots[id].map(b => this.cost(b, id, below, shapes));
    }
    const order = [...ids].sort((p, q) => Math.min(...fixed[q]) - Math.min(...fixed[p]));
    const placed = {};
    for (let round = 0; round < 4; round++) for (const id of order) {
      const others = Object.entries(placed).filter(([q]) => q !== id).map(([q, k]) => spots[q][k]);
      let best = 0, least = Infinity;
      spots[id].forEach((b, k) => {
        let cost = fixed[id][k];
        for (const o of others) {
          const gap = Math.max(Math.abs(b.x - o.x) - b.w - o.w, Math.abs(b.y - o.y) - 2 * half);
          cost += 16 * (gap < 2 ? 1 : Math.max(0, 0.3 - gap / 20));
        }
        if (cost < least - 1e-6) [best, least] = [k, cost];
      });
      placed[id] = best;
    }
    for (const id of ids) {
      const b = spots[id][placed[id]], box = this.box[id];
      [box.dx, box.dy] = [b.x - below[id][0], b.y - below[id][1]];
    }
  }

  cost(b, id, below, shapes) {
    let cost = 0.08 * (b.reach / this.large - 6.5);
    for (const [shape, weight] of shapes) {
      const gap = this.gap(b, shape);
      if (gap <= 2) cost += 10 * weight;
      else if (gap < 6) cost += weight * (6 - gap) / 8;
    }
    for (const [q, [x, y]] of Object.entries(below)) if (q !== id) {
      const gap = Math.hypot(Math.max(0, Math.abs(x - b.x) - b.w),
                             Math.max(0, Math.abs(y - b.y) - this.cap / 2));
      if (gap < 5) cost += 12;
      else if (gap < 14) cost += (14 - gap) / 9;
    }
    const h = this.cap / 2 + 2, w = b.w + 2;
    if (b.x < w || b.x > this.data.width - w || b.y < h || b.y > this.data.height - h) cost += 30;
    return cost;
  }

  // How far a label is from a line or a circle, 0 where it covers it.
  gap(b, shape) {
    const h = this.cap / 2;
    if (shape.centre) {
      const dx = Math.abs(b.x - shape.centre[0]), dy = Math.abs(b.y - shape.centre[1]);
      const near = Math.hypot(Math.max(0, dx - b.w), Math.max(0, dy - h));
      const far = Math.hypot(dx + b.w, dy + h);
      return Math.max(0, near - shape.radius, shape.radius - far);
    }
    let low = 0, high = 1;
    const sides = [[shape.start[0], shape.end[0], b.x, b.w], [shape.start[1], shape.end[1], b.y, h]];
    for (const [start, end, middle, half] of sides) {
      const delta = end - start;
      if (delta) {
        const one = (middle - half - start) / delta, other = (middle + half - start) / delta;
        low = Math.max(low, Math.min(one, other));
        high = Math.min(high, Math.max(one, other));
      } else if (Math.abs(start - middle) > half) high = -1;
    }
    if (low <= high) return 0;
    const box = ([x, y]) =>
      Math.hypot(Math.max(0, Math.abs(x - b.x) - b.w), Math.max(0, Math.abs(y - b.y) - h));
    const segment = p => {
      const d = Motion.sub(shape.end, shape.start), square = Motion.dot(d, d);
      const t = square ? Math.min(1, Math.max(0, Motion.dot(Motion.sub(p, shape.start), d) / square)) : 0;
      return Motion.norm(Motion.sub(p, Motion.add(shape.start, d, t)));
    };
    const corners = [-1, 1].flatMap(i => [-1, 1].map(j => [b.x + i * b.w, b.y + j * h]));
    return Math.min(box(shape.start), box(shape.end), ...corners.map(segment));
  }

  // --- moving ----------------------------------------------------------------------------------

  drag(id, pixel) {
    const { at, stopped } = Motion.drag(this.data.motion, this.at, id, this.back(pixel));
    this.at = at;
    this.draw();
    return stopped;
  }

  // Bring all points back into the window, where some have left it.
  fit() {
    const margin = 30, all = this.data.points.map(p => this.point(p.id));
    const inside = all.every(([x, y]) => x > 8 && x < this.data.width - 8 && y > 8 && y < this.data.height - 8);
    if (!inside) {
      const xs = Object.values(this.at).map(p => p[0]), ys = Object.values(this.at).map(p => p[1]);
      const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
      this.scale = Math.min((this.data.width - 2 * margin) / Math.max(right - left, 1e-9),
                            (this.data.height - 2 * margin) / Math.max(high - low, 1e-9), 3);
      this.shift = [this.data.width / 2 - this.scale * (left + right) / 2,
                    this.data.height / 2 - this.scale * (low + high) / 2];
    }
    this.label();
    this.draw();
  }

  reset() {
    this.at = { ...this.home };
    [this.scale, this.shift] = [1, [0, 0]];
    for (const p of this.data.points) Object.assign(this.box[p.id], {
      dx: p.label[0] - p.at[0], dy: p.label[1] - (this.data.height - p.at[1]) });
    if (this.large > 1) this.label();
    this.draw();
  }

  // --- numbers ---------------------------------------------------------------------------------

  measure([kind, label, points]) {
    const at = points.map(p => this.at[p]), length = (p, q) => Motion.norm(Motion.sub(p, q));
    if (kind === "length") return `${label} = ${(length(at[0], at[1]) / this.data.unit).toFixed(2)}`;
    if (kind === "ratio") {
      const value = length(at[0], at[1]) / length(at[2], at[3]);
      return `${label} = ${value.toFixed(3)}`;
    }
    const found = this.arc(points, points.map(p => this.point(p)));
    if (!found) return "";
    return `${label} = ${((found.end - found.start) * 180 / Math.PI).toFixed(1)}°`;
  }
}
