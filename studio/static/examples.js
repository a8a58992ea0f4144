// The list of problems to choose from: those that are shipped, or those of a file.
import { element } from "./results.js";

const $ = id => document.getElementById(id);
const MOST = 120; // shown at once; finding is quicker than scrolling

/**
 * Show problems, `[{file, problems: [{name, text, comments}]}]`, or a promise of them; `choose`
 * takes the one picked.
 */
export function openExamples(promised, choose) {
  let groups = [];
  const dialog = $("examples-dialog");
  const search = $("examples-search");
  const show = () => {
    const wanted = search.value.trim().toLowerCase().split(/\s+/);
    let left = MOST;
    const parts = [];
    for (const { file, problems } of groups) {
      const found = problems.filter(problem => {
        const text = [problem.name, problem.title ?? "", ...problem.comments].join(" ").replaceAll("_", " ");
        return wanted.every(word => text.toLowerCase().includes(word));
      }).slice(0, Math.max(0, left));
      left -= found.length;
      if (found.length) parts.push(element("h3", file), ...found.map(row));
    }
    $("examples-list").replaceChildren(...(parts.length ? parts : [element("p", "None found.")]));
  };
  const row = problem => {
    const button = element("button", undefined);
    button.type = "button";
    button.append(element("b", problem.title ?? problem.name.replaceAll("_", " ")));
    const told = problem.comments.filter(line => !line.startsWith("---")).slice(-3).join(" ");
    button.append(element("small", told.slice(0, 220)));
    button.addEventListener("click", () => {
      dialog.close();
      choose(problem.name, problem.text, problem.comments);
    });
    return button;
  };
  search.value = "";
  search.oninput = show;
  $("examples-close").onclick = () => dialog.close();
  $("examples-list").replaceChildren(element("p", "Loading …", "soft"));
  Promise.resolve(promised).then(found => { groups = found; show(); }, error => {
    $("examples-list").replaceChildren(element("p", error.message, "soft"));
  });
  dialog.showModal();
}
