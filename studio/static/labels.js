// Where the letter of a point stands on the board: beside it, as far from lines and points as can be.

const AWAY = 16; // pixels from a point to the middle of its letter
const DIRECTIONS = 16;
const FAINT = 1.6; // the faint ends of a line are crossed rather than the line itself

const gap = ([x, y], [u, v]) => Math.hypot(x - u, y - v);

/** How far a place is from the segment between two others, and from the whole line. */
function fromLine(place, [a, b]) {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]], square = dx * dx + dy * dy || 1e-12;
  const t = ((place[0] - a[0]) * dx + (place[1] - a[1]) * dy) / square;
  const at = s => [a[0] + s * dx, a[1] + s * dy];
  return Math.min(gap(place, at(Math.min(1, Math.max(0, t)))), FAINT * gap(place, at(t)));
}

/**
 * The offset, in pixels, of the letter of the point at `place`. `lines` are pairs of ends, `circles`
 * centre and radius, `points` the places of the others, `unit` the pixels of one unit.
 */
export function offsetOf(place, { lines, circles, points, unit }) {
  let best = [AWAY, AWAY], most = -Infinity;
  for (let k = 0; k < DIRECTIONS; k++) {
    const turn = Math.PI / 4 + 2 * Math.PI * k / DIRECTIONS;
    const offset = [AWAY * Math.cos(turn), AWAY * Math.sin(turn)];
    const at = [place[0] + offset[0] / unit, place[1] + offset[1] / unit];
    const room = unit * Math.min(
      ...lines.map(line => fromLine(at, line)),
      ...circles.map(([x, y, r]) => Math.abs(gap(at, [x, y]) - r)),
      ...points.map(p => gap(at, p)),
    );
    if (Math.min(room, AWAY) > most + 0.5) [best, most] = [offset, Math.min(room, AWAY)];
  }
  return best;
}
