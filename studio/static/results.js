// What came of a solve: the verdict, a page for each proof, and files to take along.
import { subscripted } from "./board.js";

const $ = id => document.getElementById(id);

const TITLES = {
  proved: ["Proved", "good"],
  proved_for_configuration: ["Proved for one configuration", "open"], refuted: ["Refuted", "bad"],
  rejected: ["Not accepted", "bad"], open: ["No proof found", "open"],
  stopped: ["Stopped", "open"], error: ["Not solved", "bad"],
};
const GOALS = { proved: "Proved", proved_for_configuration: "Proved for one configuration",
  refuted: "Refuted" };
const LABELS = { json: "Proof (JSON)", svg: "Figure (SVG)", tex: "LaTeX", md: "Markdown",
  txt: "Text", html: "Page", ggb: "Figure (GeoGebra)" };

export function clearResult() {
  $("result").hidden = true;
  $("page").hidden = true;
  $("page").removeAttribute("src");
}

/** Show an answer of the server. */
export function showResult(answer) {
  const [title, kind] = TITLES[answer.status] ?? [answer.status, "open"];
  const verdict = $("verdict");
  verdict.replaceChildren(element("strong", title, kind));
  if (answer.seconds !== undefined) {
    const parts = [`${answer.seconds} s`];
    if (answer.steps) parts.unshift(`${answer.steps} ${answer.steps === 1 ? "step" : "steps"}`);
    if (answer.attempts) parts.push(`${answer.attempts.toLocaleString("en")} constructions tried`);
    verdict.append(element("span", parts.join(", "), "soft"));
  }
  const partly = new Set(answer.goals.map(goal => goal.status)).size > 1;
  if (partly) {
    for (const goal of answer.goals) {
      verdict.append(element("p", `${GOALS[goal.status] ?? "Open"}: ${subscripted(goal.says)}.`));
    }
  }
  for (const proof of answer.proofs ?? []) {
    if (/configuration/.test(proof.verdict)) {
      verdict.append(element("p", subscripted(`${proof.says}: ${proof.verdict}.`)));
    }
  }
  if (answer.auxiliary?.length) {
    verdict.append(element("p", `With added points: ${answer.auxiliary.join("; ")}`));
  }
  for (const note of answer.notes ?? []) verdict.append(element("p", note));
  const files = Object.entries(answer.files ?? {});
  downloads(files);
  pages(files.filter(([name]) => name.endsWith(".html")), answer.proofs ?? []);
  $("result").hidden = false;
  $("result-title").focus({ preventScroll: true });
  $("result").scrollIntoView({ behavior: "smooth", block: "start" });
}

/** Show that there is no answer, and why. */
export function showFailure(reason) {
  showResult({ status: "error", goals: [], notes: [reason] });
}

function downloads(files) {
  $("downloads").replaceChildren(...linksTo(files));
}

/** Return a link for each file, given as [name, path]. */
export function linksTo(files) {
  const links = files.map(([name, path]) => {
    const kind = name.split(".").pop();
    const number = name.match(/-(\d+)\./);
    const link = element("a", `${LABELS[kind] ?? name}${number ? ` ${number[1]}` : ""}`);
    link.href = `${path}?download=true`;
    link.download = name;
    return link;
  });
  return links;
}

function pages(found, proofs) {
  const tabs = $("tabs");
  const frame = $("page");
  frame.hidden = !found.length;
  tabs.hidden = found.length < 2;
  const buttons = found.map(([, path], number) => {
    const button = element("button", subscripted(proofs[number]?.says ?? `Proof ${number + 1}`));
    button.type = "button";
    button.setAttribute("role", "tab");
    button.addEventListener("click", () => choose(number));
    button.addEventListener("keydown", event => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step) choose((number + step + found.length) % found.length, true);
    });
    return button;
  });
  function choose(number, focus) {
    buttons.forEach((button, i) => {
      button.setAttribute("aria-selected", String(i === number));
      button.tabIndex = i === number ? 0 : -1;
    });
    frame.src = found[number][1];
    if (focus) buttons[number].focus();
  }
  tabs.replaceChildren(...buttons);
  if (found.length) choose(0);
  else frame.removeAttribute("src");
}

export function element(tag, text, className) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}
