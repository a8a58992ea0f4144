// Requests to the server. Every POST has a header that no page of another site can send.

const HEADERS = { "x-porism-studio": "1" };

/** Ask for JSON. Throws an Error with the server's reason when it refuses. */
export async function get(path) {
  return answered(await fetch(path));
}

/** Send JSON and return the answer; `signal` ends the request. */
export async function post(path, body, signal) {
  const headers = { ...HEADERS, "content-type": "application/json" };
  return answered(await fetch(path, {
    method: "POST", headers, body: JSON.stringify(body), signal,
  }));
}

/** Send a file as it is. */
export async function upload(file) {
  const path = `/api/upload?name=${encodeURIComponent(file.name.slice(0, 100))}`;
  const headers = { ...HEADERS, "content-type": "application/octet-stream" };
  return answered(await fetch(path, { method: "POST", headers, body: file }));
}

/** Send JSON and yield the events of the answer, one object each. */
export async function* stream(path, body, signal) {
  const headers = { ...HEADERS, "content-type": "application/json" };
  const response = await fetch(path, {
    method: "POST", headers, body: JSON.stringify(body), signal,
  });
  if (!response.ok) throw new Error(await reason(response));
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const parts = (rest + value).split("\n\n");
    rest = parts.pop();
    for (const part of parts) {
      if (part.startsWith("data: ")) yield JSON.parse(part.slice(6));
    }
  }
}

async function answered(response) {
  if (!response.ok) throw new Error(await reason(response));
  return response.json();
}

async function reason(response) {
  try {
    const { error } = await response.json();
    return typeof error === "string" ? error : error.message;
  } catch {
    return `the server answers ${response.status}`;
  }
}
