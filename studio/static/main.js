// The studio: the statement on the left is what counts; figure, goals and results follow it.
import { get, post, stream, upload } from "./api.js";
import { Board, indexed, subscripted } from "./board.js";
import { makeDiscovery } from "./discovery.js";
import { makeEditor } from "./editor.js";
import { openExamples } from "./examples.js";
import { clearResult, element, linksTo, showFailure, showResult } from "./results.js";
import * as statement from "./statement.js";
import { makeTools } from "./tools.js";

const $ = id => document.getElementById(id);
const TYPING = 220; // milliseconds after a key before the text is read
const FIRST = "# The altitudes of a triangle meet in one point.\n"
  + "a b c = triangle;\nh = on_tline b c a, on_tline c a b\n? perp a h b c\n";

const shipped = get("/api/examples").then(words => { state.words = words; return words.examples; });
const state = { problem: null, seed: 0, name: "", words: null, fit: true, solving: null };

const editor = makeEditor($("editor"), {
  changed: () => { clearResultIfStale(); later(); },
  words: completions,
  pointed: lightClauseAt,
  run: () => solve(),
});
const board = new Board("board", {
  pick: hit => {
    if (!$("error").hidden) $("hint").textContent = "Mend the statement first, then draw.";
    else pick(hit);
  },
  moved: () => later(0), // what holds in the figure may have changed
});
const pick = makeTools($("tools"), {
  board, editor,
  hint: text => { $("hint").textContent = text; },
  selected: toggleSelected,
});
const label = name => indexed(board.problem.points.find(p => p.name === name)?.label ?? name);
const discovery = makeDiscovery({
  text: () => editor.text,
  seed: () => state.seed,
  selected: () => board.selected,
  light: (points, objects) => board.light(points, objects),
  ask: goal => editor.change(statement.addingGoal(editor.text, goal)),
  labels: label,
});
let figure = ""; // the clauses as they were when something was found out about them

// --- reading and drawing while one types ---------------------------------------------------

let timer = 0;
let asked = null; // the request that is under way; a newer text makes it pointless

function later(wait = TYPING) {
  clearTimeout(timer);
  $("board").setAttribute("aria-busy", "true");
  $("saved").hidden = true;
  timer = setTimeout(readAndDraw, wait);
}

