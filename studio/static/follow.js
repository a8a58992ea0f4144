// Figures that follow a dragged point. Clause by clause the new points are moved, as little as may
// be, until what the clause says of them holds again: Newton's method on the premises, beginning
// where the points were, so that of two solutions the near one is taken. Nothing here knows a
// construction; a clause is the list of its premises [name, points, constants].

const STEPS = 40;
const NEAR = 1e-11; // a premise holds when its residual is smaller
const MOST_POINTS = 40; // of a clause; larger ones do not follow

const sub = (p, q) => [p[0] - q[0], p[1] - q[1]];
const dot = (u, v) => u[0] * v[0] + u[1] * v[1];
const cross = (u, v) => u[0] * v[1] - u[1] * v[0];
const norm = u => Math.hypot(u[0], u[1]);
const unit = u => { const n = norm(u) || 1e-300; return [u[0] / n, u[1] / n]; };
const direction = (at, a, b) => { const u = sub(at[b], at[a]); return Math.atan2(u[1], u[0]); };
const length = (at, a, b) => norm(sub(at[a], at[b]));
const equal = (x, y) => (x - y) / (Math.max(x, y) || 1e-300);

function flat(at, [a, b, c]) {
  const u = sub(at[b], at[a]), v = sub(at[c], at[a]), w = sub(at[c], at[b]);
  return cross(u, v) / (Math.max(norm(u), norm(v), norm(w)) ** 2 || 1e-300);
}

function round(at, [a, b, c, d]) {
  const angle = (x, p, y) => direction(at, p, y) - direction(at, p, x);
  return Math.sin(angle(a, c, b) - angle(a, d, b));
}

function sum(coefficients, sizes) {
  const total = sizes.reduce((t, s, i) => t + coefficients[i] * s, 0);
  return total / (sizes.reduce((t, s, i) => t + Math.abs(coefficients[i] * s), 0) || 1e-300);
}

const pairs = p => p.reduce((found, _, i) => (i % 2 ? found : [...found, [p[i], p[i + 1]]]), []);
const lengths = (at, p) => pairs(p).map(([a, b]) => length(at, a, b));

function triangles(at, [a, b, c, p, q, r], sign) {
  const turn = (x, y, z) => direction(at, x, z) - direction(at, x, y);
  return [
    Math.sin(turn(a, b, c) - sign * turn(p, q, r)),
    Math.sin(turn(b, c, a) - sign * turn(q, r, p)),
    equal(length(at, a, b) * length(at, p, r), length(at, a, c) * length(at, p, q)),
  ];
}

