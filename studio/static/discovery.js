// What is true here: statements that hold in every figure, to be looked at and asked for.
import { post, stream } from "./api.js";
import { subscripted } from "./board.js";
import { element } from "./results.js";

const $ = id => document.getElementById(id);

/** Set the panel up; returns what the page calls when the statement or the selection changes. */
export function makeDiscovery({ text, seed, selected, light, ask, labels }) {
  let running = null;
  let found = null; // of the statement as it is now; null where nothing is known of it

  async function run() {
    if (running) return;
    running = { key: null, controller: new AbortController() };
    $("discover").hidden = true;
    $("stop-discovery").hidden = false;
    tell("Beginning");
    try {
      const body = { text: text(), seed: seed(), about: [...selected()] };
      for await (const event of stream("/api/discover", body, running.controller.signal)) {
        if (event.kind === "begun") running.key = event.key;
        else if (event.kind === "waiting") tell("Waiting for a place");
        else if (event.kind === "progress") tell(`${event.phase} …`);
        else if (event.kind === "failed") tell(event.error);
        else if (event.error) tell(event.error.message);
        else show(event.found, body.about);
      }
    } catch (error) {
      if (error.name !== "AbortError") tell(error.message);
    } finally {
      running = null;
      $("discover").hidden = false;
      $("stop-discovery").hidden = true;
    }
  }

  function show(all, about) {
    found = all;
    const of = about.length ? ` of ${about.map(labels).join(", ")}` : "";
    tell(all.length
      ? `${all.length} found${of}, the most unexpected first. + asks for one.`
      : `Nothing found${of} that the statement does not say itself.`);
    $("found").replaceChildren(...all.map(row));
  }

  function row(statement) {
    const line = element("li");
    line.append(element("span", subscripted(statement.says), "says"),
      element("span", statement.why, `why ${statement.known}`));
    const button = element("button", "+");
    button.type = "button";
    button.title = "Show this";
    button.setAttribute("aria-label", `Ask for: ${statement.says}`);
    button.addEventListener("click", () => ask(statement.text));
    line.append(button);
    for (const [on, off] of [["pointerenter", "pointerleave"], ["focusin", "focusout"]]) {
      line.addEventListener(on, () => light(statement.points, statement.objects));
      line.addEventListener(off, () => light([]));
    }
    return line;
  }

  function tell(what) { $("discovery-hint").textContent = what; }

  const hint = $("discovery-hint").textContent;
  $("discover").addEventListener("click", run);
  $("stop-discovery").addEventListener("click", () => {
    if (running?.key) post(`/api/stop/${running.key}`, {}).catch(() => {});
  });
  return {
    /** The points or what is said of them changed: what was found is of another figure. */
    changed() {
      running?.controller.abort();
      if (!found && !running) return;
      found = null;
      $("found").replaceChildren();
      tell(hint);
    },
    selection(points) {
      const about = [...points].map(labels).join(", ");
      $("discover").textContent = about ? `Discover: ${about}` : "Discover";
    },
  };
}
