// Formats Lua files as .stylua.toml at the root says, with StyLua's own library:
//
//   node format.mjs FOLDER_OF_STYLUA CONFIG FILE...            tells which files differ
//   node format.mjs FOLDER_OF_STYLUA CONFIG --write FILE...    writes them
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const [folder, configuration, ...rest] = process.argv.slice(2);
const write = rest[0] === "--write";
const files = write ? rest.slice(1) : rest;
const library = createRequire(folder + "/")("@johnnymorganz/stylua");

// The names of the file's values are those of the library's enums.
const enums = { indent_type: library.IndentType, quote_style: library.QuoteStyle };
const lines = readFileSync(configuration, "utf8").split("\n").filter((line) => line !== "");

// A new one for each file: formatting uses it up.
function configure() {
  const config = library.Config.new();
  for (const line of lines) {
    const [, name, word, number] = line.match(/^(\w+) = (?:"(\w+)"|(\d+))$/) ?? [];
    if (!(name in config)) throw new Error(`${configuration}: not understood: ${line}`);
    config[name] = word === undefined ? Number(number) : enums[name][word];
  }
  return config;
}

let different = 0;
for (const file of files) {
  const text = readFileSync(file, "utf8");
  const formatted = library.formatCode(text, configure(), undefined, library.OutputVerification.None);
  if (formatted === text) {
    console.log(`ok      ${file} is formatted`);
  } else if (write) {
    writeFileSync(file, formatted);
    console.log(`written ${file}`);
  } else {
    different += 1;
    console.log(`FAILED  ${file} is not as StyLua formats it (tests/editors/lua/run --write)`);
  }
}
process.exitCode = different > 0 ? 1 : 0;