const RESIDUALS = {
  coll: (at, p) => [flat(at, p)],
  cyclic: (at, p) => [round(at, p)],
  para: (at, [a, b, c, d]) => [cross(unit(sub(at[b], at[a])), unit(sub(at[d], at[c])))],
  perp: (at, [a, b, c, d]) => [dot(unit(sub(at[b], at[a])), unit(sub(at[d], at[c])))],
  cong: (at, [a, b, c, d]) => [equal(length(at, a, b), length(at, c, d))],
  eqangle: (at, [a, b, c, d, e, f, g, h]) => [Math.sin(direction(at, c, d) - direction(at, a, b)
    - direction(at, g, h) + direction(at, e, f))],
  eqratio: (at, p) => { const [w, x, y, z] = lengths(at, p); return [equal(w * z, x * y)]; },
  midp: (at, [m, a, b]) => {
    const size = length(at, a, b) || 1e-300;
    return [0, 1].map(i => (2 * at[m][i] - at[a][i] - at[b][i]) / size);
  },
  circle: (at, [o, a, b, c]) => [equal(length(at, o, a), length(at, o, b)),
    equal(length(at, o, b), length(at, o, c))],
  simtri: (at, p) => triangles(at, p, 1),
  simtrir: (at, p) => triangles(at, p, -1),
  contri: (at, p) => [...triangles(at, p, 1), equal(length(at, p[0], p[1]), length(at, p[3], p[4]))],
  contrir: (at, p) => [...triangles(at, p, -1),
    equal(length(at, p[0], p[1]), length(at, p[3], p[4]))],
  aconst: (at, [a, b, c, d], [k]) => [Math.sin(direction(at, c, d) - direction(at, a, b)
    - Math.PI * k)],
  rconst: (at, p, [k]) => { const [x, y] = lengths(at, p); return [equal(x, k * y)]; },
  r2const: (at, p, [k]) => { const [x, y] = lengths(at, p); return [equal(x * x, k * y * y)]; },
  lconst: (at, p, [k]) => [equal(lengths(at, p)[0], k)],
  l2const: (at, p, [k]) => [equal(lengths(at, p)[0] ** 2, k)],
  angeq: (at, p, k) => [Math.sin(pairs(p).reduce((t, [a, b], i) => t + k[i] * direction(at, a, b), 0)
    - Math.PI * k[k.length - 1])],
  distmeq: (at, p, k) => [Math.tanh(lengths(at, p).reduce((t, s, i) => t + k[i] * Math.log(s), 0)
    - Math.log(k[k.length - 1]))],
  distseq: (at, p, k) => [sum(k, lengths(at, p))],
  sqeq: (at, p, k) => [sum(k, lengths(at, p).map(s => s * s))],
};

const ORDER = {
  diff: (at, [a, b]) => length(at, a, b) > 1e-9,
  ncoll: (at, p) => Math.abs(flat(at, p)) > 1e-9,
  ccw: (at, [a, b, c]) => cross(sub(at[b], at[a]), sub(at[c], at[a])) > 0,
  between: (at, [a, b, c]) => dot(sub(at[b], at[a]), sub(at[c], at[a])) < 0,
  sameclock: (at, p) => sense(at, p, 0) * sense(at, p, 3) > 0,
  nsameclock: (at, p) => sense(at, p, 0) * sense(at, p, 3) < 0,
  acute_angle: (at, [a, b, c]) => dot(sub(at[a], at[b]), sub(at[c], at[b])) > 0,
  obtuse_angle: (at, [a, b, c]) => dot(sub(at[a], at[b]), sub(at[c], at[b])) < 0,
};
const sense = (at, p, i) => cross(sub(at[p[i + 1]], at[p[i]]), sub(at[p[i + 2]], at[p[i]]));

function residuals(premises, at) {
  return premises.flatMap(([name, points, constants]) =>
    (RESIDUALS[name] ?? (() => []))(at, points, constants));
}

function jacobian(premises, at, unknown, size) {
  const h = 1e-6 * size;
  const columns = unknown.map(([p, i]) => {
    const kept = at[p][i];
    at[p][i] = kept + h;
    const up = residuals(premises, at);
    at[p][i] = kept - h;
    const down = residuals(premises, at);
    at[p][i] = kept;
    return up.map((u, k) => (u - down[k]) / (2 * h));
  });
  return columns;
}

/** Return the shortest x (in the norm of `weights`) that solves J x = r as well as can be. */
function shortest(columns, r, weights) {
  const m = r.length;
  const a = Array.from({ length: m }, (_, i) => Array.from({ length: m }, (__, j) =>
    columns.reduce((t, c, k) => t + c[i] * c[j] * weights[k], 0)));
  const scale = Math.max(...a.map((row, i) => row[i]), 1e-300);
  for (let i = 0; i < m; i += 1) a[i][i] += 1e-12 * scale;
  const y = solved(a, r);
  return columns.map((c, k) => weights[k] * c.reduce((t, v, i) => t + v * y[i], 0));
}

