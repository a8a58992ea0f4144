// The editor: CodeMirror with the words of the problem language.
import * as cm from "./vendor/codemirror.js";

const { tags } = cm;

/** Read the language word by word, for colours only; the server says what is wrong. */
const language = cm.StreamLanguage.define({
  name: "porism",
  startState: () => ({ goals: false, head: false }),
  token(stream, state) {
    if (stream.sol() && stream.match(/^\s*#.*/)) return "comment";
    if (stream.eatSpace()) return null;
    const mark = stream.match(/^[=,;|?]/);
    if (mark) {
      if (mark[0] === "?") state.goals = true;
      state.head = state.goals || mark[0] === "=" || mark[0] === ",";
      return "punctuation";
    }
    if (stream.match(/^[+-]?(\d+(\.\d*)?|\.\d+)(pi)?(\/\d+)?[°o]?(?![\w'])/)) return "number";
    if (stream.match(/^[^\s=,;|?]+/)) {
      const kind = state.head ? (state.goals ? "propertyName" : "keyword") : "variableName";
      state.head = false;
      return kind;
    }
    stream.next();
    return null;
  },
});

const colours = cm.HighlightStyle.define([
  { tag: tags.keyword, color: "var(--accent)", fontWeight: "600" },
  { tag: tags.propertyName, color: "var(--goal)", fontWeight: "600" },
  { tag: tags.variableName, color: "var(--ink)" },
  { tag: tags.number, color: "var(--semi)" },
  { tag: tags.punctuation, color: "var(--soft)" },
  { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
]);

const look = cm.EditorView.theme({
  ".cm-content": { caretColor: "var(--ink)", padding: ".5rem 0" },
  ".cm-line": { padding: "0 .7rem" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground, ::selection": {
    background: "color-mix(in srgb, var(--accent) 25%, transparent) !important",
  },
  ".cm-gutters": { display: "none" },
  ".cm-tooltip": {
    background: "var(--pane)", color: "var(--ink)", border: "1px solid var(--edge)",
    borderRadius: ".45rem", overflow: "hidden", fontFamily: "var(--sans)", fontSize: ".86rem",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    background: "var(--wash)", color: "var(--ink)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: ".15rem .5rem" },
  ".cm-completionLabel": { fontFamily: "var(--mono)" },
  ".cm-completionDetail": { color: "var(--soft)", fontStyle: "normal" },
  ".cm-completionInfo": { padding: ".4rem .6rem", maxWidth: "20rem" },
  ".cm-lintRange-error": {
    backgroundImage: "none", textDecoration: "underline wavy var(--bad) 1.5px",
    textUnderlineOffset: "4px",
  },
  ".cm-diagnostic-error": { borderLeftColor: "var(--bad)" },
  ".cm-clause": { background: "var(--wash)", borderRadius: ".2rem" },
  ".cm-placeholder": { color: "var(--soft)" },
});

const alone = cm.isolateHistory.of("full"); // what is drawn is undone by itself

const lighting = cm.StateEffect.define();
const lit = cm.StateField.define({
  create: () => cm.Decoration.none,
  update(marks, change) {
    let now = marks.map(change.changes);
    for (const effect of change.effects) {
      if (effect.is(lighting)) {
        const mark = cm.Decoration.mark({ class: "cm-clause" });
        now = cm.Decoration.set(effect.value.map(({ from, to }) => mark.range(from, to)), true);
      }
    }
    return now;
  },
  provide: field => cm.EditorView.decorations.from(field),
});

/** Offer constructions after = and commas, predicates among the goals, points elsewhere. */
function completions(words) {
  return context => {
    const word = context.matchBefore(/[\w']*/);
    const before = context.state.sliceDoc(0, word.from).replace(/^[ \t]*#.*$/gm, "");
    if (word.from === word.to && !context.explicit && !/[=,?]\s*$/.test(before)) return null;
    const known = words();
    const goals = before.includes("?");
    const head = /[=,]\s*$/.test(before) && !goals;
    const goal = goals && /[?;]\s*$/.test(before);
    let options;
    if (head) options = known.constructions;
    else if (goal) options = known.predicates;
    else if (/(^|[;|])[^=]*$/.test(before) && !goals) return null; // names of new points
    else options = known.points;
    const whole = options.some(({ label }) => label === word.text);
    if (whole && !context.explicit) return null; // nothing is left to complete
    return { from: word.from, options, validFor: /^[\w']*$/ };
  };
}

/** Make the editor; `changed` is called with its text, `words` returns what can be completed. */
export function makeEditor(parent, { changed, words, pointed, run }) {
  const view = new cm.EditorView({
    parent,
    state: cm.EditorState.create({
      extensions: [
        cm.history(),
        cm.drawSelection(),
        cm.EditorView.lineWrapping,
        language,
        cm.syntaxHighlighting(colours),
        look,
        lit,
        cm.autocompletion({ override: [completions(words)], icons: false }),
        cm.placeholder("a b c = triangle;\nh = orthocenter a b c\n? perp a h b c"),
        cm.EditorView.contentAttributes.of({
          "aria-label": "The statement, in the problem language", spellcheck: "false",
          autocapitalize: "off",
        }),
        cm.keymap.of([
          { key: "Mod-Enter", run: () => (run(), true) },
          { key: "Tab", run: cm.acceptCompletion },
          ...cm.completionKeymap, ...cm.lintKeymap, ...cm.historyKeymap, ...cm.defaultKeymap,
        ]),
        cm.EditorView.updateListener.of(update => {
          if (update.docChanged) changed(update.state.doc.toString());
          if (update.selectionSet && !update.docChanged) {
            pointed(update.view.hasFocus ? update.state.selection.main.head : -1);
          }
        }),
      ],
    }),
  });
  return {
    get text() { return view.state.doc.toString(); },
    set text(text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text },
        annotations: alone });
    },
    change(change) { 
      if (change) view.dispatch({ changes: change, annotations: alone });
    },
    light(spans) { view.dispatch({ effects: lighting.of(spans) }); },
    undo() { cm.undo(view); },
    redo() { cm.redo(view); },
    focus() { view.focus(); },
    /** Mark an error of the server, {line, column, length, message}, or none. */
    mark(error) {
      const found = [];
      if (error?.line) {
        const lines = view.state.doc.lines;
        const line = view.state.doc.line(Math.min(error.line, lines));
        const from = Math.min(line.from + [...line.text].slice(0, error.column - 1).join("").length,
          line.to);
        const to = Math.min(from + error.length, line.to);
        found.push({
          from: from === to ? Math.max(line.from, from - 1) : from, to,
          severity: "error", message: error.message,
        });
      }
      view.dispatch(cm.setDiagnostics(view.state, found));
    },
  };
}