async function readAndDraw() {
  asked?.abort();
  asked = new AbortController();
  const { signal } = asked;
  const text = editor.text;
  try {
    if (!text.replace(/^\s*#.*$/gm, "").trim()) return nothing();
    const read = await post("/api/read", { text }, signal);
    if (read.error) return wrong(read.error);
    right(read.problem);
    const body = { text, places: state.fit ? {} : board.places, seed: state.seed };
    const drawn = await post("/api/figure", body, signal);
    if (drawn.error) return remark([drawn.error.message]);
    const none = !Object.keys(drawn.places).some(p => p in board.places);
    board.show(drawn, state.fit || none);
    discovery.selection(board.selected);
    state.fit = false;
    remark(drawn.remarks);
  } catch (error) {
    if (error.name !== "AbortError") remark([error.message]);
  } finally {
    if (!signal.aborted) $("board").setAttribute("aria-busy", "false");
  }
}

function nothing() {
  editor.mark(null);
  stale(false);
  state.problem = null;
  state.fit = false;
  $("error").hidden = true;
  $("reading").replaceChildren();
  showGoals([]);
  remark([]);
  board.show({ problem: { points: [], clauses: [], goals: [] }, places: {},
    objects: { lines: [], circles: [], goal: { lines: [], circles: [] } },
    motion: { steps: [], free: [], order: [] } }, false);
}

function toggleSelected(point) {
  const chosen = new Set(board.selected);
  if (!point) chosen.clear();
  else if (!chosen.delete(point)) chosen.add(point);
  board.select(chosen);
  discovery.selection(chosen);
}

function wrong(error) {
  state.problem = null;
  editor.mark(error);
  $("solve").disabled = true;
  stale(true);
  $("error").textContent = error.line ? `Line ${error.line}: ${error.message}` : error.message;
  $("error").hidden = false;
}

/** Show that sentences and figure are of the statement as it was before the error. */
function stale(so) {
  for (const id of ["reading", "goals", "board"]) $(id).classList.toggle("stale", so);
}

function right(problem) {
  state.problem = problem;
  stale(false);
  const clauses = JSON.stringify(problem.clauses);
  if (clauses !== figure) discovery.changed();
  figure = clauses;
  editor.mark(null);
  $("error").hidden = true;
  $("reading").replaceChildren(...problem.clauses.map(clause => {
    const line = element("p", subscripted(clause.says));
    line.addEventListener("pointerenter", () => board.light(clause.points));
    line.addEventListener("pointerleave", () => board.light([]));
    return line;
  }));
  showGoals(problem.goals);
}

function showGoals(goals) {
  const rows = goals.map((goal, number) => {
    const row = element("li", "");
    row.append(element("span", subscripted(goal.says)));
    const button = element("button", "✕", "quiet");
    button.type = "button";
    button.setAttribute("aria-label", `Do not ask: ${goal.says}`);
    button.addEventListener("click", () => {
      editor.text = statement.withoutGoal(editor.text, number);
    });
    row.append(button);
    row.addEventListener("pointerenter", () => board.light(goal.points, goal.objects));
    row.addEventListener("pointerleave", () => board.light([]));
    return row;
  });
  if (!rows.length) rows.push(element("li", "Nothing yet.", "none"));
  $("goals").replaceChildren(...rows);
  $("solve").disabled = !goals.length || Boolean(state.solving);
}

function remark(texts) {
  $("remarks").textContent = texts.join(" ");
  $("remarks").hidden = !texts.length;
}

/** Light the sentence and the points of the clause at a place of the text. */
function lightClauseAt(place) {
  const number = statement.clauseSpans(editor.text)
    .findIndex(({ from, to }) => from <= place && place <= to);
  [...$("reading").children].forEach((line, i) => line.classList.toggle("lit", i === number));
  board.light(state.problem?.clauses[number]?.points ?? []);
}

function completions() {
  const words = state.words ?? { constructions: [], predicates: [] };
  const option = type => ({ name, usage, says }) => (
    { label: name, detail: usage, info: says, type, apply: `${name} ` });
  return {
    constructions: words.constructions.map(option("function")),
    predicates: words.predicates.map(option("property")),
    points: (state.problem?.points ?? board.problem.points)
      .map(({ name }) => ({ label: name, type: "variable" })),
  };
}

// --- solving -------------------------------------------------------------------------------

function clearResultIfStale() {
  if (!state.solving) clearResult();
}

async function solve() {
  if (state.solving || $("solve").disabled) return;
  const controller = new AbortController();
  state.solving = { controller, key: null };
  $("solve").disabled = true;
  $("stop").hidden = false;
  $("stop").disabled = false;
  clearResult();
  progress("Beginning");
  try {
    const body = { text: editor.text, name: state.name || title(editor.text),
      budget: Number($("budget").value), proposer: $("proposer").value || null };
    for await (const event of stream("/api/solve", body, controller.signal)) heard(event);
  } catch (error) {
    showFailure(error.message);
  } finally {
    state.solving = null;
    $("stop").hidden = true;
    $("progress").hidden = true;
    $("solve").disabled = !state.problem?.goals.length;
  }
}

/** A name for a problem that has none: its first comment that is a sentence. */
function title(text) {
  const told = text.split("\n").filter(line => /^\s*#\s*(?!draw )\S/.test(line))[0];
  return told ? told.replace(/^\s*#\s*/, "").replace(/\.$/, "").slice(0, 90) : "A problem";
}

function heard(event) {
  if (event.kind === "begun") state.solving.key = event.key;
  else if (event.kind === "waiting") {
    progress(`Waiting: ${event.before ? `${event.before} before you` : "you are next"}`);
  } else if (event.kind === "progress") {
    const parts = [event.phase, `${event.seconds.toFixed(1)} s`];
    if (event.attempts) parts.push(`${event.attempts.toLocaleString("en")} tried`);
    if (event.trying) parts.push(event.trying);
    progress(parts.join(" · "));
  } else if (event.kind === "failed") showFailure(event.error);
  else if (event.error) showFailure(event.error.message);
  else showResult(event);
}

function progress(text) {
  $("progress").textContent = text;
  $("progress").hidden = false;
}

async function stop() {
  if (!state.solving?.key) return;
  $("stop").disabled = true;
  progress("Stopping");
  await post(`/api/stop/${state.solving.key}`, {}).catch(() => {});
}

// --- problems ------------------------------------------------------------------------------

function load(name, text, comments = []) {
  state.name = name;
  state.seed = 0;
  state.fit = true;
  $("name").textContent = name.replaceAll("_", " ");
  const notes = comments.filter(line => line.trim()).map(line => `# ${line}\n`);
  editor.text = notes.join("") + statement.laidOut(text);
  later(0);
}

async function openFile(file) {
  $("file").value = "";
  if (!file) return;
  try {
    const answer = await upload(file);
    if (answer.error) return notice(answer.error.message);
    if (answer.proof) return showResult(answer.proof);
    if (answer.problems.length === 1) {
      const [{ name, text, comments }] = answer.problems;
      return load(name, text, comments);
    }
    openExamples([{ file: file.name, problems: answer.problems }], load);
  } catch (error) {
    notice(error.message);
  }
}

/** Offer the figure as it stands as files. */
async function saveFigure() {
  try {
    const body = { text: editor.text, places: board.places, seed: state.seed };
    const answer = await post("/api/export", body);
    if (answer.error) return notice(answer.error.message);
    $("saved").replaceChildren(...linksTo(Object.entries(answer.files)));
    $("saved").hidden = false;
  } catch (error) {
    notice(error.message);
  }
}

let noticeTimer = 0;

/** Say something that needs no answer. */
function notice(text) {
  $("notice").textContent = text;
  $("notice").hidden = false;
  clearTimeout(noticeTimer);
  noticeTimer = setTimeout(() => { $("notice").hidden = true; }, 7000);
}

function nextTheme() {
  const root = document.documentElement;
  const order = ["", "light", "dark"];
  const next = order[(order.indexOf(root.dataset.theme ?? "") + 1) % 3];
  root.dataset.theme = next;
  $("theme").setAttribute("aria-label", `Colours: ${next || "as the system"}`);
  board.redraw();
}

$("solve").addEventListener("click", solve);
$("stop").addEventListener("click", stop);
$("undo").addEventListener("click", () => editor.undo());
$("redo").addEventListener("click", () => editor.redo());
$("theme").addEventListener("click", nextTheme);
$("fit").addEventListener("click", () => { board.fit(); board.redraw(); });
$("another").addEventListener("click", () => { state.seed += 1; state.fit = true; later(0); });
$("save").addEventListener("click", saveFigure);
$("new").addEventListener("click", () => { load("", ""); editor.focus(); });
$("open").addEventListener("click", () => $("file").click());
$("file").addEventListener("change", event => openFile(event.target.files[0]));
$("examples").addEventListener("click", () => openExamples(shipped, load));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => board.redraw());
document.addEventListener("dragover", event => event.preventDefault());
document.addEventListener("drop", event => {
  event.preventDefault();
  openFile(event.dataTransfer.files[0]);
});

editor.text = FIRST;
shipped.catch(error => notice(error.message));