/** Solve a x = b by elimination with pivots. */
function solved(a, b) {
  const n = b.length;
  const rows = a.map((row, i) => [...row, b[i]]);
  for (let i = 0; i < n; i += 1) {
    let best = i;
    for (let j = i + 1; j < n; j += 1) if (Math.abs(rows[j][i]) > Math.abs(rows[best][i])) best = j;
    [rows[i], rows[best]] = [rows[best], rows[i]];
    const pivot = rows[i][i] || 1e-300;
    for (let j = i + 1; j < n; j += 1) {
      const factor = rows[j][i] / pivot;
      if (factor) for (let k = i; k <= n; k += 1) rows[j][k] -= factor * rows[i][k];
    }
  }
  const x = new Array(n).fill(0);
  for (let i = n - 1; i >= 0; i -= 1) {
    let rest = rows[i][n];
    for (let k = i + 1; k < n; k += 1) rest -= rows[i][k] * x[k];
    x[i] = rest / (rows[i][i] || 1e-300);
  }
  return x;
}

/** Move the points of a clause until its premises hold; false when that does not succeed. */
function settle(clause, at, size, held) {
  const premises = clause.premises;
  if (!premises.length) return true;
  if (clause.points.length > MOST_POINTS) return false;
  const unknown = clause.points.flatMap(p => [[p, 0], [p, 1]]);
  const weights = unknown.map(([p]) => (p === held ? 1e-4 : 1));
  for (let step = 0; step < STEPS; step += 1) {
    const r = residuals(premises, at);
    if (r.every(v => Math.abs(v) < NEAR)) return true;
    if (r.some(v => !Number.isFinite(v))) return false;
    const x = shortest(jacobian(premises, at, unknown, size), r, weights);
    const longest = Math.max(...x.map(Math.abs));
    const damp = longest > 0.5 * size ? (0.5 * size) / longest : 1;
    unknown.forEach(([p, i], k) => { at[p][i] -= damp * x[k]; });
  }
  return residuals(premises, at).every(v => Math.abs(v) < 1e-9);
}

const keepsOrder = (clause, at) =>
  clause.order.every(([name, points]) => (ORDER[name] ?? (() => true))(at, points));

/**
 * Return where all points are when `name` is dragged to `target`, or null when no figure follows.
 * `clauses` are those of the statement in order; `places` maps names to [x, y] and is not changed.
 */
export function follow(clauses, places, name, target, size) {
  const at = Object.fromEntries(Object.entries(places).map(([p, xy]) => [p, [...xy]]));
  at[name] = [...target];
  const moved = new Set([name]);
  for (const clause of clauses) {
    const touched = clause.points.some(p => moved.has(p))
      || clause.premises.some(([, points]) => points.some(p => moved.has(p)));
    if (!touched) continue;
    if (!settle(clause, at, size, name) || !keepsOrder(clause, at)) return null;
    clause.points.forEach(p => moved.add(p));
  }
  return at;
}

/** Return in how many ways the points of a clause can still move: 2 for a free point, 1 on a line. */
export function freedom(clause, places, size) {
  const at = Object.fromEntries(Object.entries(places).map(([p, xy]) => [p, [...xy]]));
  const unknown = clause.points.flatMap(p => [[p, 0], [p, 1]]);
  if (!clause.premises.length) return unknown.length;
  if (clause.points.length > MOST_POINTS) return 0;
  return unknown.length - rank(jacobian(clause.premises, at, unknown, size), 1e-5 / size);
}

function rank(columns, small) {
  let found = 0;
  let rest = columns.map(c => [...c]);
  while (rest.length) {
    const best = rest.reduce((b, c) => (Math.hypot(...c) > Math.hypot(...b) ? c : b));
    const length2 = best.reduce((t, v) => t + v * v, 0);
    if (!(Math.sqrt(length2) > small)) break;
    found += 1;
    rest = rest.filter(c => c !== best).map(c => {
      const share = c.reduce((t, v, i) => t + v * best[i], 0) / length2;
      return c.map((v, i) => v - share * best[i]);
    });
  }
  return found;
}
