// Moving a figure: the points are placed again, in the order of construction, for a new place of
// one of them. Coordinates are those of mathematics, y upwards. Data: see motion.py.
const Motion = (() => {
  const NEAR = 1e-9, STEPS = 24, CLEAR = 1e-4;
  const sub = (p, q) => [p[0] - q[0], p[1] - q[1]];
  const add = (p, q, t = 1) => [p[0] + t * q[0], p[1] + t * q[1]];
  const dot = (u, v) => u[0] * v[0] + u[1] * v[1];
  const cross = (u, v) => u[0] * v[1] - u[1] * v[0];
  const norm = u => Math.hypot(u[0], u[1]);
  const times = (u, v) => [u[0] * v[0] - u[1] * v[1], u[0] * v[1] + u[1] * v[0]];
  const over = (u, v) => times([u[0], u[1]], [v[0] / dot(v, v), -v[1] / dot(v, v)]);
  const mid = (p, q) => [(p[0] + q[0]) / 2, (p[1] + q[1]) / 2];
  const foot = (p, a, b) => add(a, sub(b, a), dot(sub(p, a), sub(b, a)) / dot(sub(b, a), sub(b, a)));
  const meet = (a, b, c, d) =>
    add(a, sub(b, a), cross(sub(c, a), sub(d, c)) / cross(sub(b, a), sub(d, c)));
  const circumcentre = (a, b, c) => {
    const u = sub(b, a), v = sub(c, a), m = dot(u, u), n = dot(v, v), k = 2 * cross(u, v);
    return [a[0] + (m * v[1] - n * u[1]) / k, a[1] + (n * u[0] - m * v[0]) / k];
  };
  const orthocentre = (a, b, c) => {
    const o = circumcentre(a, b, c);
    return [a[0] + b[0] + c[0] - 2 * o[0], a[1] + b[1] + c[1] - 2 * o[1]];
  };
  const weighted = (a, b, c, sign) => {
    const p = sign * norm(sub(b, c)), q = norm(sub(c, a)), r = norm(sub(a, b)), s = p + q + r;
    return [0, 1].map(k => (p * a[k] + q * b[k] + r * c[k]) / s);
  };
  const contacts = (i, a, b, c) => [foot(i, b, c), foot(i, c, a), foot(i, a, b), i];
  const mirrored = (p, a, b) => add(p, sub(foot(p, a, b), p), 2);

  // Arguments as in the table of constructions, the new points (undefined) among them.
  const FORMULAS = {
    midpoint: (x, a, b) => [mid(a, b)],
    mirror: (x, a, b) => [add(a, sub(b, a), 2)],
    reflect: (x, a, b, c) => [mirrored(a, b, c)],
    foot: (x, a, b, c) => [foot(a, b, c)],
    circle: (x, a, b, c) => [circumcentre(a, b, c)],
    circumcenter: (x, a, b, c) => [circumcentre(a, b, c)],
    incenter: (x, a, b, c) => [weighted(a, b, c, 1)],
    excenter: (x, a, b, c) => [weighted(a, b, c, -1)],
    orthocenter: (x, a, b, c) => [orthocentre(a, b, c)],
    intersection_ll: (x, a, b, c, d) => [meet(a, b, c, d)],
    intersection_lc: (x, a, o, b) => [add(b, sub(foot(o, a, b), b), 2)],
    intersection_cc: (x, o, w, a) => [mirrored(a, o, w)],
    parallelogram: (a, b, c) => [add(a, sub(c, b))],
    incenter2: (x, y, z, i, a, b, c) => contacts(weighted(a, b, c, 1), a, b, c),
    excenter2: (x, y, z, i, a, b, c) => contacts(weighted(a, b, c, -1), a, b, c),
    centroid: (x, y, z, i, a, b, c) =>
      [mid(b, c), mid(c, a), mid(a, b), [0, 1].map(k => (a[k] + b[k] + c[k]) / 3)],
    ninepoints: (x, y, z, i, a, b, c) => {
      const m = [mid(b, c), mid(c, a), mid(a, b)];
      return [...m, circumcentre(...m)];
    },
  };

  // --- equations -------------------------------------------------------------------------------

  // The value of an equation and its derivatives by the coordinates of the new points.
  const evaluate = (row, at, column, width, size) => {
    const gradient = new Array(width).fill(0);
    const slope = (point, gx, gy) => {
      const k = column[point];
      if (k !== undefined) { gradient[k] += gx; gradient[k + 1] += gy; }
    };
    if (row.k === "coll") {
      const [a, b, c] = row.p.map(p => at[p]);
      const u = sub(b, a), v = sub(c, a), w = sub(c, b);
      const scale = Math.max(dot(u, u), dot(v, v), dot(w, w), 1e-300);
      slope(row.p[0], (b[1] - c[1]) / scale, (c[0] - b[0]) / scale);
      slope(row.p[1], (c[1] - a[1]) / scale, (a[0] - c[0]) / scale);
      slope(row.p[2], (a[1] - b[1]) / scale, (b[0] - a[0]) / scale);
      return [cross(u, v) / scale, gradient];
    }
    let total = row.c, weight = Math.abs(row.c);
    for (const [p, q, c] of row.t) {
      const [dx, dy] = sub(at[q], at[p]), square = dx * dx + dy * dy + 1e-300;
      let value, gx, gy;
      if (row.k === "angle") [value, gx, gy] = [Math.atan2(dy, dx), -dy / square, dx / square];
      else if (row.k === "ratio") [value, gx, gy] = [Math.log(square) / 2, dx / square, dy / square];
      else if (row.k === "length") {
        value = Math.sqrt(square);
        [gx, gy] = [dx / value, dy / value];
      } else if (row.k === "square") [value, gx, gy] = [square, 2 * dx, 2 * dy];
      else [value, gx, gy] = row.k === "x" ? [dx, 1, 0] : [dy, 0, 1];
      total += c * value;
      weight += Math.abs(c * value);
      slope(q, c * gx, c * gy);
      slope(p, -c * gx, -c * gy);
    }
    let scale = 1;
    if (row.k === "angle") total -= Math.PI * Math.round(total / Math.PI);
    else if (row.k === "length" || row.k === "square") scale = weight + 1e-300;
    else if (row.k !== "ratio") scale = size;
    return [total / scale, gradient.map(g => g / scale)];
  };

  // Solve a symmetric system with a little damping, by elimination.
  const solve = (matrix, right) => {
    const n = right.length, rows = matrix.map((row, i) => [...row, right[i]]);
    for (let i = 0; i < n; i++) {
      let best = i;
      for (let j = i + 1; j < n; j++) if (Math.abs(rows[j][i]) > Math.abs(rows[best][i])) best = j;
      [rows[i], rows[best]] = [rows[best], rows[i]];
      for (let j = i + 1; j < n; j++) {
        const f = rows[j][i] / rows[i][i];
        for (let k = i; k <= n; k++) rows[j][k] -= f * rows[i][k];
      }
    }
    for (let i = n - 1; i >= 0; i--) {
      for (let k = i + 1; k < n; k++) rows[i][n] -= rows[i][k] * rows[k][n];
      rows[i][n] /= rows[i][i];
    }
    return rows.map(row => row[n]);
  };

  // Newton's method by least squares, with steps of least length. Changes `at`; true: solved.
  const newton = (rows, names, at, size) => {
    const column = {}, width = 2 * names.length;
    names.forEach((name, k) => { column[name] = 2 * k; });
    let error = Infinity;
    for (let turn = 0; turn <= STEPS; turn++) {
      const matrix = Array.from({ length: width }, () => new Array(width).fill(0));
      const right = new Array(width).fill(0);
      error = 0;
      for (const row of rows) {
        const [value, raw] = evaluate(row, at, column, width, size);
        const gradient = raw.map(g => g * size);
        error = Math.max(error, Math.abs(value));
        for (let i = 0; i < width; i++) if (gradient[i]) {
          right[i] -= gradient[i] * value;
          for (let j = 0; j < width; j++) matrix[i][j] += gradient[i] * gradient[j];
        }
      }
      if (!Number.isFinite(error)) return false;
      if (error < 1e-12 || turn === STEPS) break;
      const most = Math.max(...matrix.map((row, i) => row[i]), 1e-12);
      for (let i = 0; i < width; i++) matrix[i][i] += 1e-13 * most;
      const step = solve(matrix, right).map(s => s * size);
      const longest = Math.max(...step.map(Math.abs));
      if (!Number.isFinite(longest)) return false;
      const part = longest > 0.2 * size ? 0.2 * size / longest : 1;
      names.forEach((name, k) => {
        at[name] = [at[name][0] + part * step[2 * k], at[name][1] + part * step[2 * k + 1]];
      });
      if (longest < 1e-13 * size) break;
    }
    return error < NEAR;
  };

  // --- order -----------------------------------------------------------------------------------

  const flat = (a, b, c) => {
    const u = sub(b, a), v = sub(c, a), w = sub(c, b);
    return cross(u, v) / Math.max(dot(u, u), dot(v, v), dot(w, w), 1e-300);
  };
  const cosine = (a, b, c) => dot(sub(a, b), sub(c, b)) / (norm(sub(a, b)) * norm(sub(c, b)) || 1);
  const alike = (x, y) => (x * y > 0 ? 1 : -1) * Math.min(Math.abs(x), Math.abs(y));
  const unit = (f, u, v) => f(u, v) / (norm(u) * norm(v) || 1);
  const ORDER = {
    diff: (size, a, b) => norm(sub(a, b)) / size,
    ncoll: (size, a, b, c) => Math.abs(flat(a, b, c)),
    npara: (size, a, b, c, d) => Math.abs(unit(cross, sub(b, a), sub(d, c))),
    nperp: (size, a, b, c, d) => Math.abs(unit(dot, sub(b, a), sub(d, c))),
    ccw: (size, a, b, c) => flat(a, b, c),
    between: (size, a, b, c) => -cosine(b, a, c) - 0.5,
    sameclock: (size, a, b, c, p, q, r) => alike(flat(a, b, c), flat(p, q, r)),
    nsameclock: (size, a, b, c, p, q, r) => -alike(flat(a, b, c), flat(p, q, r)),
    sameside: (size, a, b, c, p, q, r) => alike(cosine(b, a, c), cosine(q, p, r)),
    nsameside: (size, a, b, c, p, q, r) => -alike(cosine(b, a, c), cosine(q, p, r)),
    acute_angle: (size, a, b, c) => cosine(a, b, c),
    obtuse_angle: (size, a, b, c) => -cosine(a, b, c),
    longer: (size, a, b, c, d) => (norm(sub(a, b)) - norm(sub(c, d))) / size,
  };
  const extent = at => {
    const all = Object.values(at), xs = all.map(p => p[0]), ys = all.map(p => p[1]);
    return Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys), 1e-9);
  };
  const holds = (statement, at) => {
    const [name, ...points] = statement;
    if (!ORDER[name]) return true;
    return ORDER[name](extent(at), ...points.map(p => at[p])) > CLEAR;
  };

  // --- moving ----------------------------------------------------------------------------------

  // Where a point goes when those it depends on move: by the similarity that fits them best.
  const carried = (point, known, old, now) => {
    if (!known.length) return old[point];
    const centre = at => [0, 1].map(k => known.reduce((s, p) => s + at[p][k], 0) / known.length);
    const before = centre(old), after = centre(now);
    let top = [0, 0], bottom = 0;
    for (const p of known) {
      const u = sub(old[p], before), v = sub(now[p], after);
      top = add(top, times(v, [u[0], -u[1]]));
      bottom += dot(u, u);
    }
    const turn = bottom > 1e-12 ? [top[0] / bottom, top[1] / bottom] : [1, 0];
    return add(after, times(turn, sub(old[point], before)));
  };

  const pointsOf = row => row.p || row.t.flatMap(([p, q]) => [p, q]);

  // The figure with `name` at `target`, or as near as it can be; null where there is none.
  const placed = (motion, old, name, target) => {
    const now = {}, size = extent(old);
    for (const step of motion.steps) {
      if (step.make) {
        const made = FORMULAS[step.make](...step.of.map(p => now[p]));
        const order = step.of.filter(p => step.new.includes(p));
        order.forEach((p, k) => { now[p] = made[k]; });
      } else {
        const known = [...new Set(step.rows.flatMap(pointsOf))].filter(p => p in now);
        for (const p of step.new) now[p] = carried(p, known, old, now);
        const mine = step.new.includes(name);
        if (mine) now[name] = target;
        const others = mine ? step.new.filter(p => p !== name) : step.new;
        const kept = { ...now };
        let ok = others.length > 0 && newton(step.rows, others, now, size);
        if (mine && !ok) {
          Object.assign(now, kept);
          ok = newton(step.rows, step.new, now, size);
        }
        if (step.rows.length && !ok) return null;
      }
      if (!step.new.every(p => now[p].every(Number.isFinite))) return null;
    }
    if (extent(now) > 40 * size) return null;
    return motion.order.every(s => holds(s, now) || !holds(s, old)) ? now : null;
  };

  // Move in small parts, so that every point keeps its place among several; stop at the last figure.
  const drag = (motion, at, name, target) => {
    const way = sub(target, at[name]), size = extent(at);
    const parts = Math.min(40, Math.max(1, Math.ceil(norm(way) / (0.02 * size))));
    const start = at[name];
    let reached = 0;
    for (let k = 1; k <= parts; k++) {
      const next = placed(motion, at, name, add(start, way, k / parts));
      if (!next) {
        for (let half = 0.5; half > 0.02; half /= 2) {
          const nearer = placed(motion, at, name, add(start, way, (reached + half) / parts));
          if (nearer) { at = nearer; reached += half; }
        }
        return { at, stopped: true };
      }
      at = next;
      reached = k;
    }
    return { at, stopped: false };
  };

  return { drag, holds, extent, sub, add, dot, cross, norm, meet, circumcentre, FORMULAS, ORDER };
})();
