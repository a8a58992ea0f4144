// Makes ../static/vendor: CodeMirror as one module, JSXGraph as published, and their licences.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const vendor = new URL("../static/vendor/", import.meta.url).pathname;
mkdirSync(vendor, { recursive: true });
const made = await build({
  entryPoints: ["codemirror.js"],
  outfile: join(vendor, "codemirror.js"),
  bundle: true,
  format: "esm",
  minify: true,
  target: "es2020",
  charset: "utf8",
  legalComments: "none",
  metafile: true,
});
copyFileSync("node_modules/jsxgraph/distrib/jsxgraphcore.js", join(vendor, "jsxgraphcore.js"));

const inside = new Set(["node_modules/jsxgraph"]);
for (const file of Object.keys(made.metafile.inputs)) {
  const found = file.match(/^node_modules\/(@[^/]+\/[^/]+|[^/]+)\//);
  if (found) inside.add(`node_modules/${found[1]}`);
}
const parts = ["Works of others in this folder, each under the MIT licence.\n"];
for (const folder of [...inside].sort()) {
  const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const licence = folder.endsWith("jsxgraph")
    ? join(folder, "distrib", "LICENSE.MIT")
    : join(folder, readdirSync(folder).find(name => /^licen[sc]e/i.test(name)));
  parts.push(`== ${about.name} ${about.version}\n\n${readFileSync(licence, "utf8").trim()}\n`);
}
writeFileSync(join(vendor, "LICENSES.txt"), parts.join("\n"));

const sums = ["codemirror.js", "jsxgraphcore.js", "LICENSES.txt"].map(name =>
  `${createHash("sha256").update(readFileSync(join(vendor, name))).digest("hex")}  ${name}\n`);
writeFileSync(join(vendor, "SHA256SUMS"), sums.join(""));
process.stdout.write(sums.join(""));
