// The text of a statement: where its clauses are, and how it is changed.
// Lines that begin with # are comments; clauses are separated by ; and the goals come after ?.

/** Return the text with comments blanked out, so that places stay the same. */
function bare(text) {
  return text.replace(/^[ \t]*#.*$/gm, line => " ".repeat(line.length));
}

/** Return where each clause is: {from, to}, in the order in which the reader counts them. */
export function clauseSpans(text) {
  const plain = bare(text);
  const end = plain.includes("?") ? plain.indexOf("?") : plain.length;
  return spans(plain, 0, end, /[;|]/g);
}

/** Return where each goal is. */
export function goalSpans(text) {
  const plain = bare(text);
  const start = plain.indexOf("?");
  return start < 0 ? [] : spans(plain, start + 1, plain.length, /;/g);
}

function spans(plain, start, end, mark) {
  const found = [];
  let from = start;
  for (const to of [...[...plain.slice(start, end).matchAll(mark)].map(m => start + m.index), end]) {
    const part = plain.slice(from, to);
    if (part.trim()) {
      found.push({
        from: from + part.length - part.trimStart().length,
        to: from + part.trimEnd().length,
      });
    }
    from = to + 1;
  }
  return found;
}

/** Return the change that adds clauses after the last one, before auxiliary ones and goals. */
export function addingClauses(text, clauses) {
  const plain = bare(text);
  const places = ["|", "?"].map(mark => plain.indexOf(mark)).filter(at => at >= 0);
  const end = places.length ? Math.min(...places) : plain.length;
  const all = spans(plain, 0, end, /;/g);
  const at = all.length ? all[all.length - 1].to : plain.slice(0, end).trimEnd().length;
  const more = clauses.join(";\n");
  if (!all.length) {
    const before = text.slice(0, end).trimEnd();
    const from = before.length;
    return { from, to: end, insert: `${before ? "\n" : ""}${more}\n` };
  }
  const upTo = end === plain.length ? text.length : end;
  const tail = plain.slice(at, upTo).replace(/;/g, " ").trim() ? null : text.slice(at, upTo);
  // What follows the last clause is a mark, blanks, or comments: these stay, after the new ones.
  const comments = (tail ?? "").split("\n").filter(line => line.trim().startsWith("#"));
  const kept = comments.length ? `\n${comments.join("\n")}` : "";
  return { from: at, to: upTo, insert: `;\n${more}${kept}\n` };
}

/** Return the change that adds a comment, which other readers pass over. */
export function addingComment(text, comment) {
  return { from: 0, to: 0, insert: `# ${comment}\n` };
}

/** Return the change that adds a goal. */
export function addingGoal(text, goal) {
  const known = goalSpans(text);
  if (known.some(({ from, to }) => text.slice(from, to) === goal)) return null;
  const end = text.trimEnd().length;
  if (bare(text).includes("?")) {
    const blank = !known.length;
    return { from: end, to: text.length, insert: `${blank ? " " : ";\n  "}${goal}\n` };
  }
  const body = text.slice(0, end).replace(/;$/, "");
  return { from: body.length, to: text.length, insert: `\n? ${goal}\n` };
}

/** Return the text without the goal of this number. */
export function withoutGoal(text, number) {
  const goals = goalSpans(text).map(({ from, to }) => text.slice(from, to));
  goals.splice(number, 1);
  const start = bare(text).indexOf("?");
  const body = text.slice(0, start).trimEnd();
  return goals.length ? `${body}\n? ${goals.join(";\n  ")}\n` : `${body}\n`;
}

/** Return the text without some clauses, given by number, and without drawn lines of their points. */
export function withoutClauses(text, numbers, points) {
  const gone = new Set(numbers);
  const all = clauseSpans(text);
  const kept = all.filter((_, i) => !gone.has(i)).map(({ from, to }) => text.slice(from, to));
  const comments = text.split("\n").filter(line => {
    const words = line.trim().split(/\s+/);
    if (words[0] !== "#") return line.trim().startsWith("#");
    return words[1] !== "draw" || !words.slice(3).some(p => points.has(p));
  });
  const goals = goalSpans(text).map(({ from, to }) => text.slice(from, to))
    .filter(goal => !goal.split(/\s+/).slice(1).some(word => points.has(word)));
  return [...comments, kept.join(";\n"), goals.length ? `? ${goals.join(";\n  ")}` : ""]
    .filter(Boolean).join("\n") + "\n";
}

/** Return a statement with a clause on each line. */
export function laidOut(text) {
  if (text.includes("\n")) return text;
  const cut = spot => text.slice(spot.from, spot.to);
  const goals = goalSpans(text).map(cut);
  const plain = bare(text);
  if (plain.includes("|")) return text;
  const body = clauseSpans(text).map(cut).join(";\n");
  return goals.length ? `${body}\n? ${goals.join(";\n  ")}\n` : `${body}\n`;
}

/** Return names for new points that are free: A to Z, then A1 and so on, as the text spells them. */
export function freshNames(taken, count, wanted = "") {
  const used = new Set([...taken].map(name => name.toLowerCase()));
  const found = [];
  const letters = [...wanted, ..."abcdefghijklmnpqrstuvwxyz"];
  for (let round = 0; found.length < count; round += 1) {
    for (const letter of letters) {
      const name = round ? `${letter}${round}` : letter;
      if (found.length < count && !used.has(name)) {
        used.add(name);
        found.push(name);
      }
    }
  }
  return found;
}
